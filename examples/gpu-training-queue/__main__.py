"""Training jobs on spot GPUs of several types, on demand where there are none left."""

import json

import pulumi
import pulumi_aws as aws

TYPES = ["g5.xlarge", "g5.2xlarge", "g6.xlarge", "g6.2xlarge"]
IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312"


def trusting(service: str) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    )


vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}])
group = aws.ec2.SecurityGroup("jobs", vpc_id=vpc.id, description="Training jobs")
role = aws.iam.Role("instances", assume_role_policy=trusting("ec2.amazonaws.com"))
aws.iam.RolePolicyAttachment(
    "instances",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
)
profile = aws.iam.InstanceProfile("instances", role=role.name)

environments = [
    aws.batch.ComputeEnvironment(
        name,
        type="MANAGED",
        compute_resources={
            "type": kind,
            "allocation_strategy": strategy,
            "instance_types": TYPES,
            "min_vcpus": 0,
            "max_vcpus": 256,
            "instance_role": profile.arn,
            "security_group_ids": [group.id],
            "subnets": subnets.ids,
        },
    )
    for name, kind, strategy in (
        ("spot", "SPOT", "SPOT_PRICE_CAPACITY_OPTIMIZED"),
        ("on-demand", "EC2", "BEST_FIT_PROGRESSIVE"),
    )
]
queue = aws.batch.JobQueue(
    "training",
    state="ENABLED",
    priority=1,
    compute_environment_orders=[
        {"order": order, "compute_environment": each.arn} for order, each in enumerate(environments)
    ],
)
checkpoints = aws.s3.Bucket("checkpoints")
aws.batch.JobDefinition(
    "train",
    type="container",
    container_properties=checkpoints.bucket.apply(
        lambda bucket: json.dumps(
            {
                "image": IMAGE,
                "command": ["python", "train.py", "--checkpoints", f"s3://{bucket}/"],
                "resourceRequirements": [
                    {"type": "VCPU", "value": "4"},
                    {"type": "MEMORY", "value": "15000"},
                    {"type": "GPU", "value": "1"},
                ],
            }
        )
    ),
    retry_strategy={  # again where spot capacity was reclaimed, not where the job is wrong
        "attempts": 5,
        "evaluate_on_exits": [
            {"action": "RETRY", "on_status_reason": "Host EC2*"},
            {"action": "EXIT", "on_reason": "*"},
        ],
    },
)

pulumi.export("queue", queue.arn)
