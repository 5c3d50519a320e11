"""Managed node groups: one per node pool and zone, so that zonal EBS volumes find nodes.

https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, eks, iam

from infra.aws.instance_type import accelerator_of, architecture_of
from infra.aws.policy_document import assumed_by
from infra.context import Context
from infra.kubernetes.manifests import DEVICES
from infra.kubernetes.settings import KubernetesSettings

# Bottlerocket's NVIDIA variants have driver, container runtime and device plugin.
# https://bottlerocket.dev/en/os/latest/#/concepts/variants/
IMAGES = {
    ("x86_64", None): "AL2023_x86_64_STANDARD",
    ("arm64", None): "AL2023_ARM_64_STANDARD",
    ("x86_64", "nvidia"): "BOTTLEROCKET_x86_64_NVIDIA",
    ("arm64", "nvidia"): "BOTTLEROCKET_ARM_64_NVIDIA",
    ("x86_64", "neuron"): "AL2023_x86_64_NEURON",
}
NODE_ROLE = "kubernetes-nodes"
MANAGED_POLICIES = {
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
    min_size: int
    max_size: int

    @property
    def image(self) -> str:
        first = self.instance_types[0]
        return IMAGES[architecture_of(first), accelerator_of(first)]

    @property
    def workload(self) -> str:
        """Workload tag: node groups are shared; groups with accelerators run batch jobs."""
        return "batch" if self.taint else "shared"

    @property
    def taint(self) -> str | None:
        """Key of the taint that repels pods without an accelerator request."""
        accelerator = accelerator_of(self.instance_types[0])
        return DEVICES[accelerator] if accelerator else None

    @property
    def device(self) -> str:
        """Device of the volume with images and containers."""
        return "/dev/xvdb" if self.image.startswith("BOTTLEROCKET") else "/dev/xvda"


def plan_groups(settings: KubernetesSettings, zones: Sequence[str]) -> list[NodeGroupPlan]:
    """Plan the system pool On-Demand, a base of the others on Spot, and the Capacity Block.

    Karpenter adds nodes to the base and does not change it.
    """
    plans = [
        NodeGroupPlan(
            pool=name,
            zone=zone,
            capacity="ON_DEMAND" if name == "system" else "SPOT",
            instance_types=pool.instance_types,
            min_size=pool.min_per_zone,
            max_size=pool.max_per_zone if name == "system" else pool.min_per_zone,
        )
        for name, pool in settings.pools.items()
        if pool.min_per_zone
        for zone in zones
    ]
    if block := settings.capacity_block:
        types = (block.instance_type,)
        plans.append(NodeGroupPlan("block", block.zone, "CAPACITY_BLOCK", types, 0, block.nodes))
    return plans


@dataclass(frozen=True, slots=True)
class Nodes:
    """Arguments that all node groups share."""

    context: Context
    settings: KubernetesSettings
    cluster: eks.Cluster
    role_arn: pulumi.Input[str]
    subnet_ids: Mapping[str, pulumi.Input[str]]  # private, by zone
    # Of the nodes, which their pods use too: nodes and control plane, clients of the data stores.
    security_groups: Sequence[pulumi.Input[str]]
    depends_on: Sequence[pulumi.Resource]  # add-ons and policies that nodes require
    tags: Mapping[str, str]
    instance_tags: Mapping[str, str]


def node_role(
    name: str, context: Context, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> tuple[iam.Role, list[pulumi.Resource]]:
    """Create the node role with its policy attachments; pods have their own roles."""
    role = iam.Role(
        name,
        name=context.role(NODE_ROLE),  # Karpenter may pass it
        description="Kubernetes nodes",
        assume_role_policy=assumed_by("ec2"),
        tags=tags,
        opts=child,
    )
    attached: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(
            f"{name}-{purpose}",
            role=role.name,
            policy_arn=context.managed_policy(policy),
            opts=child,
        )
        for purpose, policy in MANAGED_POLICIES.items()
    ]
    return role, attached


def node_template(
    name: str, plan: NodeGroupPlan, nodes: Nodes, child: pulumi.ResourceOptions
) -> ec2.LaunchTemplate:
    """Create a launch template without AMI, instance type and user data, which EKS sets."""
    block = nodes.settings.capacity_block if plan.capacity == "CAPACITY_BLOCK" else None
    target: ec2.LaunchTemplateCapacityReservationSpecificationArgsDict = {
        "capacity_reservation_target": {
            "capacity_reservation_id": block.reservation if block else None
        }
    }
    workload = {"workload": plan.workload}
    return ec2.LaunchTemplate(
        name,
        description="Kubernetes nodes",
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,  # not reachable from pods
        },
        monitoring={"enabled": True},
        block_device_mappings=[
            {
                "device_name": plan.device,
                "ebs": {
                    "volume_type": "gp3",
                    "volume_size": nodes.settings.volume_gb,
                    "encrypted": "true",
                    "delete_on_termination": "true",
                },
            }
        ],
        instance_type=block.instance_type if block else None,
        instance_market_options={"market_type": "capacity-block"} if block else None,
        capacity_reservation_specification=target if block else None,
        vpc_security_group_ids=list(nodes.security_groups),
        tag_specifications=[
            {"resource_type": kind, "tags": {**nodes.instance_tags, **workload}}
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
        # With a Capacity Block the launch template sets the type.
        instance_types=None if plan.capacity == "CAPACITY_BLOCK" else list(plan.instance_types),
        scaling_config={
            "min_size": plan.min_size,
            "max_size": plan.max_size,
            "desired_size": plan.min_size,
        },
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
                depends_on=list(nodes.depends_on),
                ignore_changes=["scalingConfig.desiredSize"],  # an operator may raise it
            ),
        ),
    )
