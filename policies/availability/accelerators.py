"""What a fleet of accelerators does when there are none of its type."""

from collections.abc import Iterator

from costing.catalog.zones import offerings, zones
from costing.graph import Resource
from costing.model import UNKNOWN, Unknown
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.machine_types import has_accelerator, machine_types
from policies.reading.stack import Stack
from policies.reading.tokens import GROUP, LAUNCH_TEMPLATE, NODE_GROUP, SUBNETS
from policies.reading.values import Truth, all_of, any_of, equal, found, is_open, not_, read
from policies.rule import stack_rule


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    fix="a second type among the overrides, or a Capacity Reservation in the launch template",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/autoscaling/ec2/userguide/use-ec2-capacity-reservations.html",
    production=True,
)
def accelerators_reserved_or_of_two_types(group: Resource, stack: Stack) -> Iterator[Finding]:
    """A group of accelerators has a second type to turn to, or a reservation of the first."""
    types = machine_types(stack, group)
    if types is None or isinstance(types, Unknown):
        alone: Truth = UNKNOWN if types is UNKNOWN else False
    else:
        alone = len({*types}) == 1 and has_accelerator(types[0])
    template = fleets.template_of(stack, group)
    held = [fleets.stated_or_open(group, "capacityReservationSpecification")]
    held += [reserved(template)] if template is not None else []
    broken = all_of([stack.tags(group).serving, alone, not_(any_of(held))])
    yield from found(broken, group, fleets.OVERRIDES, "two types, or a reservation")


def reserved(template: Resource | Unknown) -> Truth:
    if not isinstance(template, Resource) or template.type != LAUNCH_TEMPLATE:
        return UNKNOWN if is_open(template) else False
    block = equal(read(template, "instanceMarketOptions.marketType"), "capacity-block")
    path = "capacityReservationSpecification.capacityReservationTarget"
    return any_of([block, fleets.stated_or_open(template, path)])


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="medium",
    fix="another instance type, or subnets of zones that have it",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-discovery.html",
    production=True,
)
def accelerators_offered_in_every_zone(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    """Each zone of a fleet of accelerators offers its types: else the zone stays empty.

    An account has names of its own for zones. Only where subnets say their zones' ids, or where
    the fleet has more zones than offer the type, is it certain.
    """
    types = machine_types(stack, fleet)
    if isinstance(types, Unknown):
        yield from found(UNKNOWN, fleet, fleets.OVERRIDES, "types that every zone offers")
        return
    if types is None or not isinstance(fleet.region, str):
        return
    offered = offerings().get(fleet.region, {})
    for kind in sorted({each for each in types if has_accelerator(each) and each in offered}):
        lacking = lacks(fleet, kind, stack)
        path = fleets.subnets_path(fleet)
        because = f"{kind} is offered in {', '.join(offered[kind])} only"
        yield from found(lacking, fleet, path, "zones that offer it", because=because)


def lacks(fleet: Resource, kind: str, stack: Stack) -> Truth:
    """Whether some zone of the fleet does not offer the type."""
    region = str(fleet.region)
    offering = {*offerings()[region][kind]}
    if offering >= {zone.id for zone in zones().get(region, ())}:
        return False
    ids = [
        zone_id(each) for each in stack.follow_all(fleet, fleets.SUBNETS_OF[fleet.type], *SUBNETS)
    ]
    if any(isinstance(each, str) and each not in offering for each in ids):
        return True
    if not any(map(is_open, ids)):
        return False
    return True if fleets.zones(stack, fleet).fewest > len(offering) else UNKNOWN


def zone_id(subnet: Resource | Unknown | None) -> str | Unknown:
    value = subnet.inputs.get("availabilityZoneId") if isinstance(subnet, Resource) else UNKNOWN
    return value if isinstance(value, str) else UNKNOWN
