"""Components of other packages: what their providers would make of them, as far as it is known."""

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from costing.graph.preview import outputs
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
from costing.graph.preview.settle import settled
from costing.model import UNKNOWN

if TYPE_CHECKING:
    from costing.graph.preview.recorder import Recorded, Recorder

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


def expand(recorder: "Recorder", recorded: "Recorded") -> outputs.Answer | None:
    """Declare a component's children and return its outputs; None where they are not known.

    Raise Unanswered for arguments that the provider would refuse.
    """
    resource = recorded.resource
    expansion = EXPANSIONS.get(resource.type)
    if expansion is None:
        LOG.warning("%s %s is not expanded: its parts are not known", resource.type, resource.name)
        return None
    try:
        found = expansion(Component(recorder, recorded))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        LOG.warning("%s %s is not expanded: %r", resource.type, resource.name, error)
        return None
    handed = recorder.handed
    references = settled(found, handed).references
    made_of = {key: outputs.origins(resource.urn, key, references, handed) for key in found}
    return outputs.Answer("", found, made_of)


def call(token: str) -> dict[str, Any]:
    """Return the result of a component's method: only deploying tells it."""
    return {"result": UNKNOWN} if token.endswith("/getKubeconfig") else {}
