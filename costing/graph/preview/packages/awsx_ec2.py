"""Expand awsx.ec2.Vpc (subnets, routes, NAT gateways) and awsx.ec2.DefaultVpc.

Source: pulumi/pulumi-awsx, awsx/ec2, read 2026-11-24.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from costing.graph.preview.lookups import Unanswered
from costing.graph.preview.packages.component import Child, Component
from costing.graph.preview.packages.default_vpc import default_vpc
from costing.graph.preview.packages.subnets import DoesNotFit, Subnet, overlapping, planned, spec

DEFAULT_BLOCK = "10.0.0.0/16"
DEFAULT_ZONES = 3
ANYWHERE = "0.0.0.0/0"
# Arguments of the component that are not inputs of the VPC.
OWN = (
    "availabilityZoneCidrMask",
    "availabilityZoneNames",
    "natGateways",
    "numberOfAvailabilityZones",
    "subnetNameTagStrategy",
    "subnetSpecs",
    "subnetStrategy",
    "vpcEndpointSpecs",
    "vpcEndpointStrategy",
)


@dataclass(slots=True)
class Made:
    """Resources that an expanded VPC consists of."""

    vpc: Child
    gateway: Child
    subnets: list[tuple[Subnet, Child]] = field(default_factory=list)
    tables: list[Child] = field(default_factory=list)
    associations: list[Child] = field(default_factory=list)
    routes: list[Child] = field(default_factory=list)
    nats: dict[int, Child] = field(default_factory=dict)  # by zone number
    addresses: list[Child] = field(default_factory=list)
    endpoints: list[Child] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Child]:
        return [child for subnet, child in self.subnets if subnet.spec.kind == kind]


def vpc(component: Component) -> dict[str, Any]:
    zones = zones_of(component)
    block = component.given("cidrBlock")
    if block is None and component.inputs.get("ipv4IpamPoolId") is None:
        block = DEFAULT_BLOCK
    subnets = layout(component, block, zones)
    strategy = nat_strategy(component, subnets)
    tags = {"Name": component.name, **(component.given("tags") or {})}
    made_vpc = component.add(
        "aws:ec2/vpc:Vpc",
        component.name,
        {**component.without(*OWN), "cidrBlock": block, "tags": tags},
    )
    gateway = component.add(
        "aws:ec2/internetGateway:InternetGateway",
        component.name,
        {"vpcId": made_vpc.id, "tags": tags},
        made_vpc,
        depends_on=[made_vpc],
    )
    made = Made(made_vpc, gateway)
    for each in component.inputs.get("vpcEndpointSpecs") or ():
        made.endpoints.append(
            component.add(
                "aws:ec2/vpcEndpoint:VpcEndpoint",
                each["serviceName"],
                {**each, "vpcId": made_vpc.id},
                made_vpc,
                depends_on=[made_vpc],
            )
        )
    kinds = ("public", "private", "isolated")  # a NAT gateway before the routes to it
    for subnet in sorted(subnets, key=lambda each: (each.number, kinds.index(each.spec.kind))):
        add_subnet(component, made, subnet, tags, strategy)
    return outputs(made)


def zones_of(component: Component) -> list[str]:
    named = component.given("availabilityZoneNames")
    if named:
        return list(named)
    count = component.given("numberOfAvailabilityZones") or DEFAULT_ZONES
    zones = component.zones()
    if len(zones) < count:
        raise Unanswered(f"{component.name}: the region has {len(zones)} zones, not {count}")
    return zones[:count]


def layout(component: Component, block: str | None, zones: Sequence[str]) -> list[Subnet]:
    specified = component.given("subnetSpecs")
    specs = [spec(each) for each in specified] if specified is not None else None
    try:
        subnets = planned(
            block,
            zones,
            specs,
            component.given("subnetStrategy") or "Legacy",
            component.given("availabilityZoneCidrMask"),
        )
    except DoesNotFit as error:
        raise Unanswered(f"{component.name}: {error}") from error
    subnets = [each for each in subnets if each.spec.kind != "unused"]
    if overlapping(subnets):
        raise Unanswered(f"{component.name}: its subnets overlap; make the VPC larger")
    return subnets


def nat_strategy(component: Component, subnets: Sequence[Subnet]) -> str:
    kinds = {each.spec.kind for each in subnets}
    default = "OnePerAz" if {"public", "private"} <= kinds else "None"
    strategy = str((component.given("natGateways") or {}).get("strategy") or default).lower()
    if strategy not in {"none", "single", "oneperaz"}:
        raise Unanswered(f"{component.name}: unknown NAT gateway strategy {strategy}")
    if strategy != "none" and not {"public", "private"} <= kinds:
        raise Unanswered(f"{component.name}: NAT gateways need public and private subnets")
    return strategy


def add_subnet(
    component: Component, made: Made, subnet: Subnet, tags: Mapping[str, Any], strategy: str
) -> None:
    name = f"{component.name}-{subnet.spec.name or subnet.spec.kind}-{subnet.number}"
    own = {**tags, "Name": tag(component, subnet, name), "SubnetType": subnet.spec.type}
    child = component.add(
        "aws:ec2/subnet:Subnet",
        name,
        {
            "vpcId": made.vpc.id,
            "availabilityZone": subnet.zone,
            "mapPublicIpOnLaunch": subnet.spec.kind == "public",
            "cidrBlock": subnet.block,
            "assignIpv6AddressOnCreation": subnet.spec.assign_ipv6,
            "tags": {**tags, **(subnet.spec.tags or {}), **own},
        },
        made.vpc,
        depends_on=[made.vpc],
    )
    made.subnets.append((subnet, child))
    if subnet.spec.kind == "public" and wants_nat(made, subnet, strategy):
        add_nat(component, made, subnet, child)
    add_table(component, made, name, child, own)
    through = route(made, subnet, strategy)
    if through:
        table = made.tables[-1]
        inputs = {"routeTableId": table.id, "destinationCidrBlock": ANYWHERE, **through}
        made.routes.append(
            component.add("aws:ec2/route:Route", name, inputs, table, depends_on=[table])
        )


def add_table(
    component: Component, made: Made, name: str, subnet: Child, tags: Mapping[str, Any]
) -> None:
    table = component.add(
        "aws:ec2/routeTable:RouteTable",
        name,
        {"vpcId": made.vpc.id, "tags": tags},
        subnet,
        depends_on=[subnet],
    )
    made.tables.append(table)
    made.associations.append(
        component.add(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            name,
            {"routeTableId": table.id, "subnetId": subnet.id},
            table,
            depends_on=[table],
        )
    )


def tag(component: Component, subnet: Subnet, name: str) -> str:
    """Return the tag Name of a subnet, with its zone's number or, if configured, its letter."""
    if component.given("subnetNameTagStrategy") != "AvailabilityZone":
        return name
    return f"{name.rpartition('-')[0]}-{subnet.zone.split('-', 2)[-1]}"


def wants_nat(made: Made, subnet: Subnet, strategy: str) -> bool:
    if strategy == "single":
        return not made.nats
    return strategy == "oneperaz" and subnet.number not in made.nats


def add_nat(component: Component, made: Made, subnet: Subnet, parent: Child) -> None:
    name = f"{component.name}-{subnet.number}"
    tags = {**(component.given("tags") or {}), "Name": name}
    specified = component.inputs.get("natGateways") or {}
    allocations = (
        specified.get("elasticIpAllocationIds") or [] if isinstance(specified, dict) else []
    )
    if allocations:
        allocation = allocations[len(made.nats)]
    else:
        address = component.add(
            "aws:ec2/eip:Eip", name, {"tags": tags}, parent, depends_on=[parent]
        )
        made.addresses.append(address)
        allocation = address.output("allocationId")
    made.nats[subnet.number] = component.add(
        "aws:ec2/natGateway:NatGateway",
        name,
        {"subnetId": parent.id, "allocationId": allocation, "tags": tags},
        parent,
        depends_on=[parent],
    )


def route(made: Made, subnet: Subnet, strategy: str) -> dict[str, Any]:
    """Return the target of a subnet's default route; None for an isolated subnet."""
    if subnet.spec.kind == "public":
        return {"gatewayId": made.gateway.id}
    if subnet.spec.kind == "private" and strategy != "none":
        nat = made.nats.get(subnet.number) or next(iter(made.nats.values()))
        return {"natGatewayId": nat.id}
    return {}


def outputs(made: Made) -> dict[str, Any]:
    def references(children: Sequence[Child]) -> list[Mapping[str, Any]]:
        return [child.reference for child in children]

    subnets = {f"{kind}Subnets": made.of_kind(kind) for kind in ("public", "private", "isolated")}
    return {
        "vpc": made.vpc.reference,
        "vpcId": made.vpc.id,
        "internetGateway": made.gateway.reference,
        "subnets": references([child for _, child in made.subnets]),
        **{key: references(children) for key, children in subnets.items()},
        **{f"{key[:-1]}Ids": [each.id for each in found] for key, found in subnets.items()},
        "natGateways": references(list(made.nats.values())),
        "eips": references(made.addresses),
        "routeTables": references(made.tables),
        "routeTableAssociations": references(made.associations),
        "routes": references(made.routes),
        "vpcEndpoints": references(made.endpoints),
    }


def existing_default_vpc(component: Component) -> dict[str, Any]:
    """Return the outputs for the account's default VPC; no resource is created."""
    found = default_vpc(component)
    return {
        "vpcId": found.id,
        "publicSubnetIds": found.subnet_ids,
        "privateSubnetIds": [],
        "isolatedSubnetIds": [],
    }
