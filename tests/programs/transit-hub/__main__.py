"""Transit gateway shared with the accounts of an organization, with VPNs to the offices."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import InvokeOptions, ResourceOptions


@dataclass(frozen=True)
class Account:
    name: str
    id: str
    cidr: str

    def provider(self) -> aws.Provider:
        return aws.Provider(
            self.name,
            region=aws.config.region,
            assume_roles=[
                aws.ProviderAssumeRoleArgs(
                    role_arn=f"arn:aws:iam::{self.id}:role/network-admin",
                    session_name="pulumi-network",
                )
            ],
            allowed_account_ids=[self.id],
        )


config = pulumi.Config()
accounts = [Account(**each) for each in config.require_object("accounts")]
gateway = aws.ec2transitgateway.TransitGateway(
    "hub",
    amazon_side_asn=64512,
    auto_accept_shared_attachments="enable",
    default_route_table_association="disable",
)
tables = {
    name: aws.ec2transitgateway.RouteTable(name, transit_gateway_id=gateway.id)
    for name in ("spokes", "offices")
}
share = aws.ram.ResourceShare("hub", allow_external_principals=False)
association = aws.ram.ResourceAssociation(
    "hub", resource_arn=gateway.arn, resource_share_arn=share.arn
)

for account in accounts:
    own = ResourceOptions(provider=account.provider())
    aws.ram.PrincipalAssociation(account.name, principal=account.id, resource_share_arn=share.arn)
    zones = aws.get_availability_zones(
        state="available", opts=InvokeOptions(provider=own.provider)
    ).names[:2]
    vpc = aws.ec2.Vpc(account.name, cidr_block=account.cidr, opts=own)
    network = ".".join(account.cidr.split(".")[:2])
    subnets = [
        aws.ec2.Subnet(
            f"{account.name}-{zone[-1]}",
            vpc_id=vpc.id,
            availability_zone=zone,
            cidr_block=f"{network}.{index}.0/28",
            opts=own,
        )
        for index, zone in enumerate(zones)
    ]
    attachment = aws.ec2transitgateway.VpcAttachment(
        account.name,
        transit_gateway_id=gateway.id,
        vpc_id=vpc.id,
        subnet_ids=[subnet.id for subnet in subnets],
        opts=ResourceOptions.merge(own, ResourceOptions(depends_on=[association])),
    )
    aws.ec2transitgateway.RouteTableAssociation(
        account.name,
        transit_gateway_attachment_id=attachment.id,
        transit_gateway_route_table_id=tables["spokes"].id,
    )

for office, line in config.require_object("offices").items():
    customer = aws.ec2.CustomerGateway(
        office, bgp_asn=str(line["asn"]), ip_address=line["ip"], type="ipsec.1"
    )
    connection = aws.ec2.VpnConnection(
        office,
        customer_gateway_id=customer.id,
        transit_gateway_id=gateway.id,
        type=customer.type,
        tunnel1_ike_versions=["ikev2"],
    )
    aws.ec2transitgateway.RouteTablePropagation(
        office,
        transit_gateway_attachment_id=connection.transit_gateway_attachment_id,
        transit_gateway_route_table_id=tables["spokes"].id,
    )
    pulumi.export(f"{office}Tunnel", connection.tunnel1_address)

resolver = aws.route53.ResolverEndpoint(
    "inbound",
    direction="INBOUND",
    security_group_ids=["sg-0123456789abcdef0"],
    ip_addresses=[{"subnet_id": f"subnet-0123456789abcdef{n}"} for n in range(2)],
)
pulumi.export("gateway", gateway.id)
