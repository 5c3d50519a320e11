"""A network over three zones: each has its own way out, so a zone that fails fails alone."""

import pulumi
import pulumi_aws as aws

zones = aws.get_availability_zones(state="available").names[:3]
vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
gateway = aws.ec2.InternetGateway("main", vpc_id=vpc.id)
way_in = aws.ec2.RouteTable(
    "public",
    vpc_id=vpc.id,
    routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id)],
)
way_out = []

for index, zone in enumerate(zones):
    public = aws.ec2.Subnet(
        f"public-{zone}",
        vpc_id=vpc.id,
        availability_zone=zone,
        cidr_block=f"10.0.{index}.0/24",
    )
    aws.ec2.RouteTableAssociation(f"public-{zone}", subnet_id=public.id, route_table_id=way_in.id)
    address = aws.ec2.Eip(f"nat-{zone}", domain="vpc")
    nat = aws.ec2.NatGateway(f"nat-{zone}", subnet_id=public.id, allocation_id=address.id)
    private = aws.ec2.Subnet(
        f"private-{zone}",
        vpc_id=vpc.id,
        availability_zone=zone,
        cidr_block=f"10.0.{16 * (index + 1)}.0/20",
    )
    table = aws.ec2.RouteTable(
        f"private-{zone}",
        vpc_id=vpc.id,
        routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)],
    )
    aws.ec2.RouteTableAssociation(f"private-{zone}", subnet_id=private.id, route_table_id=table.id)
    way_out.append(table.id)

region = aws.get_region().region
for service in ("s3", "dynamodb"):  # free, and what they carry does not pay for NAT
    aws.ec2.VpcEndpoint(
        service,
        vpc_id=vpc.id,
        service_name=f"com.amazonaws.{region}.{service}",
        vpc_endpoint_type="Gateway",
        route_table_ids=way_out,
    )

pulumi.export("vpc", vpc.id)
