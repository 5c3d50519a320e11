"""Nodes of a cluster: a group for each kind and zone, so that volumes find nodes beside them.

https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, eks, iam

from infra.policy import assumed_by
from infra.scope import Scope
from infra.settings import KubernetesSettings, accelerator_of, architecture_of

IMAGES = {
    ("x86_64", None): "AL2023_x86_64_STANDARD",
    ("arm64", None): "AL2023_ARM_64_STANDARD",
    ("x86_64", "nvidia"): "AL2023_x86_64_NVIDIA",
    ("arm64", "nvidia"): "AL2023_ARM_64_NVIDIA",
    ("x86_64", "neuron"): "AL2023_x86_64_NEURON",
}
RESOURCES = {"nvidia": "nvidia.com/gpu", "neuron": "aws.amazon.com/neuron"}
MANAGED = {
    "nodes": "AmazonEKSWorkerNodeMinimalPolicy",
    "images": "AmazonEC2ContainerRegistryPullOnly",
    "sessions": "AmazonSSMManagedInstanceCore",
}


@dataclass(frozen=True, slots=True)
class NodeGroupPlan:
    pool: str  # "system", "cpu", "gpu", "block"
    zone: str
    capacity: str  # "ON_DEMAND", "SPOT", "CAPACITY_BLOCK"
    instance_types: tuple[str, ...]
    least: int
    most: int

    @property
    def image(self) -> str:
        first = self.instance_types[0]
        return IMAGES[architecture_of(first), accelerator_of(first)]

    @property
    def workload(self) -> str:
        """A zone's groups are a part of what serves, never all of it; accelerators take jobs."""
        return "batch" if self.taint else "shared"

    @property
    def taint(self) -> str | None:
        """What keeps off those who need no accelerator."""
        accelerator = accelerator_of(self.instance_types[0])
        return RESOURCES[accelerator] if accelerator else None


def plan_groups(settings: KubernetesSettings, zones: Sequence[str]) -> list[NodeGroupPlan]:
    """Keep in each zone a base on demand; what can be moved, and what is rare, is on spot."""
    planned = [
        NodeGroupPlan(
            pool=name,
            zone=zone,
            capacity="ON_DEMAND" if name == "system" else "SPOT",
            instance_types=pool.instance_types,
            least=pool.min_per_zone,
            most=pool.max_per_zone,
        )
        for name, pool in settings.pools.items()
        for zone in zones
    ]
    if block := settings.capacity_block:
        types = (block.instance_type,)
        planned.append(NodeGroupPlan("block", block.zone, "CAPACITY_BLOCK", types, 0, block.nodes))
    return planned


@dataclass(frozen=True, slots=True)
class Nodes:
    """What all groups have in common."""

    scope: Scope
    settings: KubernetesSettings
    cluster: eks.Cluster
    role_arn: pulumi.Input[str]
    subnet_ids: Mapping[str, pulumi.Input[str]]  # private, by zone
    after: Sequence[pulumi.Resource]  # what a node needs to find to be of use
    tags: Mapping[str, str]
    every_tag: Mapping[str, str]  # the provider's too, which reach no node by themselves


def node_role(
    name: str, scope: Scope, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> tuple[iam.Role, list[pulumi.Resource]]:
    """Make the role of a node, which does little, as pods have their own; and what it needs."""
    role = iam.Role(
        name,
        description="What nodes may do",
        assume_role_policy=assumed_by("ec2"),
        tags=tags,
        opts=child,
    )
    attached: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(
            f"{name}-{purpose}",
            role=role.name,
            policy_arn=scope.managed_policy(policy),
            opts=child,
        )
        for purpose, policy in MANAGED.items()
    ]
    return role, attached


def node_template(
    name: str, plan: NodeGroupPlan, nodes: Nodes, child: pulumi.ResourceOptions
) -> ec2.LaunchTemplate:
    """Leave image, type and what runs first to EKS."""
    bought = nodes.settings.capacity_block if plan.capacity == "CAPACITY_BLOCK" else None
    block: ec2.LaunchTemplateCapacityReservationSpecificationArgsDict = {
        "capacity_reservation_target": {
            "capacity_reservation_id": bought.reservation if bought else None
        }
    }
    workload = {"workload": plan.workload}
    return ec2.LaunchTemplate(
        name,
        description="Kubernetes nodes",
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,  # pods take no credentials there
        },
        monitoring={"enabled": True},
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_type": "gp3",
                    "volume_size": nodes.settings.volume_gb,
                    "encrypted": "true",
                    "delete_on_termination": "true",
                },
            }
        ],
        instance_type=bought.instance_type if bought else None,
        instance_market_options={"market_type": "capacity-block"} if bought else None,
        capacity_reservation_specification=block if bought else None,
        tag_specifications=[
            {"resource_type": kind, "tags": {**nodes.every_tag, **workload}}
            for kind in ("instance", "volume")
        ],
        update_default_version=True,
        tags={**nodes.tags, **workload},
        opts=child,
    )


def node_group(
    name: str,
    plan: NodeGroupPlan,
    nodes: Nodes,
    template: ec2.LaunchTemplate,
    child: pulumi.ResourceOptions,
) -> eks.NodeGroup:
    taint = plan.taint
    return eks.NodeGroup(
        name,
        cluster_name=nodes.cluster.name,
        node_role_arn=nodes.role_arn,
        subnet_ids=[nodes.subnet_ids[plan.zone]],
        ami_type=plan.image,
        capacity_type=plan.capacity,
        # A block's template has the type, which EKS then wants nowhere else.
        instance_types=None if plan.capacity == "CAPACITY_BLOCK" else list(plan.instance_types),
        scaling_config={
            "min_size": plan.least,
            "max_size": plan.most,
            "desired_size": plan.least,
        },
        # Of a group, never more than a third away at a time; and where one breaks, it is replaced.
        update_config={"max_unavailable_percentage": 33},
        node_repair_config={"enabled": True},
        launch_template={
            "id": template.id,
            "version": template.latest_version.apply(str),
        },
        labels={"pool": plan.pool},
        taints=[{"key": taint, "value": "present", "effect": "NO_SCHEDULE"}] if taint else None,
        tags={**nodes.tags, "workload": plan.workload},
        opts=pulumi.ResourceOptions.merge(
            child,
            pulumi.ResourceOptions(
                depends_on=list(nodes.after),
                ignore_changes=["scalingConfig.desiredSize"],  # the autoscaler's business
            ),
        ),
    )
