import pulumi  # noqa: INP001
import pulumi_aws as aws


class Network(pulumi.ComponentResource):
    def __init__(self, name: str, last: str) -> None:
        super().__init__("shop:network:Network", name)
        inside = pulumi.ResourceOptions(parent=self, replace_on_changes=["cidrBlock"])
        vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", tags={"Name": name}, opts=inside)
        self.subnets = [
            aws.ec2.Subnet(
                f"{name}-{zone}",
                vpc_id=vpc.id,
                availability_zone=f"us-east-1{zone}",
                cidr_block=block,
                opts=inside,
            ).id
            for zone, block in (("a", "10.0.1.0/24"), ("b", last))
        ]
        self.register_outputs({"vpcId": vpc.id})
