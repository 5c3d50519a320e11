"""Rules for Amazon Data Lifecycle Manager."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, items, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS
from policies.engine.selectors.lists import elements
from policies.engine.selectors.sessions import is_given
from policies.rules._shared.input_rules import each_must_be, input_rule

PAGE = "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html"
LIFECYCLE = "aws:dlm/lifecyclePolicy:LifecyclePolicy"


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


@resource_rule(
    types=("aws:dlm/lifecyclePolicy:LifecyclePolicy",),
    concern="security",
    severity="low",
    title="DLM copies shared snapshots without a customer managed key",
    risk="Access to the copies cannot be restricted through a key policy.",
    fix='encryption_configuration={"encrypted": True, "cmk_arn": key.arn}',
    same_intent_as=("CKV_AWS_254",),
    aws_docs="https://docs.aws.amazon.com/ebs/latest/userguide/event-policy.html",
)
def dlm_cross_region_event_copy_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    for path, copy in items(resource, "policyDetails.action.crossRegionCopies"):
        where = f"{path}.encryptionConfiguration.cmkArn"
        own = is_given(at(copy, "encryptionConfiguration.cmkArn"))
        yield from found(not_(own), resource, where, A_KEY_OF_OURS)


@resource_rule(
    types=("aws:dlm/lifecyclePolicy:LifecyclePolicy",),
    concern="security",
    severity="low",
    title="DLM copies snapshots to another region without a customer managed key",
    risk="Access to the copies cannot be restricted through a key policy.",
    fix='cross_region_copy_rules=[{"encrypted": True, "cmk_arn": key.arn, ...}]',
    same_intent_as=("CKV_AWS_256",),
    aws_docs="https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-ami-policy.html",
)
def dlm_cross_region_schedule_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    for path, schedule in items(resource, "policyDetails.schedules"):
        for where, rule in elements(schedule, "crossRegionCopyRules", path):
            own = is_given(at(rule, "cmkArn"))
            yield from found(not_(own), resource, f"{where}.cmkArn", A_KEY_OF_OURS)


RULES: tuple[Rule, ...] = (
    input_rule(
        "dlm-shared-snapshot-copy-encrypted",
        each_must_be(
            "policyDetails.action.crossRegionCopies", "encryptionConfiguration.encrypted", True
        ),
        types=(LIFECYCLE,),
        concern="security",
        severity="medium",
        title="Data Lifecycle Manager (DLM) copies shared EBS snapshots without encryption",
        risk="The copy of another account's snapshot is stored in plain text.",
        fix='encryption_configuration={"encrypted": True, "cmk_arn": key.arn}',
        same_intent_as=("CKV_AWS_253",),
        aws_docs=PAGE,
    ),
    dlm_cross_region_copy_encrypted,
    dlm_cross_region_event_copy_customer_managed_key,
    dlm_cross_region_schedule_customer_managed_key,
)
