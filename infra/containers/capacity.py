"""Container instances of ECS: an On-Demand and a Spot capacity provider with managed scaling.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
"""

import base64
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import autoscaling, ec2, ecs, iam, ssm

from infra.aws.instance_type import accelerator_of
from infra.aws.policy_document import assumed_by, document
from infra.aws.security_group import egress_group
from infra.aws.session import record_sessions
from infra.containers.settings import ContainersSettings
from infra.context import Context

Market = Literal["on-demand", "spot"]
TARGET_CAPACITY_PERCENT = 90  # the rest is spare for new tasks
TLS = "/etc/serving-tls"
MANAGED_POLICIES = {
    "sessions": "AmazonSSMManagedInstanceCore",
    "containers": "service-role/AmazonEC2ContainerServiceforEC2Role",
}


@dataclass(frozen=True, slots=True)
class ContainerInstances:
    """Arguments that both capacity providers share."""

    context: Context
    settings: ContainersSettings
    cluster: str  # name
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private
    depends_on: Sequence[pulumi.Resource]  # required when an instance starts
    tags: Mapping[str, str]
    instance_tags: Mapping[str, str]


def startup_script(cluster: str, *, gpus: bool = False) -> str:
    """Return the user data: join the cluster, block IMDS for tasks, create a certificate."""
    return textwrap.dedent(f"""\
        #!/bin/bash
        set -euo pipefail
        cat >> /etc/ecs/ecs.config << END
        ECS_CLUSTER={cluster}
        ECS_AWSVPC_BLOCK_IMDS=true
        ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
        ECS_ENABLE_GPU_SUPPORT={str(gpus).lower()}
        END
        install --directory --mode 755 {TLS}
        openssl req -x509 -newkey rsa:2048 -nodes -days 825 -subj "/CN=$(hostname)" \\
            -keyout {TLS}/key.pem -out {TLS}/certificate.pem
        chmod 644 {TLS}/key.pem
        """)


def plan_sizes(settings: ContainersSettings) -> dict[Market, tuple[int, int]]:
    """Return minimum and maximum size of each Auto Scaling group; without Spot only one."""
    on_demand = (settings.on_demand_min, settings.on_demand_max)
    spot: dict[Market, tuple[int, int]] = {"spot": (0, settings.spot_max)}
    return {"on-demand": on_demand, **(spot if settings.spot_max else {})}


def plan_strategies(
    settings: ContainersSettings, providers: Mapping[Market, ecs.CapacityProvider]
) -> list[ecs.ServiceCapacityProviderStrategyArgsDict]:
    """Return the capacity provider strategy: an On-Demand base, then mostly Spot."""
    strategies: list[ecs.ServiceCapacityProviderStrategyArgsDict] = [
        {
            "capacity_provider": providers["on-demand"].name,
            "base": settings.on_demand_tasks,
            "weight": 1,
        }
    ]
    if "spot" in providers:
        spot = providers["spot"].name
        strategies.append({"capacity_provider": spot, "weight": settings.spot_weight})
    return strategies


def container_instance_template(
    name: str, instances: ContainerInstances, child: pulumi.ResourceOptions
) -> ec2.LaunchTemplate:
    gpus = accelerator_of(instances.settings.instance_types[0]) == "nvidia"
    image = ssm.get_parameter_output(
        name=instances.settings.image_parameter,
        opts=pulumi.InvokeOutputOptions(parent=child.parent),
    ).insecure_value
    group = egress_group(
        f"{name}-hosts",
        instances.vpc_id,
        "ECS container instances: no ingress",
        instances.tags,
        child,
    )
    return ec2.LaunchTemplate(
        name,
        description="ECS container instances",
        image_id=image,
        iam_instance_profile={"arn": instance_profile(f"{name}-hosts", instances, child)},
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        monitoring={"enabled": True},
        network_interfaces=[{"associate_public_ip_address": "false", "security_groups": [group]}],
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_type": "gp3",
                    "volume_size": instances.settings.volume_gb,
                    "encrypted": "true",
                    "delete_on_termination": "true",
                },
            }
        ],
        user_data=base64.b64encode(startup_script(instances.cluster, gpus=gpus).encode()).decode(),
        tag_specifications=[
            {"resource_type": kind, "tags": instances.instance_tags}
            for kind in ("instance", "network-interface", "volume")
        ],
        update_default_version=True,
        tags=instances.tags,
        opts=child,
    )


def instance_profile(
    name: str, instances: ContainerInstances, child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """Return the ARN of the instance profile; tasks have their own roles."""
    role = iam.Role(
        name,
        description="ECS container instances",
        assume_role_policy=assumed_by("ec2"),
        tags=instances.tags,
        opts=child,
    )
    iam.RolePolicy(
        name, role=role.id, policy=document(*record_sessions(instances.context)), opts=child
    )
    for purpose, policy in MANAGED_POLICIES.items():
        iam.RolePolicyAttachment(
            f"{name}-{purpose}",
            role=role.name,
            policy_arn=instances.context.managed_policy(policy),
            opts=child,
        )
    return iam.InstanceProfile(name, role=role.name, tags=instances.tags, opts=child).arn


def capacity_provider(
    name: str,
    market: Market,
    instances: ContainerInstances,
    template: ec2.LaunchTemplate,
    child: pulumi.ResourceOptions,
) -> tuple[ecs.CapacityProvider, autoscaling.Group]:
    """Create a capacity provider with managed scaling and managed instance draining."""
    group = container_instance_group(name, market, instances, template, child)
    provider = ecs.CapacityProvider(
        name,
        auto_scaling_group_provider={
            "auto_scaling_group_arn": group.arn,
            "managed_draining": "ENABLED",
            "managed_termination_protection": "ENABLED",
            "managed_scaling": {
                "status": "ENABLED",
                "target_capacity": TARGET_CAPACITY_PERCENT,
                "instance_warmup_period": instances.settings.startup_seconds,
            },
        },
        tags=instances.tags,
        opts=child,
    )
    return provider, group


def container_instance_group(
    name: str,
    market: Market,
    instances: ContainerInstances,
    template: ec2.LaunchTemplate,
    child: pulumi.ResourceOptions,
) -> autoscaling.Group:
    min_size, max_size = plan_sizes(instances.settings)[market]
    instance_tags = {**instances.instance_tags, "AmazonECSManaged": "true"}  # otherwise ECS adds it
    return autoscaling.Group(
        name,
        min_size=min_size,
        max_size=max_size,
        vpc_zone_identifiers=list(instances.subnet_ids),
        mixed_instances_policy={
            "instances_distribution": {
                "on_demand_base_capacity": 0,
                "on_demand_percentage_above_base_capacity": 100 if market == "on-demand" else 0,
                "on_demand_allocation_strategy": "prioritized",
                "spot_allocation_strategy": "price-capacity-optimized",
            },
            "launch_template": {
                "launch_template_specification": {
                    "launch_template_id": template.id,
                    "version": template.latest_version.apply(str),
                },
                "overrides": [
                    {"instance_type": each} for each in instances.settings.instance_types
                ],
            },
        },
        capacity_rebalance=market == "spot",
        protect_from_scale_in=True,  # managed by ECS
        health_check_type="EC2",  # the load balancer checks tasks
        default_instance_warmup=instances.settings.startup_seconds,
        instance_refresh={
            "strategy": "Rolling",
            "preferences": {
                "min_healthy_percentage": 100,
                "max_healthy_percentage": 110,
                "scale_in_protected_instances": "Refresh",
                "auto_rollback": True,
                "skip_matching": True,
            },
        },
        metrics_granularity="1Minute",
        enabled_metrics=[autoscaling.Metric.GROUP_IN_SERVICE_INSTANCES],
        tags=[
            {"key": key, "value": value, "propagate_at_launch": True}
            for key, value in sorted(instance_tags.items())
        ],
        opts=pulumi.ResourceOptions.merge(
            child,
            pulumi.ResourceOptions(
                depends_on=list(instances.depends_on),
                ignore_changes=["desiredCapacity"],  # set by ECS
            ),
        ),
    )
