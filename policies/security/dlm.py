"""What keeps copies of snapshots in other regions from being read."""

from collections.abc import Iterator

from costing.graph import Resource, at
from policies.finding import Finding
from policies.reading.values import equal, found, items, not_
from policies.rule import resource_rule

PAGE = "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html"
LIFECYCLE = "aws:dlm/lifecyclePolicy:LifecyclePolicy"


@resource_rule(
    types=(LIFECYCLE,),
    concern="security",
    severity="medium",
    fix='encryption_configuration={"encrypted": True, "cmk_arn": key.arn}',
    same_intent_as=("CKV_AWS_253",),
    url=PAGE,
)
def shared_snapshots_copied_encrypted(policy: Resource) -> Iterator[Finding]:
    """A snapshot that another account shares is encrypted when it is copied."""
    for path, copy in items(policy, "policyDetails.action.crossRegionCopies"):
        flag = "encryptionConfiguration.encrypted"
        plain = not_(equal(at(copy, flag), option=True))
        yield from found(plain, policy, f"{path}.{flag}", wanted=True)


@resource_rule(
    types=(LIFECYCLE,),
    concern="security",
    severity="medium",
    fix='cross_region_copy_rules=[{"encrypted": True, "cmk_arn": key.arn, ...}]',
    same_intent_as=("CKV_AWS_255",),
    url=PAGE,
)
def snapshots_copied_encrypted(policy: Resource) -> Iterator[Finding]:
    """A snapshot is encrypted when it is copied to another region."""
    for schedule, _ in items(policy, "policyDetails.schedules"):
        for path, rule in items(policy, f"{schedule}.crossRegionCopyRules"):
            plain = not_(equal(at(rule, "encrypted"), option=True))
            yield from found(plain, policy, f"{path}.encrypted", wanted=True)
