import ipaddress

import pulumi
import pulumi_aws as aws
from pulumi import Output, ResourceOptions


class NetworkArgs:
    def __init__(self, cidr: str, zones: int = 2, *, nat: bool = True) -> None:
        self.cidr = cidr
        self.zones = zones
        self.nat = nat


class Network(pulumi.ComponentResource):
    vpc_id: Output[str]
    private_subnet_ids: Output[list[str]]

    def __init__(self, name: str, args: NetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("acme:network:Network", name, None, opts)
        self.vpc = aws.ec2.Vpc(
            name, cidr_block=args.cidr, opts=ResourceOptions(parent=self, protect=True)
        )
        blocks = ipaddress.ip_network(args.cidr).subnets(new_prefix=20)
        names = aws.get_availability_zones_output(
            opts=pulumi.InvokeOutputOptions(parent=self)
        ).names
        children = ResourceOptions(parent=self.vpc)
        private = []
        for index in range(args.zones):
            public = aws.ec2.Subnet(
                f"{name}-public-{index}",
                vpc_id=self.vpc.id,
                cidr_block=str(next(blocks)),
                availability_zone=names[index],
                opts=children,
            )
            subnet = aws.ec2.Subnet(
                f"{name}-private-{index}",
                vpc_id=self.vpc.id,
                cidr_block=str(next(blocks)),
                availability_zone=names[index],
                opts=children,
            )
            if args.nat:
                address = aws.ec2.Eip(f"{name}-{index}", domain="vpc", opts=children)
                aws.ec2.NatGateway(
                    f"{name}-{index}",
                    subnet_id=public.id,
                    allocation_id=address.allocation_id,
                    opts=children,
                )
            private.append(subnet.id)
        self.vpc_id = self.vpc.id
        self.private_subnet_ids = Output.all(*private)
        self.register_outputs(
            {"vpc_id": self.vpc_id, "private_subnet_ids": self.private_subnet_ids}
        )
