"""What keeps volumes, and the images that they come from, from being read."""

from collections.abc import Iterator

from costing.graph import Resource, at
from policies.finding import Finding
from policies.reading.keys import A_KEY_OF_OURS, own_key
from policies.reading.stack import Stack
from policies.reading.tokens import ENCRYPTION_BY_DEFAULT, VOLUME
from policies.reading.values import any_of, equal, found, items, not_, refuse
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/ebs/latest/userguide"
DEFAULT_KEY = "aws:ebs/defaultKmsKey:DefaultKmsKey"
IMAGE = "aws:ec2/ami:Ami"


@resource_rule(
    types=(ENCRYPTION_BY_DEFAULT,),
    concern="security",
    severity="high",
    fix="enabled=True",
    same_intent_as=("CKV_AWS_106",),
    url=f"{GUIDE}/encryption-by-default.html",
)
def ebs_encryption_by_default(setting: Resource) -> Iterator[Finding]:
    """The account encrypts every new volume, also one that nobody thought of."""
    yield from refuse(setting, "enabled", False, wanted=True)


@stack_rule(
    types=(VOLUME,),
    concern="security",
    severity="low",
    fix="kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_189",),
    url=f"{GUIDE}/how-ebs-encryption-works.html",
)
def volume_encrypted_with_own_key(volume: Resource, stack: Stack) -> Iterator[Finding]:
    """A volume is encrypted with a key of ours, so that who may read it is ours to say."""
    by_default = any(
        (each.region, each.account) == (volume.region, volume.account)
        for each in stack.of_type(DEFAULT_KEY)
    )
    own = any_of([own_key(volume, "kmsKeyId"), by_default])
    yield from found(not_(own), volume, "kmsKeyId", A_KEY_OF_OURS)


@resource_rule(
    types=(IMAGE,),
    concern="security",
    severity="medium",
    fix="encrypted=True on each of ebs_block_devices",
    same_intent_as=("CKV_AWS_204",),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html",
)
def image_encrypted(image: Resource) -> Iterator[Finding]:
    """The disks of an image are encrypted; those made of a snapshot are as the snapshot is."""
    for path, device in items(image, "ebsBlockDevices"):
        encrypted = equal(at(device, "encrypted"), option=True)
        of_snapshot = at(device, "snapshotId") not in (None, "")
        broken = not_(any_of([encrypted, of_snapshot]))
        yield from found(broken, image, f"{path}.encrypted", wanted=True)
