"""Cells of ten resources that refer to each other, in a component each."""

import json

import pulumi
import pulumi_aws as aws

SIZE = 10
TRUST = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}


class Cell(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("bench:index:Cell", name)
        child = pulumi.ResourceOptions(parent=self)
        vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=child)
        subnets = [
            aws.ec2.Subnet(
                f"{name}-{number}", vpc_id=vpc.id, cidr_block=f"10.0.{number}.0/24", opts=child
            )
            for number in range(3)
        ]
        group = aws.ec2.SecurityGroup(name, vpc_id=vpc.id, opts=child)
        bucket = aws.s3.Bucket(name, tags={"cell": name}, opts=child)
        trust = {"Statement": [{**TRUST, "Action": "sts:AssumeRole"}]}
        role = aws.iam.Role(name, assume_role_policy=json.dumps(trust), opts=child)
        aws.iam.RolePolicy(
            name,
            role=role.id,
            policy=bucket.arn.apply(lambda arn: json.dumps({"Statement": [{"Resource": arn}]})),
            opts=child,
        )
        profile = aws.iam.InstanceProfile(name, role=role.name, opts=child)
        aws.ec2.Instance(
            name,
            ami="ami-0abcdef1234567890",
            instance_type="m7i.large",
            subnet_id=subnets[0].id,
            vpc_security_group_ids=[group.id],
            iam_instance_profile=profile.name,
            opts=child,
        )
        self.register_outputs({"bucket": bucket.id})


for index in range(int(pulumi.get_stack()) // SIZE):
    Cell(f"cell-{index}")
