"""VPC over several Availability Zones, with NAT gateways, VPC endpoints and flow logs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

import pulumi
from pulumi_aws import ec2, iam, vpc

from infra.aws.log_group import log_group
from infra.aws.policy_document import assumed_by, document
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.network.alarms import nat_alarm
from infra.network.subnets import plan_subnets

Nat = Literal["one_per_zone", "single", "none"]
ANYWHERE = "0.0.0.0/0"
GATEWAY_SERVICES = ("s3", "dynamodb")  # gateway endpoints are free and bypass NAT


def plan_egress(zones: Sequence[str], nat: Nat) -> dict[str, str]:
    """Return the zone of the NAT gateway that each zone's private subnet uses.

    With one gateway per zone, the failure of a zone affects only that zone. With a single one, the
    failure of the first zone cuts off all. With none, private subnets have no internet access.
    """
    if nat == "none":
        return {}
    return {zone: zone if nat == "one_per_zone" else zones[0] for zone in zones}


@dataclass(frozen=True, slots=True)
class NetworkArgs:
    context: Context
    cidr: IPv4Network
    zones: Sequence[str]
    nat: Nat
    interface_endpoints: Sequence[str]  # AWS services: "ecr.api"


class Network(pulumi.ComponentResource):
    """VPC with a public, a private and a data subnet in each zone.

    Private subnets reach the internet through NAT; data subnets have no route to it.
    """

    def __init__(
        self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Network", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("network", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        self.vpc_id = self._vpc()
        plans = plan_subnets(args.cidr, args.zones)
        self.public = {plan.zone: self._subnet("public", plan.zone, plan.public) for plan in plans}
        self.private = {
            plan.zone: self._subnet("private", plan.zone, plan.private) for plan in plans
        }
        self.data = {plan.zone: self._subnet("data", plan.zone, plan.data) for plan in plans}
        self.public_subnets, self.private_subnets, self.data_subnets = (
            Subnets(self.vpc_id, {zone: subnet.id for zone, subnet in tier.items()})
            for tier in (self.public, self.private, self.data)
        )

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
            # Data subnets reach only the VPC and the gateway endpoints.
            self._route_table("data", self.data),
        ]
        self._gateway_endpoints(tables)
        if args.interface_endpoints:
            self._interface_endpoints()
        self._flow_logs()
        self.alarms = [nat_alarm(zone, nat.id) for zone, nat in nat_gateways.items()]
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "public_subnet_ids": self.public_subnets.ids,
                "private_subnet_ids": self.private_subnets.ids,
                "data_subnet_ids": self.data_subnets.ids,
            }
        )

    def _vpc(self) -> pulumi.Output[str]:
        vpc = ec2.Vpc(
            self.name,
            cidr_block=str(self.args.cidr),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={**self.tags, "Name": self.args.context.prefix},
            opts=self.child,
        )
        # The default security group of a VPC allows traffic among its members; without rules it
        # allows none.
        ec2.DefaultSecurityGroup(self.name, vpc_id=vpc.id, tags=self.tags, opts=self.child)
        return vpc.id

    def _named_tags(self, *parts: str) -> dict[str, str]:
        return {**self.tags, "Name": "-".join((self.args.context.prefix, *parts))}

    def _subnet(self, tier: str, zone: str, block: IPv4Network) -> ec2.Subnet:
        return ec2.Subnet(
            f"{self.name}-{tier}-{zone}",
            vpc_id=self.vpc_id,
            availability_zone=zone,
            cidr_block=str(block),
            map_public_ip_on_launch=False,
            tags=self._named_tags(tier, zone),
            opts=self.child,
        )

    def _nat_gateway(self, zone: str, internet: ec2.InternetGateway) -> ec2.NatGateway:
        name, tags = f"{self.name}-nat-{zone}", self._named_tags("nat", zone)
        address = ec2.Eip(name, domain="vpc", tags=tags, opts=self.child)
        return ec2.NatGateway(
            name,
            subnet_id=self.public[zone].id,
            allocation_id=address.allocation_id,
            tags=tags,
            # A NAT gateway requires an attached internet gateway.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[internet]),
        )

    def _route_table(self, name: str, subnets: Mapping[str, ec2.Subnet]) -> ec2.RouteTable:
        """Create one route table for `subnets`, given by zone."""
        table = ec2.RouteTable(
            f"{self.name}-{name}", vpc_id=self.vpc_id, tags=self._named_tags(name), opts=self.child
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
        """Create the internet gateway and the route of the public subnets."""
        gateway = ec2.InternetGateway(
            self.name, vpc_id=self.vpc_id, tags=self._named_tags(), opts=self.child
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
                service_name=f"com.amazonaws.{self.args.context.region}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=[table.id for table in tables],
                tags=self._named_tags(service),
                opts=self.child,
            )

    def _interface_endpoints(self) -> None:
        """Create interface endpoints in every zone, so that zones stay independent."""
        name = f"{self.name}-endpoints"
        group = ec2.SecurityGroup(
            name,
            vpc_id=self.vpc_id,
            description="Interface VPC endpoints",
            tags=self._named_tags("endpoints"),
            opts=self.child,
        )
        vpc.SecurityGroupIngressRule(
            name,
            security_group_id=group.id,
            description="HTTPS from the VPC",
            cidr_ipv4=str(self.args.cidr),
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            tags=self.tags,
            opts=self.child,
        )
        for service in self.args.interface_endpoints:
            ec2.VpcEndpoint(
                f"{self.name}-{service}",
                vpc_id=self.vpc_id,
                service_name=f"com.amazonaws.{self.args.context.region}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=self.private_subnets.ids,
                security_group_ids=[group.id],
                private_dns_enabled=True,
                tags=self._named_tags(service),
                opts=self.child,
            )

    def _flow_logs(self) -> None:
        name, path = f"{self.name}-flow-logs", self.args.context.path("flow-logs")
        group = log_group(name, path, self.args.context, self.tags, self.child)
        role = iam.Role(
            name,
            description="VPC flow logs to CloudWatch Logs",
            assume_role_policy=assumed_by("vpc-flow-logs"),
            tags=self.tags,
            opts=self.child,
        )
        iam.RolePolicy(
            name,
            role=role.id,
            policy=flow_log_policy(self.args.context, path),
            opts=self.child,
        )
        ec2.FlowLog(
            name,
            vpc_id=self.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            tags=self.tags,
            opts=self.child,
        )


def flow_log_policy(context: Context, path: str) -> str:
    """Allow writing to the log group `path`."""
    write = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return document(
        {
            "Effect": "Allow",
            "Action": write,
            "Resource": context.arn("logs", f"log-group:{path}:*"),
        },
        {
            "Effect": "Allow",
            "Action": "logs:DescribeLogGroups",
            "Resource": context.arn("logs", "log-group:*"),
        },
    )


def add_network(d: Deployment) -> Network:
    """Availability: subnets in each zone; a NAT gateway in each zone unless a single one is set."""
    settings = d.settings.network
    args = NetworkArgs(
        context=d.context,
        cidr=settings.cidr,
        zones=d.zones,
        nat="none" if d.data_only else settings.nat,
        interface_endpoints=() if d.data_only else settings.interface_endpoints,
    )
    network = d.create(Network, "network", args)
    d.outputs["vpc_id"] = network.vpc_id
    d.outputs["private_subnet_ids"] = network.private_subnets.ids
    d.outputs["data_subnet_ids"] = network.data_subnets.ids
    return network
