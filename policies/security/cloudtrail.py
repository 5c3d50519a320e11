"""What keeps the record of who did what complete, and from being read or changed."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.keys import A_KEY_OF_OURS, own_key
from policies.reading.tokens import TRAIL
from policies.reading.values import found, not_, refuse, want
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide"


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="medium",
    fix="kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_35",),
    url=f"{GUIDE}/encrypting-cloudtrail-log-files-with-aws-kms.html",
)
def trail_encrypted_with_own_key(trail: Resource) -> Iterator[Finding]:
    """A trail's files are encrypted with a key of ours: to read the bucket is not enough."""
    yield from found(not_(own_key(trail, "kmsKeyId")), trail, "kmsKeyId", A_KEY_OF_OURS)


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="medium",
    fix="enable_log_file_validation=True",
    same_intent_as=("CKV_AWS_36",),
    url=f"{GUIDE}/cloudtrail-log-file-validation-intro.html",
)
def trail_proves_its_files(trail: Resource) -> Iterator[Finding]:
    """A trail signs what it writes, so that what was changed or taken away afterwards shows."""
    yield from want(trail, "enableLogFileValidation", True)


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="high",
    fix="is_multi_region_trail=True",
    same_intent_as=("CKV_AWS_67",),
    url=f"{GUIDE}/receive-cloudtrail-log-files-from-multiple-regions.html",
)
def trail_covers_every_region(trail: Resource) -> Iterator[Finding]:
    """A trail records every region: an intruder works in those that nobody looks at."""
    yield from want(trail, "isMultiRegionTrail", True)


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="high",
    fix="enable_logging=True",
    same_intent_as=("CKV_AWS_251",),
    url=f"{GUIDE}/cloudtrail-turning-off-logging.html",
)
def trail_records(trail: Resource) -> Iterator[Finding]:
    """A trail is on."""
    yield from refuse(trail, "enableLogging", False, wanted=True)
