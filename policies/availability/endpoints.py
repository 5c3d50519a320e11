"""What keeps the way to AWS's services open when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.stack import Stack
from policies.reading.tokens import GROUP, NODE_GROUP, SERVICE, SUBNETS, VPC, VPC_ENDPOINT
from policies.reading.values import Truth, Undecided, all_of, equal, found, not_, read
from policies.reading.zones import zone_of, zones_of
from policies.rule import stack_rule

GUIDE = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"


@stack_rule(
    types=(VPC_ENDPOINT,),
    concern="availability",
    severity="medium",
    fix="subnet_ids of two zones or more",
    same_intent_as=(),
    url=GUIDE,
    production=True,
)
def interface_endpoint_in_two_zones(endpoint: Resource, stack: Stack) -> Iterator[Finding]:
    """An interface endpoint has an address in two zones."""
    interface = equal(read(endpoint, "vpcEndpointType", "Gateway"), "Interface")
    spread = zones_of(stack, endpoint, "subnetIds").at_least(2)
    yield from found(all_of([interface, not_(spread)]), endpoint, "subnetIds", "two zones")


@stack_rule(
    types=(VPC_ENDPOINT,),
    concern="availability",
    severity="medium",
    fix="subnet_ids of every zone that has machines",
    same_intent_as=(),
    url=GUIDE,
    production=True,
)
def endpoint_in_every_zone_of_the_work(endpoint: Resource, stack: Stack) -> Iterator[Finding]:
    """An interface endpoint has an address in each zone of the fleets of its VPC.

    Else those of another zone hang on one that is not theirs, and pay for each gigabyte.
    """
    interface = equal(read(endpoint, "vpcEndpointType", "Gateway"), "Interface")
    if interface is False:
        return
    reached = zones_of(stack, endpoint, "subnetIds")
    own = stack.follow_all(endpoint, "subnetIds", *SUBNETS)
    urns = {each.urn for each in own if isinstance(each, Resource)}
    zones = {zone_of(each) for each in at_work(endpoint, stack) if each.urn not in urns}
    missing = sorted(zone for zone in zones if isinstance(zone, str) and zone not in reached.known)
    lacking: Truth = bool(missing)
    if (missing and (reached.unbounded or reached.open)) or (not missing and UNKNOWN in zones):
        lacking = UNKNOWN
    because = f"{endpoint.name} has no address in {', '.join(missing)}"
    broken = all_of([interface, lacking])
    yield from found(broken, endpoint, "subnetIds", "every zone of the work", because=because)


def at_work(endpoint: Resource, stack: Stack) -> list[Resource]:
    """Return the subnets, as far as they are known, of the fleets in the endpoint's VPC.

    Raise Undecided where it is not known in which subnets a fleet is.
    """
    home = stack.follow(endpoint, "vpcId", VPC)
    if not isinstance(home, Resource):
        return []
    found_: list[Resource] = []
    for fleet in stack.of_type(GROUP, NODE_GROUP, SERVICE):
        path = fleets.SUBNETS_OF[fleet.type]
        for subnet in stack.follow_all(fleet, path, *SUBNETS):
            if subnet is UNKNOWN:
                raise Undecided(fleet, path)
            if isinstance(subnet, Resource) and lies_in(subnet, home, stack):
                found_.append(subnet)
    return found_


def lies_in(subnet: Resource, vpc: Resource, stack: Stack) -> bool:
    network = stack.follow(subnet, "vpcId", VPC)
    return isinstance(network, Resource) and network.urn == vpc.urn
