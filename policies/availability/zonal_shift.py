"""What lets traffic leave a zone that is ill, before it is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tags import Tags
from policies.reading.tokens import EKS_CLUSTER, LOAD_BALANCERS, SERVICE
from policies.reading.values import Truth, all_of, any_of, equal, found, not_, one_of, read
from policies.rule import tagged_rule

PATHS = {
    **dict.fromkeys(LOAD_BALANCERS, "enableZonalShift"),
    EKS_CLUSTER: "zonalShiftConfig.enabled",
    SERVICE: "availabilityZoneRebalancing",
}


@tagged_rule(
    types=tuple(PATHS),
    concern="availability",
    severity="medium",
    fix='enable_zonal_shift=True; zonal_shift_config={"enabled": True} of an EKS cluster; '
    'availability_zone_rebalancing="ENABLED" of an ECS service',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.html",
    production=True,
)
def serving_can_leave_a_zone(part: Resource, tags: Tags) -> Iterator[Finding]:
    """What serves can be shifted out of one zone, by hand or by AWS, in minutes."""
    path = PATHS[part.type]
    broken = all_of([tags.serving, not_(ready(part, path)), not_(excused(part))])
    yield from found(broken, part, path, "ENABLED" if part.type == SERVICE else True)


def ready(part: Resource, path: str) -> Truth:
    """ECS gives a new service that balances over zones what it needs by itself."""
    if part.type == SERVICE:
        return equal(read(part, path, "ENABLED"), "ENABLED")
    return equal(read(part, path), option=True)


def excused(part: Resource) -> Truth:
    """A gateway load balancer and a daemon have no use for it."""
    return any_of(
        [
            one_of(read(part, "loadBalancerType"), ("gateway",)),
            equal(read(part, "schedulingStrategy"), "DAEMON"),
        ]
    )
