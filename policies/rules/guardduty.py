"""Rules for guardduty."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.engine.finding import Finding
from policies.engine.logic import refuse
from policies.engine.rule import Rule, resource_rule

DETECTOR = "aws:guardduty/detector:Detector"


@resource_rule(
    types=(DETECTOR,),
    concern="security",
    severity="high",
    fix="enable=True",
    same_intent_as=("CKV_AWS_238",),
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html",
)
def guardduty_detector_enabled(detector: Resource) -> Iterator[Finding]:
    """A detector is on."""
    yield from refuse(detector, "enable", False, wanted=True)


RULES: tuple[Rule, ...] = (guardduty_detector_enabled,)
