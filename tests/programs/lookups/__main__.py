"""Lookups of regions, zones, instance types, images and partitions."""

import pulumi
import pulumi_aws as aws

region = aws.get_region().region
partition = aws.get_partition()
account = aws.get_caller_identity().account_id
zones = aws.get_availability_zones(
    state="available", filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}]
)
offered = aws.ec2.get_instance_type_offerings(
    location_type="availability-zone",
    filters=[{"name": "instance-type", "values": ["m7i.xlarge"]}],
)
kind = aws.ec2.get_instance_type(instance_type="m7i.xlarge")
prefixes = aws.ec2.get_prefix_list(name=f"com.amazonaws.{region}.s3")
image = aws.ssm.get_parameter(
    name="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
)
assumed = aws.iam.get_policy_document(
    statements=[
        {
            "actions": ["sts:AssumeRole"],
            "principals": [
                {"type": "Service", "identifiers": [f"ec2.{partition.dns_suffix}"]},
                {"type": "AWS", "identifiers": [f"arn:{partition.partition}:iam::{account}:root"]},
            ],
        }
    ]
)
role = aws.iam.Role("worker", assume_role_policy=assumed.json)
data = aws.s3.Bucket("data", bucket=f"data-{account}-{region}")
rights = aws.iam.get_policy_document_output(
    statements=[
        {"actions": ["s3:GetObject"], "resources": [data.arn.apply(lambda arn: f"{arn}/*")]}
    ]
)
aws.iam.RolePolicy("worker", role=role.id, policy=rights.json)
profile = aws.iam.InstanceProfile("worker", role=role.name)
network = aws.ec2.get_vpc_output(default=True)
group = aws.ec2.SecurityGroup(
    "worker",
    vpc_id=network.id,
    egress=[
        {
            "protocol": "tcp",
            "from_port": 443,
            "to_port": 443,
            "prefix_list_ids": [prefixes.id],
        }
    ],
)
for zone in [each for each in zones.names if each in offered.locations]:
    aws.ec2.Instance(
        f"worker-{zone}",
        ami=image.value,
        instance_type=kind.instance_type,
        availability_zone=zone,
        iam_instance_profile=profile.name,
        vpc_security_group_ids=[group.id],
        tags={"vcpus": str(kind.default_vcpus)},
    )
pulumi.export("zones", zones.names)
