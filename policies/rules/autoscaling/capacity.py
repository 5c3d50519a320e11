"""Rules for Amazon EC2 Auto Scaling: capacity."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    at_least,
    figure,
    found,
    is_set,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tokens import GROUP, NODE_GROUP, SERVICE
from policies.engine.selectors.zones import Zones
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide"
SIZES_GUIDE = "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar"


@stack_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="high",
    title=(
        "EC2 Auto Scaling group or ECS service for serving spans fewer than three "
        "Availability Zones"
    ),
    risk=("With two zones the loss of one removes half of the capacity; with one zone, all of it."),
    fix="vpc_zone_identifiers=[a.id, b.id, c.id]: subnets in three zones",
    aws_docs=f"{GUIDE}/auto-scaling-benefits.html",
    production=True,
    settings={"zones": "minimum number of zones of a serving fleet"},
)
def asg_spans_three_zones(fleet: Resource, stack: Stack, *, zones: int = 3) -> Iterator[Finding]:
    path = fleets.subnets_path(fleet)
    if fleet.type == SERVICE and not is_set(fleet, path):
        return  # its tasks run on the instances of the cluster
    reached = fleets.zones(stack, fleet)
    broken = all_of([serving(stack, fleet), not_(reached.at_least(zones))])
    listed = ", ".join(sorted(reached.known)) or "no known zone"
    because = f"{path} covers at most {reached.most} zones: {listed}"
    yield from found(broken, fleet, path, f"{zones} zones", because=because)


@stack_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="high",
    title="EC2 Auto Scaling group for serving has a minimum size below its number of zones",
    risk=(
        "After scaling in, some zones have no instance, and the loss of a zone can stop"
        " the service."
    ),
    fix=(
        "min_size (desired_count of an ECS service): at least one instance for each "
        "zone, and at least 2"
    ),
    aws_docs=f"{GUIDE}/asg-capacity-limits.html",
    production=True,
)
def asg_minimum_size_covers_zones(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    path, size = fleets.smallest(stack, fleet)
    if size is None:
        return
    reached = fleets.zones(stack, fleet)
    covered = covers(size, reached)
    broken = all_of([serving(stack, fleet), not_(covered)])
    yield from found(broken, fleet, path, f"at least {max(reached.fewest, 2)}")


def covers(size: object, zones: Zones) -> Truth:
    """Return whether a size is at least the number of zones, and at least two."""
    if at_least(size, max(zones.fewest, 2)) is False:
        return False
    if zones.most is None:
        return UNKNOWN
    return True if at_least(size, max(zones.most, 2)) is True else UNKNOWN


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="high",
    title="EC2 Auto Scaling group cannot replace a lost zone within its maximum size",
    risk="After the loss of a zone, the remaining zones cannot grow to the previous capacity.",
    fix="max_size: at least desired capacity x zones ÷ (zones - 1), rounded up",
    aws_docs=f"{GUIDE}/auto-scaling-benefits.html",
    production=True,
    settings={"need": "tag with the number of instances that the load requires"},
)
def asg_maximum_size_covers_zone_loss(
    fleet: Resource, stack: Stack, *, need: str = "capacity-needed"
) -> Iterator[Finding]:
    tags, zones = stack.tags(fleet), fleets.zones(stack, fleet).count
    serves = serving(stack, fleet)
    if is_unknown(zones) or not isinstance(zones, int):
        broken = all_of([serves, UNKNOWN])
        yield from found(broken, fleet, fleets.subnets_path(fleet), "subnets whose zones are known")
        return
    if zones < 2:  # noqa: PLR2004 (a zone, and one to stand in for it)
        return
    desired, least, most = fleets.SIZES[fleet.type]
    usual = read(fleet, desired, read(fleet, least, 0))
    yield from found(
        all_of([serves, not_(grows(usual, read(fleet, most, 0), zones))]),
        fleet,
        most,
        f"at least {least_of(usual, zones)}",
    )
    selected = tags.get(need)
    if selected is not None:
        kept = UNKNOWN if is_unknown(usual) else (figure(usual) or 0) * (zones - 1) / zones
        left = (
            UNKNOWN
            if is_unknown(kept) or is_unknown(selected)
            else at_least(kept, figure(selected) or 0)
        )
        because = f"after the loss of a zone {kept} of {selected} required instances are left"
        yield from found(all_of([serves, not_(left)]), fleet, desired, selected, because=because)


def grows(usual: object, most: object, zones: int) -> Truth:
    if is_unknown(usual) or is_unknown(most):
        return UNKNOWN
    return at_least(most, ahead(usual, zones))


def ahead(usual: object, zones: int) -> Decimal:
    spread = (figure(usual) or Decimal(0)) * zones / (zones - 1)
    return spread.to_integral_value(ROUND_CEILING)


def least_of(usual: object, zones: int) -> object:
    return "the capacity of the lost zone" if is_unknown(usual) else ahead(usual, zones)


@resource_rule(
    types=(GROUP, NODE_GROUP),
    concern="cost",
    severity="low",
    title="EC2 Auto Scaling group of several instances cannot scale in",
    risk="The fleet runs at its peak size all month, at night too.",
    fix="set min_size below max_size and add a scaling policy",
    aws_docs=f"{SIZES_GUIDE}/matching-supply-with-demand.html",
)
def asg_can_scale_in(fleet: Resource) -> Iterator[Finding]:
    least, most = (
        ("minSize", "maxSize")
        if fleet.type == GROUP
        else ("scalingConfig.minSize", "scalingConfig.maxSize")
    )
    sizes = read(fleet, least, 0), read(fleet, most, 0)
    fixed: Truth = UNKNOWN if any(map(is_unknown, sizes)) else figure(sizes[0]) == figure(sizes[1])
    several = at_least(sizes[1], 2)
    yield from found(all_of([several, fixed]), fleet, least, f"below {most}")


RULES: tuple[Rule, ...] = (
    asg_spans_three_zones,
    asg_minimum_size_covers_zones,
    asg_maximum_size_covers_zone_loss,
    asg_can_scale_in,
)
