"""Existing VPC: read, imported and protected resources."""

import pulumi_aws as aws
from pulumi import ResourceOptions

vpc = aws.ec2.Vpc.get("main", "vpc-0123456789abcdef0")
subnets = [aws.ec2.Subnet.get(f"private-{zone}", f"subnet-0123456789abcde{zone}") for zone in "ab"]
uploads = aws.s3.Bucket(
    "uploads",
    bucket="acme-uploads",
    opts=ResourceOptions(import_="acme-uploads", protect=True, retain_on_delete=True),
)
gateway = aws.ec2.NatGateway(
    "egress",
    subnet_id=subnets[0].id,
    allocation_id="eipalloc-0123456789abcdef0",
    opts=ResourceOptions(import_="nat-0123456789abcdef0"),
)
files = aws.efs.FileSystem("shared", throughput_mode="elastic", opts=ResourceOptions(protect=True))
for subnet, zone in zip(subnets, "ab", strict=True):
    aws.efs.MountTarget(f"shared-{zone}", file_system_id=files.id, subnet_id=subnet.id)
aws.ec2.SecurityGroup(
    "nfs",
    vpc_id=vpc.id,
    ingress=[
        {"protocol": "tcp", "from_port": 2049, "to_port": 2049, "cidr_blocks": [vpc.cidr_block]}
    ],
    opts=ResourceOptions(ignore_changes=["description"]),
)
