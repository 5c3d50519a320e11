"""Rules for Amazon Data Lifecycle Manager."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, items, not_
from policies.engine.rule import Rule, resource_rule

PAGE = "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html"
LIFECYCLE = "aws:dlm/lifecyclePolicy:LifecyclePolicy"


@resource_rule(
    types=(LIFECYCLE,),
    concern="security",
    severity="medium",
    title="Data Lifecycle Manager (DLM) copies shared EBS snapshots without encryption",
    risk="The copy of another account's snapshot is stored in plain text.",
    fix='encryption_configuration={"encrypted": True, "cmk_arn": key.arn}',
    same_intent_as=("CKV_AWS_253",),
    aws_docs=PAGE,
)
def dlm_shared_snapshot_copy_encrypted(policy: Resource) -> Iterator[Finding]:
    for path, copy in items(policy, "policyDetails.action.crossRegionCopies"):
        flag = "encryptionConfiguration.encrypted"
        plain = not_(equal(at(copy, flag), option=True))
        yield from found(plain, policy, f"{path}.{flag}", expected=True)


@resource_rule(
    types=(LIFECYCLE,),
    concern="security",
    severity="medium",
    title=(
        "Data Lifecycle Manager (DLM) copies EBS snapshots to another region without encryption"
    ),
    risk="The copy is stored in plain text.",
    fix='cross_region_copy_rules=[{"encrypted": True, "cmk_arn": key.arn, ...}]',
    same_intent_as=("CKV_AWS_255",),
    aws_docs=PAGE,
)
def dlm_cross_region_copy_encrypted(policy: Resource) -> Iterator[Finding]:
    for schedule, _ in items(policy, "policyDetails.schedules"):
        for path, rule in items(policy, f"{schedule}.crossRegionCopyRules"):
            plain = not_(equal(at(rule, "encrypted"), option=True))
            yield from found(plain, policy, f"{path}.encrypted", expected=True)


RULES: tuple[Rule, ...] = (
    dlm_shared_snapshot_copy_encrypted,
    dlm_cross_region_copy_encrypted,
)
