"""What makes sure that a machine on spot hears that it goes."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.stack import Stack
from policies.reading.tokens import GROUP
from policies.reading.values import Truth, all_of, any_of, found, is_open, not_, read
from policies.rule import stack_rule

EVENT_RULE = "aws:cloudwatch/eventRule:EventRule"
NOTICES = ("EC2 Spot Instance Interruption Warning", "EC2 Instance Rebalance Recommendation")


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    fix="a cloudwatch.EventRule whose event_pattern has detail-type "
    '"EC2 Spot Instance Interruption Warning"',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html",
)
def spot_interruptions_heard(group: Resource, stack: Stack) -> Iterator[Finding]:
    """Somebody hears the notice, two minutes ahead, that a machine on spot is taken back."""
    heard = any_of(listens(rule) for rule in stack.of_type(EVENT_RULE))
    broken = all_of([fleets.spot(stack, group), not_(heard)])
    because = "no event rule listens for interruptions of spot"
    yield from found(broken, group, "", "an event rule for them", because=because)


def listens(rule: Resource) -> Truth:
    pattern = read(rule, "eventPattern", "")
    return UNKNOWN if is_open(pattern) else any(each in str(pattern) for each in NOTICES)
