import pulumi_aws as aws

vpc = aws.ec2.Vpc("main", cidr_block="10.30.0.0/16", enable_dns_hostnames=True)
gateway = aws.ec2.InternetGateway("main", vpc_id=vpc.id)
table = aws.ec2.RouteTable(
    "public", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}]
)
subnets = []
for offset, zone in enumerate(aws.get_availability_zones(state="available").names[:2]):
    subnet = aws.ec2.Subnet(
        f"public-{zone}",
        vpc_id=vpc.id,
        availability_zone=zone,
        cidr_block=f"10.30.{offset * 16}.0/20",
        map_public_ip_on_launch=True,
    )
    aws.ec2.RouteTableAssociation(f"public-{zone}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)
subnet_ids = [subnet.id for subnet in subnets]
security_group = aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}],
)
