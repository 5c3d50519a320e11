"""A network that reaches the others through the hub."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx


@dataclass
class SpokeArgs:
    gateway: aws.ec2transitgateway.TransitGateway
    cidr_block: str


class Spoke(pulumi.ComponentResource):
    def __init__(
        self, name: str, args: SpokeArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("acme:network:Spoke", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        vpc = awsx.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args.cidr_block,
            nat_gateways={"strategy": "None"},
            subnet_strategy="Auto",
            subnet_specs=[{"type": "Isolated", "name": "private", "cidr_mask": 24}],
            number_of_availability_zones=2,
            opts=child,
        )
        self.attachment = aws.ec2transitgateway.VpcAttachment(
            f"{name}-hub",
            transit_gateway_id=args.gateway.id,
            vpc_id=vpc.vpc_id,
            subnet_ids=vpc.isolated_subnet_ids,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[vpc]),
        )
        self.register_outputs({"attachment": self.attachment.id})
