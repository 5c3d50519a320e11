"""Client VPN: a way into the VPC for those whose tools need an address, not a session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
from pulumi_aws import cloudwatch, ec2, ec2clientvpn, vpc

from infra.logs import LogKeeping, log_group
from infra.scope import Scope
from infra.settings import VpnSettings

HOURS = 8  # of a session, the fewest that AWS offers


@dataclass(frozen=True, slots=True)
class VpnArgs:
    scope: Scope
    settings: VpnSettings
    vpc_id: pulumi.Input[str]
    vpc_cidr: IPv4Network
    subnet_ids: Mapping[str, pulumi.Input[str]]  # private, by zone
    logs: LogKeeping
    tags: Mapping[str, str]


class Vpn(pulumi.ComponentResource):
    """An endpoint in every zone, for groups of people who sign in where they always do."""

    def __init__(
        self, name: str, args: VpnArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Vpn", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        endpoint = self._endpoint(self._security_group())
        for zone, subnet in args.subnet_ids.items():
            ec2clientvpn.NetworkAssociation(
                f"{name}-{zone}",
                client_vpn_endpoint_id=endpoint.id,
                subnet_id=subnet,
                opts=self.child,
            )
        self._authorize(endpoint.id, args.settings.groups)
        self.register_outputs({"endpoint_id": endpoint.id})

    def _security_group(self) -> pulumi.Output[str]:
        """Let clients out to the VPC; what they reach there, its own groups say."""
        group = ec2.SecurityGroup(
            self.name,
            vpc_id=self.args.vpc_id,
            description="Clients of the VPN",
            tags=self.args.tags,
            opts=self.child,
        )
        vpc.SecurityGroupEgressRule(
            self.name,
            security_group_id=group.id,
            description="HTTPS within the VPC",
            cidr_ipv4=str(self.args.vpc_cidr),
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            tags=self.args.tags,
            opts=self.child,
        )
        return group.id

    def _endpoint(self, group: pulumi.Output[str]) -> ec2clientvpn.Endpoint:
        args = self.args
        logs = log_group(self.name, args.scope.path("vpn"), args.logs, args.tags, self.child)
        stream = cloudwatch.LogStream(self.name, log_group_name=logs.name, opts=self.child)
        return ec2clientvpn.Endpoint(
            self.name,
            description=f"Into {args.scope.prefix}",
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
            vpc_id=args.vpc_id,
            security_group_ids=[group],
            split_tunnel=True,  # what is not for the VPC goes its own way
            session_timeout_hours=HOURS,
            disconnect_on_session_timeout=True,
            tags=args.tags,
            opts=self.child,
        )

    def _authorize(self, endpoint: pulumi.Output[str], groups: Sequence[str]) -> None:
        for index, group in enumerate(groups):
            ec2clientvpn.AuthorizationRule(
                f"{self.name}-{index}",
                client_vpn_endpoint_id=endpoint,
                target_network_cidr=str(self.args.vpc_cidr),
                access_group_id=group,
                description="May enter the VPC",
                opts=self.child,
            )
