"""Expand components of other packages into the resources that their providers create."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from costing.graph.preview import outputs
from costing.graph.preview.graph_values import graph_inputs
from costing.graph.preview.packages import (
    awsx_cloudtrail,
    awsx_ec2,
    awsx_ecr,
    awsx_ecs,
    awsx_lb,
    eks_cluster,
    eks_managed,
    eks_nodes,
)
from costing.graph.preview.packages.component import Component
from costing.graph.preview.recorded import Recorded, Registry
from costing.model import UNKNOWN

LOG = logging.getLogger("costing.graph.preview")

EXPANSIONS: Mapping[str, Callable[[Component], dict[str, Any]]] = {
    "awsx:cloudtrail:Trail": awsx_cloudtrail.trail,
    "awsx:ec2:DefaultVpc": awsx_ec2.existing_default_vpc,
    "awsx:ec2:Vpc": awsx_ec2.vpc,
    "awsx:ecr:Image": awsx_ecr.image,
    "awsx:ecr:Repository": awsx_ecr.repository,
    "awsx:ecs:EC2Service": awsx_ecs.ec2_service,
    "awsx:ecs:EC2TaskDefinition": awsx_ecs.ec2_task_definition,
    "awsx:ecs:FargateService": awsx_ecs.fargate_service,
    "awsx:ecs:FargateTaskDefinition": awsx_ecs.fargate_task_definition,
    "awsx:lb:ApplicationLoadBalancer": awsx_lb.application_load_balancer,
    "awsx:lb:NetworkLoadBalancer": awsx_lb.network_load_balancer,
    "awsx:lb:TargetGroupAttachment": awsx_lb.target_group_attachment,
    "eks:index:Addon": eks_cluster.addon,
    "eks:index:Cluster": eks_cluster.cluster,
    "eks:index:ManagedNodeGroup": eks_managed.managed_node_group,
    "eks:index:NodeGroupSecurityGroup": eks_nodes.node_group_security_group,
    "eks:index:NodeGroupV2": eks_nodes.node_group,
    "eks:index:VpcCniAddon": eks_cluster.vpc_cni_addon,
}


def expand(recorder: Registry, recorded: Recorded) -> outputs.Answer | None:
    """Declare a component's children and return its outputs; None if they are not known.

    Raise Unanswered for arguments that the provider does not accept.
    """
    resource = recorded.resource
    expansion = EXPANSIONS.get(resource.type)
    if expansion is None:
        LOG.warning(
            "%s %s is not expanded: the resources that it creates are unknown",
            resource.type,
            resource.name,
        )
        return None
    try:
        found = expansion(Component(recorder, recorded))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        LOG.warning("%s %s is not expanded: %r", resource.type, resource.name, error)
        return None
    placeholders = recorder.placeholders
    references = graph_inputs(found, placeholders).references
    made_of = {key: outputs.origins(resource.urn, key, references, placeholders) for key in found}
    return outputs.Answer("", found, made_of)


def call(token: str) -> dict[str, Any]:
    """Return the result of a component's method, which is known only after deployment."""
    return {"result": UNKNOWN} if token.endswith("/getKubeconfig") else {}
