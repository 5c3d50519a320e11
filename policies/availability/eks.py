"""What keeps a Kubernetes cluster going when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.stack import Stack
from policies.reading.tokens import EKS_CLUSTER, NODE_GROUP
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    is_open,
    read,
    want,
)
from policies.rule import resource_rule, stack_rule

ADDON = "aws:eks/addon:Addon"
VOLUMES = "aws-ebs-csi-driver"
AUTOSCALED = "k8s.io/cluster-autoscaler/enabled"  # the tag by which it knows its groups


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="availability",
    severity="medium",
    fix="deletion_protection=True",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
    production=True,
)
def cluster_deletion_protected(cluster: Resource) -> Iterator[Finding]:
    """AWS refuses to delete a cluster until its protection is taken off on purpose."""
    yield from want(cluster, "deletionProtection", True)


@stack_rule(
    types=(NODE_GROUP,),
    concern="availability",
    severity="low",
    fix="a node group a zone: subnet_ids=[one.id]",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/eks/latest/best-practices/cas.html",
    production=True,
)
def nodes_with_volumes_one_zone_a_group(nodes: Resource, stack: Stack) -> Iterator[Finding]:
    """Where pods have EBS volumes and the Cluster Autoscaler adds nodes, a group is of one zone.

    It adds a node to a group, not to a zone: a pod whose volume is elsewhere waits for ever.
    """
    autoscaled = stack.tags(nodes).get(AUTOSCALED)
    asked = UNKNOWN if is_open(autoscaled) else autoscaled is not None
    several = fleets.zones(stack, nodes).at_least(2)
    broken = all_of([asked, keeps_volumes(nodes, stack), several])
    path = fleets.subnets_path(nodes)
    yield from found(broken, nodes, path, "subnets of one zone")


def keeps_volumes(nodes: Resource, stack: Stack) -> Truth:
    """Whether the group's cluster has the driver of EBS volumes."""
    cluster = stack.follow(nodes, "clusterName", EKS_CLUSTER)
    if not isinstance(cluster, Resource):
        return UNKNOWN if is_open(cluster) else False
    addons = stack.attached(cluster, "clusterName", ADDON)
    here = any_of(equal(read(each, "addonName"), VOLUMES) for each in addons.found)
    maybe = any_of(equal(read(each, "addonName"), VOLUMES) for each in addons.open)
    return any_of([here, UNKNOWN if maybe is not False else False])
