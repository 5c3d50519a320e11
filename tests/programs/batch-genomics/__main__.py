"""AWS Batch: a queue for each kind of capacity, shared scratch space, a nightly job."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
vpc = aws.ec2.DefaultVpc("default")
subnets = [
    aws.ec2.DefaultSubnet(zone, availability_zone=zone)
    for zone in aws.get_availability_zones().names[:3]
]
subnet_ids = [subnet.id for subnet in subnets]
group = aws.ec2.SecurityGroup("batch", vpc_id=vpc.id)
scratch = aws.fsx.LustreFileSystem(
    "scratch",
    storage_capacity=2400,
    subnet_ids=subnet_ids[0],
    deployment_type="SCRATCH_2",
)


def role(name: str, service: str, policy: str) -> aws.iam.Role:
    made = aws.iam.Role(
        name,
        assume_role_policy=json.dumps(
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
        ),
    )
    aws.iam.RolePolicyAttachment(name, role=made, policy_arn=f"arn:aws:iam::aws:policy/{policy}")
    return made


service = role("batch", "batch.amazonaws.com", "service-role/AWSBatchServiceRole")
instance = role("instance", "ec2.amazonaws.com", "service-role/AmazonEC2ContainerServiceforEC2Role")
profile = aws.iam.InstanceProfile("instance", role=instance.name)
queues = {}
for each in config.require_object("queues"):
    resources: dict = {
        "type": each["kind"],
        "max_vcpus": 256,
        "subnets": subnet_ids,
        "security_group_ids": [group.id],
    }
    if each["kind"] != "FARGATE":
        resources |= {
            "min_vcpus": 16 if each["name"] == "urgent" else 0,
            "instance_types": ["c7i.2xlarge"],
            "instance_role": profile.arn,
            "allocation_strategy": "BEST_FIT_PROGRESSIVE",
        }
    if bid := each.get("bid"):
        resources["bid_percentage"] = bid
    environment = aws.batch.ComputeEnvironment(
        each["name"], type="MANAGED", service_role=service.arn, compute_resources=resources
    )
    queues[each["name"]] = aws.batch.JobQueue(
        each["name"],
        priority=each["priority"],
        state="ENABLED",
        compute_environment_orders=[{"order": 1, "compute_environment": environment.arn}],
    )
job = aws.batch.JobDefinition(
    "align",
    type="container",
    retry_strategy={"attempts": 3},
    container_properties=scratch.dns_name.apply(
        lambda name: json.dumps(
            {
                "image": "public.ecr.aws/biocontainers/bwa:0.7.17",
                "command": ["bwa", "mem", f"/mnt/{name}"],
                "resourceRequirements": [
                    {"type": "VCPU", "value": "8"},
                    {"type": "MEMORY", "value": "14000"},
                ],
            }
        )
    ),
)
rule = aws.cloudwatch.EventRule("nightly", schedule_expression="cron(0 1 * * ? *)")
aws.cloudwatch.EventTarget(
    "nightly",
    rule=rule.name,
    arn=queues["bulk"].arn,
    role_arn=service.arn,
    batch_target={"job_definition": job.arn, "job_name": "nightly"},
)
pulumi.export("queues", {name: queue.arn for name, queue in queues.items()})
