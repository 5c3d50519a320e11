"""Rules for Amazon EC2 Auto Scaling: group."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    at_most,
    equal,
    figure,
    found,
    given,
    is_set,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tokens import (
    ASG_ATTACHMENT,
    CLASSIC_LOAD_BALANCER,
    GROUP,
    NODE_GROUP,
    SERVICE,
    TARGET_GROUP,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_not_be_given

GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide"
HEALING = ("AZRebalance", "HealthCheck", "Launch", "ReplaceUnhealthy", "Terminate")
HEALTHY = 90  # percent, the default of a group's refresh
A_THIRD = 33  # percent
ATTACHMENT = ASG_ATTACHMENT
SOURCE_ATTACHMENT = "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment"
BALANCED = (TARGET_GROUP, CLASSIC_LOAD_BALANCER)
# Inputs of an attachment with the load balancer or target group.
SENDERS = {
    ATTACHMENT: ("lbTargetGroupArn", "elb"),
    SOURCE_ATTACHMENT: ("trafficSource.identifier",),
}
TAG = "aws:autoscaling/tag:Tag"


@resource_rule(
    types=(GROUP,),
    concern="availability",
    severity="high",
    title=("EC2 Auto Scaling group suspends launch, termination, health check or zone rebalancing"),
    risk="Failed instances are not replaced, or all instances drift into one zone.",
    fix="remove suspended_processes",
    aws_docs=f"{GUIDE}/as-suspend-resume-processes.html",
    production=True,
)
def asg_no_suspended_processes(group: Resource) -> Iterator[Finding]:
    for path, process in items(group, "suspendedProcesses"):
        broken = one_of(process, HEALING)
        yield from found(broken, group, path, "not suspended", actual=process)


@stack_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="medium",
    title=(
        "EC2 Auto Scaling group, EKS node group or ECS service loses capacity during replacement"
    ),
    risk=(
        "A rollout removes more instances or tasks than the remaining ones can replace,"
        " and requests fail."
    ),
    fix="min_healthy_percentage=90",
    fixes={
        NODE_GROUP: 'update_config={"max_unavailable_percentage": 33} in place of max_unavailable',
        SERVICE: "deployment_minimum_healthy_percent=100",
    },
    aws_docs=f"{GUIDE}/asg-instance-refresh.html",
    production=True,
)
def asg_instance_refresh_keeps_capacity(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    serves = serving(stack, fleet)
    for path, kept, expected in replacements(fleet):
        yield from found(all_of([serves, not_(kept)]), fleet, path, expected)


def replacements(fleet: Resource) -> Iterator[tuple[str, Truth, str]]:
    """Yield path, whether enough is kept, and what is enough, of each way of replacing."""
    if fleet.type == SERVICE:
        path = "deploymentMinimumHealthyPercent"
        daemon = equal(read(fleet, "schedulingStrategy"), "DAEMON")
        yield path, any_of([daemon, at_least(read(fleet, path, 100), 100)]), "at least 100"
    elif fleet.type == NODE_GROUP:
        path = "updateConfig.maxUnavailablePercentage"
        yield path, at_most(read(fleet, path, 0), A_THIRD), f"{A_THIRD} or less"
        path = "updateConfig.maxUnavailable"
        size = read(fleet, "scalingConfig.desiredSize", UNKNOWN)
        few = any_of([at_most(read(fleet, path, 1), 1), a_third(read(fleet, path, 1), size)])
        yield path, few, "a third of the nodes, or 1"
    else:
        for path in (
            "instanceRefresh.preferences.minHealthyPercentage",
            "instanceMaintenancePolicy.minHealthyPercentage",
        ):
            kept = at_least(read(fleet, path, HEALTHY), HEALTHY)
            yield path, any_of([kept, equal(read(fleet, path), -1)]), f"at least {HEALTHY}"


def a_third(count: object, size: object) -> Truth:
    if is_unknown(count) or is_unknown(size):
        return UNKNOWN
    return (figure(count) or 0) * 3 <= (figure(size) or 0)


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    title="EC2 Auto Scaling group for serving uses a cluster placement group",
    risk="All instances run on one rack in one zone and fail together.",
    fix='remove the placement group, or use strategy "spread" or "partition"',
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-groups.html",
    production=True,
)
def asg_no_cluster_placement_group(group: Resource, stack: Stack) -> Iterator[Finding]:
    path = "placementGroup"
    if not is_set(group, path):
        return
    packed: Truth = UNKNOWN
    placement = stack.follow(group, path, "aws:ec2/placementGroup:PlacementGroup")
    if isinstance(placement, Resource):
        packed = equal(read(placement, "strategy"), "cluster")
    several = fleets.zones(stack, group).at_least(2)
    broken = all_of([packed, any_of([several, serving(stack, group)])])
    yield from found(broken, group, path, "no cluster placement group")


@stack_rule(
    types=(GROUP, ATTACHMENT, SOURCE_ATTACHMENT),
    concern="availability",
    severity="medium",
    title="EC2 Auto Scaling group behind a load balancer does not use ELB health checks",
    risk="An instance whose application hangs keeps running and is never replaced.",
    fix='health_check_type="ELB" on the group and health_check={...} on its target group',
    same_intent_as=("CKV2_AWS_15",),
    aws_docs=f"{GUIDE}/as-add-elb-healthcheck.html",
)
def asg_elb_health_check(holder: Resource, stack: Stack) -> Iterator[Finding]:
    sending = senders(holder, stack)
    if not sending:
        return
    group = holder if holder.type == GROUP else stack.follow(holder, "autoscalingGroupName", GROUP)
    asks: Truth = UNKNOWN
    if isinstance(group, Resource):
        asks = equal(read(group, "healthCheckType"), "ELB")
    broken = not_(all_of([asks, *map(has_health_check, sending)]))
    because = "the target group has no health check"
    if asks is not True:
        because = "healthCheckType is EC2 although a load balancer sends requests to the group"
    yield from found(broken, holder, "healthCheckType", "ELB", because=because)


def senders(holder: Resource, stack: Stack) -> list[Resource | Unknown | None]:
    """Return the target groups and classic load balancers; None for one outside the stack."""
    if holder.type != GROUP:
        paths = [path for path in SENDERS[holder.type] if is_set(holder, path)]
        return [stack.follow(holder, path, *BALANCED) for path in paths]
    sources = read(holder, "trafficSources", [])
    followed: list[Resource | Unknown | None] = [UNKNOWN]
    if not is_unknown(sources):
        paths = [f"trafficSources[{index}].identifier" for index in range(len(sources))]
        followed = [stack.follow(holder, path, *BALANCED) for path in paths]
    for path in ("targetGroupArns", "loadBalancers"):
        followed += stack.follow_all(holder, path, *BALANCED)
    return followed


def has_health_check(sender: Resource | Unknown | None) -> Truth:
    if not isinstance(sender, Resource):
        return True if sender is None else UNKNOWN
    on = not_(equal(read(sender, "healthCheck.enabled"), option=False))
    return all_of([given(sender, "healthCheck"), on])


@stack_rule(
    types=(GROUP,),
    concern="operations",
    severity="low",
    title="EC2 Auto Scaling group does not propagate tags to its instances",
    risk=(
        "Instances appear without owner and workload in cost reports; the provider's "
        "default tags do not reach them."
    ),
    fix='tags=[{"key": "workload", "value": ..., "propagate_at_launch": True}]',
    same_intent_as=("CKV_AWS_153",),
    aws_docs="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html",
)
def asg_propagates_tags(group: Resource, stack: Stack) -> Iterator[Finding]:
    apart = stack.attached(group, "autoscalingGroupName", TAG)
    tagged = any_of([given(group, "tags"), bool(apart.found), *[UNKNOWN for _ in apart.unknown]])
    yield from found(not_(tagged), group, "tags", "tags with propagate_at_launch")


RULES: tuple[Rule, ...] = (
    asg_no_suspended_processes,
    asg_instance_refresh_keeps_capacity,
    asg_no_cluster_placement_group,
    input_rule(
        "asg-launch-template",
        must_not_be_given("launchConfiguration", "a launch template"),
        types=(GROUP,),
        concern="availability",
        severity="medium",
        title="EC2 Auto Scaling group uses a launch configuration instead of a launch template",
        risk="Launch configurations get no new instance types or features, such as mixed "
        "instances and IMDSv2 defaults.",
        fix="launch_template={...} instead of launch_configuration",
        same_intent_as=("CKV_AWS_315",),
        aws_docs=f"{GUIDE}/launch-configurations.html",
    ),
    asg_elb_health_check,
    asg_propagates_tags,
)
