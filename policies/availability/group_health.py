"""What keeps a group able to start machines, and rid of those that do not answer."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN, Unknown
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import CLASSIC_LOAD_BALANCERS, GROUP, TARGET_GROUPS
from policies.reading.values import (
    Truth,
    all_of,
    equal,
    found,
    given,
    is_open,
    not_,
    read,
    stated,
)
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide"
ATTACHMENT = "aws:autoscaling/attachment:Attachment"
SOURCE_ATTACHMENT = "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment"
BALANCED = (*TARGET_GROUPS, *CLASSIC_LOAD_BALANCERS)

# Where an attachment says what sends to the group.
SENDERS = {
    ATTACHMENT: ("lbTargetGroupArn", "elb"),
    SOURCE_ATTACHMENT: ("trafficSource.identifier",),
}


@resource_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    fix="launch_template={...} in place of launch_configuration",
    same_intent_as=("CKV_AWS_315",),
    url=f"{GUIDE}/launch-configurations.html",
)
def group_uses_launch_template(group: Resource) -> Iterator[Finding]:
    """A group starts machines of a launch template: AWS gives a configuration no new types."""
    path = "launchConfiguration"
    yield from found(given(group, path), group, path, "a launch template")


@stack_rule(
    types=(GROUP, ATTACHMENT, SOURCE_ATTACHMENT),
    concern="availability",
    severity="medium",
    fix='health_check_type="ELB" on the group, health_check={...} on what sends to it',
    same_intent_as=("CKV2_AWS_15",),
    url=f"{GUIDE}/as-add-elb-healthcheck.html",
)
def group_replaces_what_does_not_answer(holder: Resource, stack: Stack) -> Iterator[Finding]:
    """A group behind a load balancer replaces what does not answer, not only what is off."""
    sending = senders(holder, stack)
    if not sending:
        return
    group = holder if holder.type == GROUP else stack.follow(holder, "autoscalingGroupName", GROUP)
    asks: Truth = UNKNOWN
    if isinstance(group, Resource):
        asks = equal(read(group, "healthCheckType"), "ELB")
    broken = not_(all_of([asks, *map(has_health_check, sending)]))
    because = "what sends to the group has no health check of its own"
    if asks is not True:
        because = "the group takes a machine for healthy that its load balancer does not"
    yield from found(broken, holder, "healthCheckType", "ELB", because=because)


def senders(holder: Resource, stack: Stack) -> list[Resource | Unknown | None]:
    """Return the target groups and classic load balancers; None for one outside the stack."""
    if holder.type != GROUP:
        paths = [path for path in SENDERS[holder.type] if stated(holder, path)]
        return [stack.follow(holder, path, *BALANCED) for path in paths]
    sources = read(holder, "trafficSources", [])
    led: list[Resource | Unknown | None] = [UNKNOWN]
    if not is_open(sources):
        paths = [f"trafficSources[{index}].identifier" for index in range(len(sources))]
        led = [stack.follow(holder, path, *BALANCED) for path in paths]
    for path in ("targetGroupArns", "loadBalancers"):
        led += stack.follow_all(holder, path, *BALANCED)
    return led


def has_health_check(sender: Resource | Unknown | None) -> Truth:
    if not isinstance(sender, Resource):
        return True if sender is None else UNKNOWN
    on = not_(equal(read(sender, "healthCheck.enabled"), option=False))
    return all_of([given(sender, "healthCheck"), on])
