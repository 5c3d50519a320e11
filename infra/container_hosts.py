"""The machines that ECS puts tasks on: one group on demand, one on spot, both sized by ECS.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
"""

import base64
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import autoscaling, ec2, ecs, iam, ssm

from infra.policy import assumed_by, document
from infra.scope import Scope
from infra.security_groups import outward_group
from infra.sessions import write_sessions
from infra.settings import ContainersSettings

Market = Literal["on-demand", "spot"]
FULL = 90  # percent of a group that tasks fill; the rest is ready for the next ones
TLS = "/etc/serving-tls"
MANAGED = {
    "sessions": "AmazonSSMManagedInstanceCore",
    "containers": "service-role/AmazonEC2ContainerServiceforEC2Role",
}


@dataclass(frozen=True, slots=True)
class Hosts:
    """What both groups have in common."""

    scope: Scope
    settings: ContainersSettings
    cluster: str  # its name, which machines are told before it is there
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    after: Sequence[pulumi.Resource]  # what a machine needs to find when it starts
    tags: Mapping[str, str]
    every_tag: Mapping[str, str]  # the provider's too, which reach no machine by themselves


def startup_script(cluster: str) -> str:
    """Join the cluster, keep tasks off the machine's own credentials, have a certificate ready."""
    return textwrap.dedent(f"""\
        #!/bin/bash
        set -euo pipefail
        cat >> /etc/ecs/ecs.config << END
        ECS_CLUSTER={cluster}
        ECS_AWSVPC_BLOCK_IMDS=true
        ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
        END
        install --directory --mode 755 {TLS}
        openssl req -x509 -newkey rsa:2048 -nodes -days 825 -subj "/CN=$(hostname)" \\
            -keyout {TLS}/key.pem -out {TLS}/certificate.pem
        chmod 644 {TLS}/key.pem
        """)


def plan_sizes(settings: ContainersSettings) -> dict[Market, tuple[int, int]]:
    """Return the least and the most machines of each group; one without any is left out."""
    on_demand = (settings.on_demand_min, settings.on_demand_max)
    spot: dict[Market, tuple[int, int]] = {"spot": (0, settings.spot_max)}
    return {"on-demand": on_demand, **(spot if settings.spot_max else {})}


def host_template(name: str, hosts: Hosts, child: pulumi.ResourceOptions) -> ec2.LaunchTemplate:
    image = ssm.get_parameter_output(
        name=hosts.settings.image_parameter,
        opts=pulumi.InvokeOutputOptions(parent=child.parent),
    ).insecure_value
    group = outward_group(
        f"{name}-hosts", hosts.vpc_id, "ECS machines: nobody calls them", hosts.tags, child
    )
    return ec2.LaunchTemplate(
        name,
        description="ECS machines",
        image_id=image,
        iam_instance_profile={"arn": host_profile(f"{name}-hosts", hosts, child)},
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
                    "volume_size": hosts.settings.volume_gb,
                    "encrypted": "true",
                    "delete_on_termination": "true",
                },
            }
        ],
        user_data=base64.b64encode(startup_script(hosts.cluster).encode()).decode(),
        tag_specifications=[
            {"resource_type": kind, "tags": hosts.every_tag}
            for kind in ("instance", "network-interface", "volume")
        ],
        update_default_version=True,
        tags=hosts.tags,
        opts=child,
    )


def host_profile(name: str, hosts: Hosts, child: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """Return the profile of a machine, whose tasks have roles of their own."""
    role = iam.Role(
        name,
        description="What ECS machines may do",
        assume_role_policy=assumed_by("ec2"),
        tags=hosts.tags,
        opts=child,
    )
    iam.RolePolicy(name, role=role.id, policy=document(*write_sessions(hosts.scope)), opts=child)
    for purpose, policy in MANAGED.items():
        iam.RolePolicyAttachment(
            f"{name}-{purpose}",
            role=role.name,
            policy_arn=hosts.scope.managed_policy(policy),
            opts=child,
        )
    return iam.InstanceProfile(name, role=role.name, tags=hosts.tags, opts=child).arn


def capacity_provider(
    name: str,
    market: Market,
    hosts: Hosts,
    template: ec2.LaunchTemplate,
    child: pulumi.ResourceOptions,
) -> tuple[ecs.CapacityProvider, autoscaling.Group]:
    """Let ECS size a group to its tasks, and move them off a machine before it goes."""
    group = host_group(name, market, hosts, template, child)
    provider = ecs.CapacityProvider(
        name,
        auto_scaling_group_provider={
            "auto_scaling_group_arn": group.arn,
            "managed_draining": "ENABLED",
            "managed_termination_protection": "ENABLED",
            "managed_scaling": {
                "status": "ENABLED",
                "target_capacity": FULL,
                "instance_warmup_period": hosts.settings.startup_seconds,
            },
        },
        tags=hosts.tags,
        opts=child,
    )
    return provider, group


def host_group(
    name: str,
    market: Market,
    hosts: Hosts,
    template: ec2.LaunchTemplate,
    child: pulumi.ResourceOptions,
) -> autoscaling.Group:
    least, most = plan_sizes(hosts.settings)[market]
    every_tag = {**hosts.every_tag, "AmazonECSManaged": "true"}  # ECS would add it
    return autoscaling.Group(
        name,
        min_size=least,
        max_size=most,
        vpc_zone_identifiers=list(hosts.subnet_ids),
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
                "overrides": [{"instance_type": each} for each in hosts.settings.instance_types],
            },
        },
        capacity_rebalance=market == "spot",
        protect_from_scale_in=True,  # ECS takes it off those that have no task
        health_check_type="EC2",  # a load balancer asks tasks, not machines
        default_instance_warmup=hosts.settings.startup_seconds,
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
            for key, value in sorted(every_tag.items())
        ],
        opts=pulumi.ResourceOptions.merge(
            child,
            pulumi.ResourceOptions(
                depends_on=list(hosts.after),
                ignore_changes=["desiredCapacity"],  # ECS's business
            ),
        ),
    )
