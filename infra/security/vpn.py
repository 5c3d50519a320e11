"""AWS Client VPN endpoint for tools that need IP access to the VPC."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
from pulumi_aws import cloudwatch, ec2, ec2clientvpn, vpc

from infra.aws.log_group import log_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.security.settings import VpnSettings

SESSION_HOURS = 8  # the shortest session that AWS offers


@dataclass(frozen=True, slots=True)
class VpnArgs:
    context: Context
    settings: VpnSettings
    vpc_cidr: IPv4Network
    subnets: Subnets  # private


class Vpn(pulumi.ComponentResource):
    """Client VPN endpoint with SAML authentication, associated with every zone."""

    def __init__(
        self, name: str, args: VpnArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Vpn", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("vpn", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        endpoint = self._endpoint(self._security_group())
        for zone, subnet in args.subnets.by_zone.items():
            ec2clientvpn.NetworkAssociation(
                f"{name}-{zone}",
                client_vpn_endpoint_id=endpoint.id,
                subnet_id=subnet,
                opts=self.child,
            )
        self._authorize(endpoint.id, args.settings.groups)
        self.register_outputs({"endpoint_id": endpoint.id})

    def _security_group(self) -> pulumi.Output[str]:
        """Create the clients' group with HTTPS egress to the VPC."""
        group = ec2.SecurityGroup(
            self.name,
            vpc_id=self.args.subnets.vpc_id,
            description="Client VPN clients",
            tags=self.tags,
            opts=self.child,
        )
        vpc.SecurityGroupEgressRule(
            self.name,
            security_group_id=group.id,
            description="HTTPS to the VPC",
            cidr_ipv4=str(self.args.vpc_cidr),
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            tags=self.tags,
            opts=self.child,
        )
        return group.id

    def _endpoint(self, group: pulumi.Output[str]) -> ec2clientvpn.Endpoint:
        args = self.args
        logs = log_group(self.name, args.context.path("vpn"), args.context, self.tags, self.child)
        stream = cloudwatch.LogStream(self.name, log_group_name=logs.name, opts=self.child)
        return ec2clientvpn.Endpoint(
            self.name,
            description=f"Client VPN to {args.context.prefix}",
            server_certificate_arn=args.settings.server_certificate_arn,
            client_cidr_block=str(args.settings.client_cidr),
            authentication_options=[
                {
                    "type": "federated-authentication",
                    "saml_provider_arn": args.settings.saml_provider_arn,
                }
            ],
            connection_log_options={
                "enabled": True,
                "cloudwatch_log_group": logs.name,
                "cloudwatch_log_stream": stream.name,
            },
            vpc_id=args.subnets.vpc_id,
            security_group_ids=[group],
            split_tunnel=True,
            session_timeout_hours=SESSION_HOURS,
            disconnect_on_session_timeout=True,
            tags=self.tags,
            opts=self.child,
        )

    def _authorize(self, endpoint: pulumi.Output[str], groups: Sequence[str]) -> None:
        for index, group in enumerate(groups):
            ec2clientvpn.AuthorizationRule(
                f"{self.name}-{index}",
                client_vpn_endpoint_id=endpoint,
                target_network_cidr=str(self.args.vpc_cidr),
                access_group_id=group,
                description="Access to the VPC",
                opts=self.child,
            )


def add_vpn(d: Deployment, subnets: Subnets) -> None:
    """Availability: associated with a subnet in every zone."""
    if settings := d.settings.identity.vpn:
        d.create(Vpn, "vpn", VpnArgs(d.context, settings, d.settings.network.cidr, subnets))
