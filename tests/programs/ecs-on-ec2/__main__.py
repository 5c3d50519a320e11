"""ECS on a capacity provider of EC2 instances that scale with the tasks."""

import base64
import json

import pulumi
import pulumi_aws as aws

name = f"{pulumi.get_project()}-{pulumi.get_stack()}"
ami = aws.ssm.get_parameter(
    name="/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"
)
vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(
    filters=[aws.ec2.GetSubnetsFilterArgs(name="vpc-id", values=[vpc.id])]
)
cluster = aws.ecs.Cluster(name)
instances = aws.ec2.SecurityGroup(
    "instances",
    vpc_id=vpc.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            protocol="tcp", from_port=32768, to_port=65535, cidr_blocks=[vpc.cidr_block]
        )
    ],
)
role = aws.iam.Role(
    "instance",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "ec2.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
    managed_policy_arns=[
        "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
    ],
)
profile = aws.iam.InstanceProfile("instance", role=role.name)
template = aws.ec2.LaunchTemplate(
    "instance",
    image_id=ami.value,
    instance_type="t4g.medium",
    iam_instance_profile=aws.ec2.LaunchTemplateIamInstanceProfileArgs(arn=profile.arn),
    vpc_security_group_ids=[instances.id],
    user_data=cluster.name.apply(
        lambda cluster_name: base64.b64encode(
            f"#!/bin/bash\necho ECS_CLUSTER={cluster_name} >> /etc/ecs/ecs.config\n".encode()
        ).decode()
    ),
    block_device_mappings=[
        aws.ec2.LaunchTemplateBlockDeviceMappingArgs(
            device_name="/dev/xvda",
            ebs=aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                volume_size=40, volume_type="gp3", delete_on_termination="true"
            ),
        )
    ],
)
group = aws.autoscaling.Group(
    "instances",
    min_size=2,
    max_size=6,
    vpc_zone_identifiers=subnets.ids,
    launch_template=aws.autoscaling.GroupLaunchTemplateArgs(id=template.id, version="$Latest"),
    protect_from_scale_in=True,
    tags=[
        aws.autoscaling.GroupTagArgs(key="AmazonECSManaged", value="true", propagate_at_launch=True)
    ],
)
provider = aws.ecs.CapacityProvider(
    "instances",
    auto_scaling_group_provider=aws.ecs.CapacityProviderAutoScalingGroupProviderArgs(
        auto_scaling_group_arn=group.arn,
        managed_termination_protection="ENABLED",
        managed_scaling=aws.ecs.CapacityProviderAutoScalingGroupProviderManagedScalingArgs(
            status="ENABLED", target_capacity=80
        ),
    ),
)
attached = aws.ecs.ClusterCapacityProviders(
    "instances",
    cluster_name=cluster.name,
    capacity_providers=[provider.name],
    default_capacity_provider_strategies=[
        aws.ecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArgs(
            capacity_provider=provider.name, weight=100
        )
    ],
)
task = aws.ecs.TaskDefinition(
    "api",
    family=f"{name}-api",
    network_mode="bridge",
    requires_compatibilities=["EC2"],
    container_definitions=json.dumps(
        [
            {
                "name": "api",
                "image": "public.ecr.aws/nginx/nginx:stable",
                "memory": 256,
                "cpu": 128,
                "portMappings": [{"containerPort": 80, "hostPort": 0}],
            }
        ]
    ),
)
balancer = aws.lb.LoadBalancer("api", load_balancer_type="network", subnets=subnets.ids)
target = aws.lb.TargetGroup("api", port=80, protocol="TCP", vpc_id=vpc.id)
listener = aws.lb.Listener(
    "api",
    load_balancer_arn=balancer.arn,
    port=80,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": target.arn}],
)
aws.ecs.Service(
    "api",
    cluster=cluster.arn,
    task_definition=task.arn,
    desired_count=4,
    load_balancers=[
        {"target_group_arn": target.arn, "container_name": "api", "container_port": 80}
    ],
    ordered_placement_strategies=[{"type": "spread", "field": "attribute:ecs.availability-zone"}],
    opts=pulumi.ResourceOptions(depends_on=[listener, attached]),
)
pulumi.export("endpoint", balancer.dns_name)
