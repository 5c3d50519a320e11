"""Rules for Amazon GuardDuty."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid
from policies.engine.rule import Rule, resource_rule

DETECTOR = "aws:guardduty/detector:Detector"


@resource_rule(
    types=(DETECTOR,),
    concern="security",
    severity="high",
    title="GuardDuty detector is disabled",
    risk="Threats such as stolen credentials are not detected.",
    fix="enable=True, or remove the argument",
    same_intent_as=("CKV_AWS_238",),
    aws_docs="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html",
)
def guardduty_detector_enabled(detector: Resource) -> Iterator[Finding]:
    yield from forbid(detector, "enable", False, expected=True)


RULES: tuple[Rule, ...] = (guardduty_detector_enabled,)
