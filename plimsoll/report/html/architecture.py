"""Architecture of a stack for the page: regions, VPCs, zones, subnets, and what runs in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.graph.components import component_of
from costing.graph.resource import Graph, Resource, targets
from costing.model import GLOBAL, ZERO, Estimate

SUBNET, VPC = "aws:ec2/subnet:Subnet", "aws:ec2/vpc:Vpc"
UNKNOWN_ZONE, NO_COMPONENT = "zone unknown", ""
SUBNET_GROUPS = "ubnetGroup:"  # part of the type of RDS, ElastiCache, Redshift … subnet groups
# Resources that connect a subnet and run nothing in it.
CONNECTIONS = (
    "aws:ec2/routeTableAssociation:",
    "aws:ec2/networkAclAssociation:",
    "aws:ec2/networkAcl:",
    "aws:ec2/route:",
    "aws:ec2/flowLog:",
)


@dataclass(frozen=True, slots=True)
class Chip:
    """Resources of one component and service in one place."""

    component: str
    service: str
    count: int
    cost: Decimal  # USD a month, of whole resources, even where they span several subnets


@dataclass(frozen=True, slots=True)
class Tier:
    """Subnets of one purpose, one or more in each zone."""

    name: str
    cells: tuple[tuple[Chip, ...], ...]  # by zone


@dataclass(frozen=True, slots=True)
class Network:
    name: str
    zones: tuple[str, ...]
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    networks: tuple[Network, ...]
    regional: tuple[Chip, ...]  # outside of subnets


@dataclass(frozen=True, slots=True)
class Link:
    """Component whose resources refer to resources of other components."""

    component: str
    uses: tuple[str, ...]


def regions(graph: Graph, estimate: Estimate) -> list[Region]:
    costs = {each.urn: each.monthly_cost for each in estimate.resources}
    places = subnets_of(graph)
    found: dict[str, list[Resource]] = defaultdict(list)
    for resource in graph.resources:
        if not resource.type.startswith("pulumi:"):
            place = resource.region if isinstance(resource.region, str) else ""
            found[place or "region unknown"].append(resource)
    ordered = sorted(found.items(), key=lambda item: (item[0] == GLOBAL, item[0]))
    each = (region(graph, name, members, places, costs) for name, members in ordered)
    return [one for one in each if one.networks or one.regional]


def region(
    graph: Graph,
    name: str,
    members: Sequence[Resource],
    places: Mapping[str, frozenset[str]],
    costs: Mapping[str, Decimal],
) -> Region:
    subnets = [each for each in members if each.type == SUBNET]
    vpcs: dict[str, list[Resource]] = defaultdict(list)
    for subnet in subnets:
        vpcs[next(iter(referred(graph, subnet, VPC)), "")].append(subnet)
    inside = [each for each in members if places.get(each.urn)]
    outside = [each for each in members if not places.get(each.urn) and costs.get(each.urn)]
    return Region(
        name,
        tuple(network(graph, urn, its, inside, places, costs) for urn, its in sorted(vpcs.items())),
        chips(graph, outside, costs),
    )


def network(
    graph: Graph,
    vpc: str,
    subnets: Sequence[Resource],
    members: Sequence[Resource],
    places: Mapping[str, frozenset[str]],
    costs: Mapping[str, Decimal],
) -> Network:
    zones = sorted({zone(each) for each in subnets})
    tiers: dict[str, list[Resource]] = defaultdict(list)
    for subnet in subnets:
        tiers[tier_name(subnet)].append(subnet)
    names = shortened_names(list(tiers))
    rows = []
    for name, its in sorted(tiers.items()):
        cells = []
        for each in zones:
            here = {subnet.urn for subnet in its if zone(subnet) == each}
            running = [member for member in members if places[member.urn] & here]
            cells.append(chips(graph, running, costs))
        rows.append(Tier(names[name], tuple(cells)))
    title = graph.by_urn[vpc].name if vpc in graph.by_urn else "VPC outside of the stack"
    return Network(title, tuple(zones), tuple(rows))


def zone(subnet: Resource) -> str:
    for key in ("availabilityZone", "availabilityZoneId"):
        if isinstance(found := subnet.inputs.get(key), str):
            return found
    return UNKNOWN_ZONE


def tier_name(subnet: Resource) -> str:
    """Return a subnet's name without its zone: "private" of "private-us-east-1a"."""
    name, place = subnet.name, zone(subnet)
    bare = name.removesuffix(place) if place != UNKNOWN_ZONE else name
    return bare.rstrip("-_ 0123456789") or name


def shortened_names(names: Sequence[str]) -> dict[str, str]:
    """Return names without the words, ended by "-", that all of them begin with."""
    words = [name.split("-") for name in names]
    common = 0
    while len(names) > 1 and len({tuple(each[: common + 1]) for each in words}) == 1:
        common += 1
    return {name: "-".join(each[common:]) for name, each in zip(names, words, strict=True)}


def subnets_of(graph: Graph) -> dict[str, frozenset[str]]:
    """Return the subnets that each resource runs in, directly or by its subnet group."""
    groups = {
        each.urn: frozenset(referred(graph, each, SUBNET))
        for each in graph.resources
        if SUBNET_GROUPS in each.type
    }
    found = {}
    for resource in graph.resources:
        if resource.urn in groups or resource.type.startswith(CONNECTIONS):
            continue
        direct = set(referred(graph, resource, SUBNET))
        for _, urn in targets(graph, resource):
            direct |= groups.get(urn, frozenset())
        if direct:
            found[resource.urn] = frozenset(direct)
    return found


def referred(graph: Graph, resource: Resource, type_: str) -> Iterator[str]:
    for _, urn in targets(graph, resource):
        target = graph.by_urn.get(urn)
        if target is not None and target.type == type_:
            yield urn


def chips(
    graph: Graph, members: Sequence[Resource], costs: Mapping[str, Decimal]
) -> tuple[Chip, ...]:
    """Return resources by component and service, most expensive first."""
    counts: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for each in members:
        key = (component_name(graph, each), service(each))
        counts[key].append(costs.get(each.urn, ZERO))
    found = [Chip(*key, len(each), sum(each, ZERO)) for key, each in counts.items()]
    return tuple(sorted(found, key=lambda chip: (-chip.cost, chip.component, chip.service)))


def component_name(graph: Graph, resource: Resource) -> str:
    found = component_of(graph, resource)
    return NO_COMPONENT if found is None else found.name


def service(resource: Resource) -> str:
    """Return the resource's kind: "NatGateway" of aws:ec2/natGateway:NatGateway."""
    return resource.type.rpartition(":")[2]


def links(graph: Graph) -> list[Link]:
    """Return the components with the components that their resources refer to."""
    found: dict[str, set[str]] = defaultdict(set)
    for resource in graph.resources:
        own = component_name(graph, resource)
        for _, urn in targets(graph, resource):
            target = graph.by_urn.get(urn)
            if target is None or not target.custom:
                continue
            other = component_name(graph, target)
            if NO_COMPONENT not in (own, other) and own != other:
                found[own].add(other)
    return [Link(name, tuple(sorted(uses))) for name, uses in sorted(found.items())]
