"""Decisions of networks: a NAT gateway in each zone, zones of load balancers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from costing.estimate.changes import Change
from costing.graph.follow import follow, referrers
from costing.graph.resource import Graph, Resource
from costing.plan.tradeoffs.model import Decision, Service, Setting, Unknown, committed
from costing.plan.tradeoffs.zones import SUBNET, ZoneEvents, zone_of, zones_of

GATEWAY = "aws:ec2/natGateway:NatGateway"
ADDRESS = "aws:ec2/eip:Eip"
VPC = "aws:ec2/vpc:Vpc"
BALANCERS = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")


def nat_gateways(graph: Graph, events: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield, for each VPC with a public NAT gateway, one gateway a zone or one for all."""
    by_vpc: dict[str, list[tuple[Resource, Resource]]] = defaultdict(list)
    for gateway in graph.of_type(GATEWAY):
        subnet = follow(graph, gateway, "subnetId", SUBNET)
        vpc = follow(graph, subnet, "vpcId", VPC) if isinstance(subnet, Resource) else None
        if isinstance(subnet, Resource) and isinstance(vpc, Resource):
            by_vpc[vpc.urn].append((gateway, subnet))
        elif gateway.inputs.get("availabilityMode") != "regional":
            yield Unknown("NAT gateway a zone", gateway, "its subnet or VPC is not in this source")
    for urn, found in sorted(by_vpc.items()):
        yield from nat_decision(graph, graph.by_urn[urn], found, events)


def nat_decision(
    graph: Graph, vpc: Resource, found: Sequence[tuple[Resource, Resource]], events: ZoneEvents
) -> Iterator[Decision]:
    subnets = referrers(graph, vpc, SUBNET, "vpcId")
    zones = len({zone_of(each) or each.urn for each in subnets})
    if zones < 2:  # noqa: PLR2004 (nothing to choose)
        return
    first, *others = sorted((gateway for gateway, _ in found), key=lambda each: each.urn)
    addresses = [follow(graph, each, "allocationId", ADDRESS) for each in (first, *others)]
    own = [each.urn if isinstance(each, Resource) else None for each in addresses]
    if others:
        removed = {each.urn for each in others} | {each for each in own[1:] if each != own[0]}
        change = Change(removed=frozenset(each for each in removed if each), keeps_usage=True)
    else:
        copied = [each for each in (first.urn, own[0]) if each is not None]
        change = Change(
            copies=[
                (urn, f"{graph.by_urn[urn].name}-zone-{number}")
                for urn in copied
                for number in range(2, zones + 1)
            ]
        )
    several = len(others) + 1 if others else zones
    up = events.availability
    yield Decision(
        "NAT gateway a zone",
        vpc,
        taken=bool(others),
        with_it=Setting(f"{several} NAT gateways", Service(1.0, 1.0, 1.0, (events.fact,))),
        without=Setting("one NAT gateway", Service(up, up, up, (events.fact,))),
        change=change,
        note=(
            "egress of the zones that are up; failures of a gateway itself are not modelled (no "
            "service level found); traffic between zones is not priced"
        ),
    )


def balancer_zones(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the zones of each network load balancer; other kinds always have two."""
    for balancer in graph.of_type(*BALANCERS):
        zones = zones_of(graph, balancer, "subnets")
        if balancer.inputs.get("loadBalancerType") != "network" or zones is None:
            continue
        subnets = balancer.inputs.get("subnets")
        shorter = {balancer.urn: {"subnets": subnets[:1]}} if isinstance(subnets, list) else {}
        yield Decision(
            "load balancer zones",
            balancer,
            taken=zones > 1,
            with_it=Setting(f"{max(zones, 2)} zones", committed("elb-multi-az")),
            without=Setting("one zone", committed("elb-single-az")),
            change=Change(shorter if zones > 1 else {}),
        )
