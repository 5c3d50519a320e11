"""Rules for Amazon EC2."""

from collections.abc import Iterator

from costing.graph.public_addresses import public_address
from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_most,
    equal,
    found,
    given,
    is_set,
    is_unknown,
    items,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.changes import put_at
from policies.engine.selectors.credentials import secret_in
from policies.engine.selectors.instances import given_to, of_node_group, template_of
from policies.engine.selectors.tokens import INSTANCE, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be

IMAGE = "aws:ec2/ami:Ami"
ADDRESS = "aws:ec2/eip:Eip"


@resource_rule(
    types=(IMAGE,),
    concern="security",
    severity="medium",
    title="EC2 AMI has unencrypted block devices",
    risk="Every instance started from the image has unencrypted volumes.",
    fix="encrypted=True on each of ebs_block_devices",
    same_intent_as=("CKV_AWS_204",),
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html",
)
def ec2_ami_encrypted_volumes(image: Resource) -> Iterator[Finding]:
    for path, device in items(image, "ebsBlockDevices"):
        encrypted = equal(at(device, "encrypted"), option=True)
        of_snapshot = at(device, "snapshotId") not in (None, "")
        broken = not_(any_of([encrypted, of_snapshot]))
        yield from found(broken, image, f"{path}.encrypted", expected=True)


@stack_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="high",
    title="EC2 instance accepts IMDSv1 requests",
    risk=("A forged request through a web application reads the credentials of the instance role."),
    fix='metadata_options={"http_tokens": "required"}',
    same_intent_as=("CKV_AWS_79",),
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    remedy=put_at("metadataOptions.httpTokens", "required"),
)
def ec2_imdsv2_required(instance: Resource, stack: Stack) -> Iterator[Finding]:
    path = "metadataOptions.httpTokens"
    safe = tokens_required(instance)
    template = template_of(instance, stack)
    if not is_set(instance, "metadataOptions") and template is not None:
        if isinstance(template, Resource):
            return  # reported on the launch template
        safe = UNKNOWN
    yield from found(not_(safe), instance, path, "required")


def tokens_required(instance: Resource) -> Truth:
    return any_of(
        [
            equal(read(instance, "metadataOptions.httpTokens"), "required"),
            equal(read(instance, "metadataOptions.httpEndpoint"), "disabled"),
        ]
    )


@stack_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="high",
    title="EC2 instance has a public IPv4 address",
    risk="The instance can be attacked from the internet directly.",
    fix="associate_public_ip_address=False",
    same_intent_as=("CKV_AWS_88", "CKV_AWS_389"),
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
)
def ec2_instance_no_public_ip(instance: Resource, stack: Stack) -> Iterator[Finding]:
    key = "associatePublicIpAddress"
    if instance.type == LAUNCH_TEMPLATE:
        for path, interface in items(instance, "networkInterfaces"):
            broken = equal(at(interface, key), option=True)
            yield from found(broken, instance, f"{path}.{key}", expected=False)
        return
    decision = public_address(stack.graph, instance)
    if decision.path == key:  # else a finding of the template or the subnet
        yield from found(decision.public, instance, key, expected=False)


@stack_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="medium",
    title="EC2 instance metadata is reachable through a hop limit above 1",
    risk="Containers on the instance can read the credentials of the instance role.",
    fix='metadata_options={"http_put_response_hop_limit": 1}',
    same_intent_as=("CKV_AWS_341",),
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html",
    settings={"node_hops": "maximum hop limit for cluster nodes, whose pods need one more hop"},
)
def ec2_imds_hop_limit_one(
    instance: Resource, stack: Stack, *, node_hops: int = 2
) -> Iterator[Finding]:
    path = "metadataOptions.httpPutResponseHopLimit"
    hops = read(instance, path, 1)
    of_node = of_node_group(instance, stack) if instance.type == LAUNCH_TEMPLATE else False
    near = any_of([at_most(hops, 1), all_of([of_node, at_most(hops, node_hops)])])
    off = equal(read(instance, "metadataOptions.httpEndpoint"), "disabled")
    yield from found(not_(any_of([near, off])), instance, path, 1)


@resource_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="critical",
    title="EC2 user data contains an access key or another secret",
    risk="Everyone who may describe the instance can read and use the key.",
    fix="use iam_instance_profile with a role that has the permissions of the key",
    same_intent_as=("CKV_AWS_46",),
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html",
)
def ec2_user_data_no_secrets(instance: Resource) -> Iterator[Finding]:
    for path in ("userData", "userDataBase64"):
        text = read(instance, path)
        if text is None:
            continue
        kind = UNKNOWN if is_unknown(text) else secret_in(str(text))
        broken = UNKNOWN if kind is UNKNOWN else kind is not None
        because = f"{path} contains {kind}"
        yield from found(broken, instance, path, "no keys", actual=kind, because=because)


@stack_rule(
    types=(INSTANCE,),
    concern="security",
    severity="medium",
    title="EC2 instance has no IAM instance profile",
    risk="Programs on the instance need long-lived access keys to call AWS.",
    fix="iam_instance_profile=profile.name",
    same_intent_as=("CKV2_AWS_41",),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
    production=True,
)
def ec2_instance_iam_instance_profile(instance: Resource, stack: Stack) -> Iterator[Finding]:
    path = "iamInstanceProfile"
    yield from found(not_(given_to(instance, path, stack)), instance, path, "an instance profile")


@stack_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE),
    concern="operations",
    severity="low",
    title="EC2 instance has no detailed monitoring",
    risk="Metrics arrive every five minutes, so alarms and scaling react late.",
    fix="monitoring=True",
    fixes={LAUNCH_TEMPLATE: 'monitoring={"enabled": True}'},
    same_intent_as=("CKV_AWS_126",),
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
    production=True,
)
def ec2_detailed_monitoring(instance: Resource, stack: Stack) -> Iterator[Finding]:
    template = template_of(instance, stack)
    measured = [monitors(instance)]
    if template is not None:
        measured.append(monitors(template) if isinstance(template, Resource) else template)
    path = "monitoring" if instance.type == INSTANCE else "monitoring.enabled"
    broken = all_of([stack.tags(instance).serving, not_(any_of(measured))])
    yield from found(broken, instance, path, expected=True)


def monitors(instance: Resource) -> Truth:
    path = "monitoring" if instance.type == INSTANCE else "monitoring.enabled"
    return equal(read(instance, path), option=True)


@stack_rule(
    types=(ADDRESS,),
    concern="cost",
    severity="low",
    title="EC2 Elastic IP address is not attached",
    risk="An unattached public IPv4 address is charged by the hour.",
    fix="attach the address with ec2.EipAssociation, or delete it",
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
    manual_fix=lambda _, __, ___: None,
)
def ec2_elastic_ip_attached(address: Resource, stack: Stack) -> Iterator[Finding]:
    used: Truth = any_of(
        [
            given(address, "instance"),
            given(address, "networkInterface"),
            bool(stack.graph.referred.get(address.urn)),
        ]
    )
    because = f"{address.name} is associated with nothing in the stack"
    yield from found(not_(used), address, "", "an association", because=because)


@resource_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE),
    concern="cost",
    severity="low",
    title="EBS volume of an EC2 instance is kept after termination",
    risk="Left-over volumes are charged and contain data without an owner.",
    fix="delete_on_termination=True",
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html",
)
def ec2_volume_delete_on_termination(instance: Resource) -> Iterator[Finding]:
    if instance.type == INSTANCE:
        root = "rootBlockDevice.deleteOnTermination"
        yield from found(equal(read(instance, root), option=False), instance, root, expected=True)
    path, inner = (
        ("ebsBlockDevices", "deleteOnTermination")
        if instance.type == INSTANCE
        else ("blockDeviceMappings", "ebs.deleteOnTermination")
    )
    for place, device in items(instance, path):
        kept = equal(at(device, inner), option=False)
        yield from found(kept, instance, f"{place}.{inner}", expected=True)


RULES: tuple[Rule, ...] = (
    ec2_ami_encrypted_volumes,
    ec2_imdsv2_required,
    ec2_instance_no_public_ip,
    ec2_imds_hop_limit_one,
    ec2_user_data_no_secrets,
    ec2_instance_iam_instance_profile,
    ec2_detailed_monitoring,
    ec2_elastic_ip_attached,
    ec2_volume_delete_on_termination,
    input_rule(
        "ec2-ami-copy-encrypted",
        must_be("encrypted", True),
        types=("aws:ec2/amiCopy:AmiCopy",),
        concern="security",
        severity="medium",
        title="EC2 AMI copy is not encrypted",
        risk="The image and its snapshots are stored in plain text.",
        fix="encrypted=True",
        same_intent_as=("CKV_AWS_235",),
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html",
    ),
)
