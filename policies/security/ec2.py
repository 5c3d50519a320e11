"""What keeps machines and their volumes from being read."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.changes import changed, put_at
from policies.reading.credentials import access_key_in
from policies.reading.machines import given_to, of_node_group, template_of
from policies.reading.stack import Stack
from policies.reading.tokens import (
    ENCRYPTION_BY_DEFAULT,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    VOLUME,
)
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_most,
    equal,
    found,
    is_open,
    items,
    not_,
    read,
    refuse,
    stated,
)
from policies.rule import Settings, resource_rule, stack_rule


@stack_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="high",
    fix='metadata_options={"http_tokens": "required"}',
    same_intent_as=("CKV_AWS_79",),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    remedy=put_at("metadataOptions.httpTokens", "required"),
)
def imdsv2_required(machine: Resource, stack: Stack) -> Iterator[Finding]:
    """Instance metadata asks for a session token, so that a forged request gets no credentials."""
    path = "metadataOptions.httpTokens"
    safe = tokens_required(machine)
    template = template_of(machine, stack)
    if not stated(machine, "metadataOptions") and template is not None:
        if isinstance(template, Resource):
            return  # the template's own finding
        safe = UNKNOWN
    yield from found(not_(safe), machine, path, "required")


def tokens_required(machine: Resource) -> Truth:
    return any_of(
        [
            equal(read(machine, "metadataOptions.httpTokens"), "required"),
            equal(read(machine, "metadataOptions.httpEndpoint"), "disabled"),
        ]
    )


@resource_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="high",
    fix="associate_public_ip_address=False",
    same_intent_as=("CKV_AWS_88", "CKV_AWS_389"),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
)
def no_public_address_on_instances(machine: Resource) -> Iterator[Finding]:
    """Machines have no public address: what they serve, a load balancer serves for them."""
    key = "associatePublicIpAddress"
    if machine.type != LAUNCH_TEMPLATE:
        yield from refuse(machine, key, True, wanted=False)
        return
    for path, interface in items(machine, "networkInterfaces"):
        broken = equal(at(interface, key), option=True)
        yield from found(broken, machine, f"{path}.{key}", wanted=False)


def encrypted_from_now_on(
    machine: Resource, _stack: Stack, _settings: Settings
) -> Mapping[str, Any]:
    """Return a template's inputs with its volumes encrypted; all others would be replaced by it."""
    inputs = machine.inputs
    if machine.type != LAUNCH_TEMPLATE:
        return inputs
    for path, value in encryption_flags(machine):
        of_snapshot = read(machine, path.removesuffix("encrypted") + "snapshotId") is not None
        if path.endswith(".encrypted") and not of_snapshot and equal(value, option=True) is False:
            inputs = changed(inputs, path, "true")
    return inputs


@stack_rule(
    types=(VOLUME, INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="high",
    fix="encrypted=True on the volume and on each block device, the root device among them",
    same_intent_as=("CKV_AWS_3", "CKV_AWS_8"),
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    remedy=encrypted_from_now_on,
)
def ebs_encrypted(machine: Resource, stack: Stack) -> Iterator[Finding]:
    """Volumes are encrypted, so that a lost disk or a shared snapshot tells nothing."""
    by_default = encrypted_by_default(machine, stack)
    template = template_of(machine, stack)
    for path, value in encryption_flags(machine):
        safe = any_of([equal(value, option=True), all_of([value is None, by_default])])
        if value is None and path.startswith("rootBlockDevice") and template is not None:
            if isinstance(template, Resource):
                continue  # the template's own finding
            safe = UNKNOWN
        yield from found(not_(safe), machine, path, wanted=True)


def encryption_flags(machine: Resource) -> Iterator[tuple[str, object]]:
    """Yield path and value for each volume that a machine, or a volume, is or has."""
    if machine.type == VOLUME:
        yield "encrypted", read(machine, "encrypted")
    elif machine.type == LAUNCH_TEMPLATE:
        if not stated(machine, "blockDeviceMappings"):
            yield "blockDeviceMappings", None  # then the root device is as the image has it
        for path, mapping in items(machine, "blockDeviceMappings"):
            if at(mapping, "ebs") is not None:  # others are instance stores
                yield f"{path}.ebs.encrypted", at(mapping, "ebs.encrypted")
    else:
        yield "rootBlockDevice.encrypted", read(machine, "rootBlockDevice.encrypted")
        for path, device in items(machine, "ebsBlockDevices"):
            yield f"{path}.encrypted", at(device, "encrypted")


def encrypted_by_default(machine: Resource, stack: Stack) -> Truth:
    """Whether the stack turns on the account's own setting, in this region."""
    return any_of(
        equal(read(each, "enabled", default=True), option=True)
        for each in stack.of_type(ENCRYPTION_BY_DEFAULT)
        if (each.region, each.account) == (machine.region, machine.account)
    )


@stack_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="medium",
    fix='metadata_options={"http_put_response_hop_limit": 1}',
    same_intent_as=("CKV_AWS_341",),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html",
    settings={"node_hops": "hops allowed to the nodes of a cluster, whose pods are one further"},
)
def metadata_one_hop_away(
    machine: Resource, stack: Stack, *, node_hops: int = 2
) -> Iterator[Finding]:
    """Credentials in instance metadata do not reach past the machine itself, to its containers."""
    path = "metadataOptions.httpPutResponseHopLimit"
    hops = read(machine, path, 1)
    of_node = of_node_group(machine, stack) if machine.type == LAUNCH_TEMPLATE else False
    near = any_of([at_most(hops, 1), all_of([of_node, at_most(hops, node_hops)])])
    off = equal(read(machine, "metadataOptions.httpEndpoint"), "disabled")
    yield from found(not_(any_of([near, off])), machine, path, 1)


@resource_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="critical",
    fix="iam_instance_profile of a role that may do what the keys are for",
    same_intent_as=("CKV_AWS_46",),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html",
)
def no_access_key_in_user_data(machine: Resource) -> Iterator[Finding]:
    """User data holds no access keys: everybody who can describe the machine reads it."""
    for path in ("userData", "userDataBase64"):
        text = read(machine, path)
        if text is None:
            continue
        kind = UNKNOWN if is_open(text) else access_key_in(str(text))
        broken = UNKNOWN if kind is UNKNOWN else kind is not None
        because = f"{path} holds {kind}"
        yield from found(broken, machine, path, "no keys", actual=kind, because=because)


@stack_rule(
    types=(INSTANCE,),
    concern="security",
    severity="medium",
    fix="iam_instance_profile=profile.name",
    same_intent_as=("CKV2_AWS_41",),
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
)
def instance_has_role(instance: Resource, stack: Stack) -> Iterator[Finding]:
    """A machine has a role, so that nobody needs to leave keys on it."""
    path = "iamInstanceProfile"
    yield from found(not_(given_to(instance, path, stack)), instance, path, "a role's profile")
