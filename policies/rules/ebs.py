"""Rules for Amazon EBS."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    is_set,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, Settings, resource_rule, stack_rule
from policies.engine.selectors.backups import backed_up
from policies.engine.selectors.changes import changed
from policies.engine.selectors.instances import template_of
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.tokens import (
    DATABASE,
    ENCRYPTION_BY_DEFAULT,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    VOLUME,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

GUIDE = "https://docs.aws.amazon.com/ebs/latest/userguide"
DEFAULT_KEY = "aws:ebs/defaultKmsKey:DefaultKmsKey"
EXPENSIVE = ("gp2", "io1", "io2", "standard")  # st1 and sc1 cost less than gp3
CHEAPER = "gp2"  # the type that gp3 always replaces


@stack_rule(
    types=(VOLUME,),
    concern="security",
    severity="low",
    title="EBS volume has no customer managed KMS key",
    risk=("Access to the volume's data cannot be restricted or revoked through a key policy."),
    fix="kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_189",),
    aws_docs=f"{GUIDE}/how-ebs-encryption-works.html",
)
def ebs_volume_customer_managed_key(volume: Resource, stack: Stack) -> Iterator[Finding]:
    by_default = any(
        (each.region, each.account) == (volume.region, volume.account)
        for each in stack.of_type(DEFAULT_KEY)
    )
    own = any_of([own_key(volume, "kmsKeyId"), by_default])
    yield from found(not_(own), volume, "kmsKeyId", A_KEY_OF_OURS)


SNAPSHOT = "aws:ebs/snapshot:Snapshot"
SNAPSHOT_COPY = "aws:ebs/snapshotCopy:SnapshotCopy"


def encrypted_from_now_on(
    instance: Resource, _stack: Stack, _settings: Settings
) -> Mapping[str, Any]:
    """Return a template's inputs with its volumes encrypted; all others would be replaced by it."""
    inputs = instance.inputs
    if instance.type != LAUNCH_TEMPLATE:
        return inputs
    for path, value in encryption_flags(instance):
        of_snapshot = read(instance, path.removesuffix("encrypted") + "snapshotId") is not None
        if path.endswith(".encrypted") and not of_snapshot and equal(value, option=True) is False:
            inputs = changed(inputs, path, "true")
    return inputs


@stack_rule(
    types=(VOLUME, INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    concern="security",
    severity="high",
    title="EBS volume is not encrypted",
    risk="A shared snapshot or a reused disk exposes the data.",
    fix=(
        "encrypted=True on the volume and on each block device, including the root "
        "device; a device with snapshot_id takes the encryption of its snapshot: copy "
        "that with ebs.SnapshotCopy and encrypted=True"
    ),
    same_intent_as=("CKV_AWS_3", "CKV_AWS_8", "CKV2_AWS_2"),
    aws_docs="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    remedy=encrypted_from_now_on,
)
def ebs_volume_encrypted(instance: Resource, stack: Stack) -> Iterator[Finding]:
    by_default = encrypted_by_default(instance, stack)
    template = template_of(instance, stack)
    for path, value in encryption_flags(instance):
        safe = any_of(
            [
                equal(value, option=True),
                all_of([value is None, by_default]),
                of_encrypted_snapshot(instance, path, stack),
            ]
        )
        if value is None and path.startswith("rootBlockDevice") and template is not None:
            if isinstance(template, Resource):
                continue  # the template's own finding
            safe = UNKNOWN
        yield from found(not_(safe), instance, path, expected=True)


def of_encrypted_snapshot(instance: Resource, path: str, stack: Stack) -> Truth:
    """Return whether a volume is made of an encrypted snapshot, which encrypts it whatever else."""
    where = path.removesuffix("encrypted") + "snapshotId"
    if read(instance, where) is None:
        return False
    snapshot = stack.follow(instance, where, SNAPSHOT, SNAPSHOT_COPY)
    if not isinstance(snapshot, Resource):
        return UNKNOWN
    if snapshot.type == SNAPSHOT_COPY:
        return equal(read(snapshot, "encrypted", UNKNOWN), option=True)
    volume = stack.follow(snapshot, "volumeId", VOLUME)
    return (
        equal(read(volume, "encrypted"), option=True) if isinstance(volume, Resource) else UNKNOWN
    )


def encryption_flags(instance: Resource) -> Iterator[tuple[str, object]]:
    """Yield path and value of the encryption flag of each volume of a resource."""
    if instance.type == VOLUME:
        yield "encrypted", read(instance, "encrypted")
    elif instance.type == LAUNCH_TEMPLATE:
        if not is_set(instance, "blockDeviceMappings"):
            yield "blockDeviceMappings", None  # the root device is as in the image
        for path, mapping in items(instance, "blockDeviceMappings"):
            if at(mapping, "ebs") is not None:  # others are instance stores
                yield f"{path}.ebs.encrypted", at(mapping, "ebs.encrypted")
    else:
        yield "rootBlockDevice.encrypted", read(instance, "rootBlockDevice.encrypted")
        for path, device in items(instance, "ebsBlockDevices"):
            yield f"{path}.encrypted", at(device, "encrypted")


def encrypted_by_default(instance: Resource, stack: Stack) -> Truth:
    """Return whether the stack enables the account's encryption by default in this region."""
    return any_of(
        equal(read(each, "enabled", default=True), option=True)
        for each in stack.of_type(ENCRYPTION_BY_DEFAULT)
        if (each.region, each.account) == (instance.region, instance.account)
    )


@stack_rule(
    types=(VOLUME,),
    concern="availability",
    severity="medium",
    title="EBS volume has no backup",
    risk="The volume exists in one zone only; a failed disk or a mistake loses the data.",
    fix=("add backup.Selection(resources=[volume.arn]), or a tag that a backup selection matches"),
    same_intent_as=("CKV2_AWS_9",),
    aws_docs="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    production=True,
)
def ebs_volume_backup(volume: Resource, stack: Stack) -> Iterator[Finding]:
    because = f"no AWS Backup selection contains {volume.name}"
    yield from found(
        not_(backed_up(stack, volume)),
        volume,
        "",
        "a backup.Selection that contains it",
        because=because,
    )


def on_gp3(instance: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    """Return the inputs with gp3 for each gp2: io1 and io2 have their iops for a reason."""
    inputs = instance.inputs
    for path, value, default in [*volume_types(instance)]:
        specified_kind = default if value is None else value
        if equal(specified_kind, CHEAPER) is True and of_aurora(instance) is False:
            inputs = changed(inputs, path, "gp3")
    return inputs


@resource_rule(
    types=(VOLUME, INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, DATABASE),
    concern="cost",
    severity="low",
    title="EBS or RDS storage does not use gp3",
    risk="gp2 costs about a fifth more than gp3, io1 and io2 several times as much.",
    fix='volume_type="gp3"; waive io2 with its reason',
    fixes={
        VOLUME: 'type="gp3"; waive io2 with its reason',
        DATABASE: 'storage_type="gp3"; waive io2 with its reason',
    },
    aws_docs="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
    remedy=on_gp3,
)
def ebs_volume_gp3(instance: Resource) -> Iterator[Finding]:
    for path, value, default in volume_types(instance):
        kind = default if value is None else value
        broken = all_of([one_of(kind, EXPENSIVE), not_(of_aurora(instance))])
        yield from found(broken, instance, path, "gp3", actual=value)


def volume_types(instance: Resource) -> Iterator[tuple[str, object, str | None]]:
    """Yield path, type and default of each volume; None where the image says what it is."""
    if instance.type == VOLUME:
        yield "type", read(instance, "type"), "gp2"
    elif instance.type == DATABASE:
        copied = is_set(instance, "replicateSourceDb") or is_set(instance, "snapshotIdentifier")
        yield "storageType", read(instance, "storageType"), None if copied else "gp2"
    elif instance.type == LAUNCH_TEMPLATE:
        for path, mapping in items(instance, "blockDeviceMappings"):
            yield f"{path}.ebs.volumeType", at(mapping, "ebs.volumeType"), None
    else:
        yield "rootBlockDevice.volumeType", read(instance, "rootBlockDevice.volumeType"), None
        for path, device in items(instance, "ebsBlockDevices"):
            made_of_image = at(device, "snapshotId") is not None
            yield f"{path}.volumeType", at(device, "volumeType"), None if made_of_image else "gp2"


def of_aurora(instance: Resource) -> Truth:
    """Aurora's storage is the cluster's, and of no such kind."""
    engine = read(instance, "engine") if instance.type == DATABASE else None
    return one_of(engine, ("aurora", "aurora-mysql", "aurora-postgresql"))


RULES: tuple[Rule, ...] = (
    input_rule(
        "ebs-encryption-by-default",
        must_not_be("enabled", False, expected=True),
        types=(ENCRYPTION_BY_DEFAULT,),
        concern="security",
        severity="high",
        title="EBS encryption by default is disabled for the account",
        risk="New volumes are unencrypted unless each program remembers to encrypt them.",
        fix="enabled=True, or remove the argument",
        same_intent_as=("CKV_AWS_106",),
        aws_docs=f"{GUIDE}/encryption-by-default.html",
    ),
    ebs_volume_customer_managed_key,
    ebs_volume_encrypted,
    ebs_volume_backup,
    ebs_volume_gp3,
    input_rule(
        "ebs-snapshot-public-access-block",
        must_be("state", "block-all-sharing", "block-new-sharing"),
        types=("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",),
        concern="security",
        severity="high",
        title="EBS snapshots can be shared publicly in this region",
        risk="A snapshot shared by mistake exposes the whole volume to every AWS account.",
        fix='state="block-all-sharing"',
        same_intent_as=("ec2_ebs_snapshot_account_block_public_access",),
        aws_docs="https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html",
    ),
    input_rule(
        "ebs-snapshot-not-public",
        must_not_be("accountId", "all", expected="an account id"),
        types=("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission",),
        concern="security",
        severity="critical",
        title="EBS snapshot is public",
        risk="Every AWS account can copy the volume.",
        fix='account_id="123456789012", never "all"',
        same_intent_as=("ec2_ebs_public_snapshot",),
        aws_docs="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html",
    ),
)
