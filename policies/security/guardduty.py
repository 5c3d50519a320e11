"""What sees an intruder."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import refuse
from policies.rule import resource_rule

DETECTOR = "aws:guardduty/detector:Detector"


@resource_rule(
    types=(DETECTOR,),
    concern="security",
    severity="high",
    fix="enable=True",
    same_intent_as=("CKV_AWS_238",),
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html",
)
def threats_detected(detector: Resource) -> Iterator[Finding]:
    """A detector is on."""
    yield from refuse(detector, "enable", False, wanted=True)
