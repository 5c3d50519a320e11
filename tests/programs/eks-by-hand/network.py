"""A public subnet in each zone."""

import pulumi_aws as aws

vpc = aws.ec2.Vpc(
    "eks",
    cidr_block="10.100.0.0/16",
    enable_dns_hostnames=True,
    tags={"Name": "eks"},
)
gateway = aws.ec2.InternetGateway("eks", vpc_id=vpc.id)
routes = aws.ec2.RouteTable(
    "eks",
    vpc_id=vpc.id,
    routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}],
)
subnet_ids = []
for index, zone in enumerate(aws.get_availability_zones(state="available").names):
    subnet = aws.ec2.Subnet(
        f"eks-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.100.{index}.0/24",
        availability_zone=zone,
        map_public_ip_on_launch=True,
    )
    aws.ec2.RouteTableAssociation(f"eks-{zone}", route_table_id=routes.id, subnet_id=subnet.id)
    subnet_ids.append(subnet.id)
