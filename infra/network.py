"""The network: one VPC over several Availability Zones, and the ways in and out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

import pulumi
from pulumi_aws import ec2, iam, vpc

from infra.alarms import Alarm
from infra.logs import LogKeeping, log_group
from infra.policy import assumed_by, document
from infra.scope import Scope
from infra.subnets import plan_subnets

Nat = Literal["one_per_zone", "single", "none"]
ANYWHERE = "0.0.0.0/0"
GATEWAY_SERVICES = ("s3", "dynamodb")  # their endpoints cost nothing and keep traffic off the NAT


def plan_egress(zones: Sequence[str], nat: Nat) -> dict[str, str]:
    """Return for each zone the zone of the NAT gateway that its private subnet goes out by.

    With a gateway in each, a zone that fails takes only its own way out. With one, the first
    zone's failure cuts off all. With none, where nothing computes yet, no zone goes out.
    """
    if nat == "none":
        return {}
    return {zone: zone if nat == "one_per_zone" else zones[0] for zone in zones}


@dataclass(frozen=True, slots=True)
class NetworkArgs:
    scope: Scope
    cidr: IPv4Network
    zones: Sequence[str]
    nat: Nat
    interface_endpoints: Sequence[str]  # AWS services: "ecr.api"
    logs: LogKeeping
    tags: Mapping[str, str]


class Network(pulumi.ComponentResource):
    """A VPC with a public, a private and a data subnet in each zone.

    What is public is reached from the internet; what is private reaches it by NAT; what holds data
    does neither. Lists of subnets are in the order of the zones.
    """

    def __init__(
        self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Network", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.vpc_id = self._vpc()
        plans = plan_subnets(args.cidr, args.zones)
        self.public = {plan.zone: self._subnet("public", plan.zone, plan.public) for plan in plans}
        self.private = {
            plan.zone: self._subnet("private", plan.zone, plan.private) for plan in plans
        }
        self.data = {plan.zone: self._subnet("data", plan.zone, plan.data) for plan in plans}
        self.public_subnet_ids = [subnet.id for subnet in self.public.values()]
        self.private_subnet_ids = [subnet.id for subnet in self.private.values()]
        self.data_subnet_ids = [subnet.id for subnet in self.data.values()]

        gateway = self._internet_gateway()
        egress = plan_egress(args.zones, args.nat)
        nat_gateways = {
            zone: self._nat_gateway(zone, gateway) for zone in sorted(set(egress.values()))
        }
        tables = [
            *(
                self._private_route(zone, nat_gateways[egress[zone]].id if egress else None)
                for zone in args.zones
            ),
            # What holds data goes nowhere but within the VPC, and to the gateway endpoints.
            self._route_table("data", self.data),
        ]
        self._gateway_endpoints(tables)
        if args.interface_endpoints:
            self._interface_endpoints()
        self._flow_logs()
        self.alarms = [nat_alarm(zone, nat.id) for zone, nat in nat_gateways.items()]
        self.register_outputs({"vpc_id": self.vpc_id})

    def _vpc(self) -> pulumi.Output[str]:
        vpc = ec2.Vpc(
            self.name,
            cidr_block=str(self.args.cidr),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={**self.args.tags, "Name": self.args.scope.prefix},
            opts=self.child,
        )
        # Made by AWS with every VPC, open to itself; managed with no rule, it is closed.
        ec2.DefaultSecurityGroup(self.name, vpc_id=vpc.id, tags=self.args.tags, opts=self.child)
        return vpc.id

    def _tagged(self, *parts: str) -> dict[str, str]:
        return {**self.args.tags, "Name": "-".join((self.args.scope.prefix, *parts))}

    def _subnet(self, tier: str, zone: str, block: IPv4Network) -> ec2.Subnet:
        return ec2.Subnet(
            f"{self.name}-{tier}-{zone}",
            vpc_id=self.vpc_id,
            availability_zone=zone,
            cidr_block=str(block),
            map_public_ip_on_launch=False,
            tags=self._tagged(tier, zone),
            opts=self.child,
        )

    def _nat_gateway(self, zone: str, internet: ec2.InternetGateway) -> ec2.NatGateway:
        name, tags = f"{self.name}-nat-{zone}", self._tagged("nat", zone)
        address = ec2.Eip(name, domain="vpc", tags=tags, opts=self.child)
        return ec2.NatGateway(
            name,
            subnet_id=self.public[zone].id,
            allocation_id=address.allocation_id,
            tags=tags,
            # AWS makes none in a VPC that is not attached to the internet.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[internet]),
        )

    def _route_table(self, name: str, subnets: Mapping[str, ec2.Subnet]) -> ec2.RouteTable:
        """Make one table for `subnets`, which are by zone."""
        table = ec2.RouteTable(
            f"{self.name}-{name}", vpc_id=self.vpc_id, tags=self._tagged(name), opts=self.child
        )
        for zone, subnet in subnets.items():
            ec2.RouteTableAssociation(
                f"{self.name}-{name}" if name.endswith(zone) else f"{self.name}-{name}-{zone}",
                route_table_id=table.id,
                subnet_id=subnet.id,
                opts=self.child,
            )
        return table

    def _internet_gateway(self) -> ec2.InternetGateway:
        """Attach the VPC to the internet, and lead the public subnets there."""
        gateway = ec2.InternetGateway(
            self.name, vpc_id=self.vpc_id, tags=self._tagged(), opts=self.child
        )
        ec2.Route(
            f"{self.name}-public",
            route_table_id=self._route_table("public", self.public).id,
            destination_cidr_block=ANYWHERE,
            gateway_id=gateway.id,
            opts=self.child,
        )
        return gateway

    def _private_route(
        self, zone: str, nat_gateway_id: pulumi.Output[str] | None
    ) -> ec2.RouteTable:
        table = self._route_table(f"private-{zone}", {zone: self.private[zone]})
        if nat_gateway_id is None:
            return table
        ec2.Route(
            f"{self.name}-private-{zone}",
            route_table_id=table.id,
            destination_cidr_block=ANYWHERE,
            nat_gateway_id=nat_gateway_id,
            opts=self.child,
        )
        return table

    def _gateway_endpoints(self, tables: Sequence[ec2.RouteTable]) -> None:
        for service in GATEWAY_SERVICES:
            ec2.VpcEndpoint(
                f"{self.name}-{service}",
                vpc_id=self.vpc_id,
                service_name=f"com.amazonaws.{self.args.scope.region}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=[table.id for table in tables],
                tags=self._tagged(service),
                opts=self.child,
            )

    def _interface_endpoints(self) -> None:
        """Reach each service in every zone, so that no zone needs another's way."""
        name = f"{self.name}-endpoints"
        group = ec2.SecurityGroup(
            name,
            vpc_id=self.vpc_id,
            description="AWS services reached from within the VPC",
            tags=self._tagged("endpoints"),
            opts=self.child,
        )
        vpc.SecurityGroupIngressRule(
            name,
            security_group_id=group.id,
            description="HTTPS from within the VPC",
            cidr_ipv4=str(self.args.cidr),
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            tags=self.args.tags,
            opts=self.child,
        )
        for service in self.args.interface_endpoints:
            ec2.VpcEndpoint(
                f"{self.name}-{service}",
                vpc_id=self.vpc_id,
                service_name=f"com.amazonaws.{self.args.scope.region}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=self.private_subnet_ids,
                security_group_ids=[group.id],
                private_dns_enabled=True,
                tags=self._tagged(service),
                opts=self.child,
            )

    def _flow_logs(self) -> None:
        name, path = f"{self.name}-flow-logs", self.args.scope.path("flow-logs")
        group = log_group(name, path, self.args.logs, self.args.tags, self.child)
        role = iam.Role(
            name,
            description="Lets the VPC write its flow logs",
            assume_role_policy=assumed_by("vpc-flow-logs"),
            tags=self.args.tags,
            opts=self.child,
        )
        iam.RolePolicy(
            name,
            role=role.id,
            policy=flow_log_policy(self.args.scope, path),
            opts=self.child,
        )
        ec2.FlowLog(
            name,
            vpc_id=self.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            tags=self.args.tags,
            opts=self.child,
        )


def flow_log_policy(scope: Scope, path: str) -> str:
    """Let write to the log group of that name, and find it."""
    write = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return document(
        {
            "Effect": "Allow",
            "Action": write,
            "Resource": scope.arn("logs", f"log-group:{path}:*"),
        },
        {
            "Effect": "Allow",
            "Action": "logs:DescribeLogGroups",
            "Resource": scope.arn("logs", "log-group:*"),
        },
    )


def nat_alarm(zone: str, gateway_id: pulumi.Output[str]) -> Alarm:
    return Alarm(
        name=f"nat-{zone}-ports",
        meaning=f"The NAT gateway in {zone} has no port left for new connections to a destination",
        namespace="AWS/NATGateway",
        metric="ErrorPortAllocation",
        dimensions={"NatGatewayId": gateway_id},
        statistic="Sum",
        threshold=0,
    )
