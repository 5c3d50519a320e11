"""Resources that depend on unknown outputs of another stack."""

import pulumi
import pulumi_aws as aws

platform = pulumi.StackReference(f"acme/platform/{pulumi.get_stack()}")
aws.ecs.Service(
    "api",
    cluster=platform.get_output("clusterArn"),
    desired_count=2,
    launch_type="FARGATE",
    task_definition=platform.get_output("taskArn"),
)
aws.ec2.Instance(
    "worker",
    ami="ami-0abcdef1234567890",
    instance_type=platform.get_output("instanceType"),
    subnet_id=platform.get_output("subnetId"),
)
aws.sqs.Queue("jobs", kms_master_key_id=platform.get_output("keyId"))
