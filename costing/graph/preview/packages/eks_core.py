"""Properties of an eks.Cluster that its nodes need."""

from dataclasses import dataclass
from typing import Any

from costing.graph.preview import values
from costing.graph.preview.packages.component import Child, Component
from costing.graph.preview.packages.default_vpc import default_vpc
from costing.model import UNKNOWN


@dataclass(frozen=True, slots=True)
class Core:
    """Properties of a cluster that its nodes need."""

    cluster: Child | None
    vpc: Any
    subnets: Any
    security_group: Any
    instance_profile: Any = UNKNOWN


def network_of(component: Component) -> tuple[Any, Any]:
    """Return the cluster's VPC and subnets; by default those of the default VPC."""
    subnets = subnets_of(component)
    if "vpcId" in component.inputs:
        return component.inputs["vpcId"], UNKNOWN if subnets is None else subnets
    network = default_vpc(component)
    return network.id, network.subnet_ids if subnets is None else subnets


def subnets_of(component: Component) -> Any:
    """Return the subnets in a cluster's arguments; None if there are none."""
    if "subnetIds" in component.inputs:
        return component.inputs["subnetIds"]
    lists = ("publicSubnetIds", "privateSubnetIds")
    if not any(name in component.inputs for name in lists):
        return None
    parts = [part for name in lists for part in component.items(name)]
    return parts or UNKNOWN


def worker_subnets(component: Component, core: Core) -> Any:
    for key in ("privateSubnetIds", "publicSubnetIds"):
        if key in component.inputs:
            return component.inputs[key]
    return core.subnets


def cluster_groups(component: Component, of: str) -> list[Child]:
    return [
        each
        for each in component.children(of, "aws:ec2/securityGroup:SecurityGroup")
        if each.recorded.resource.name.endswith("eksClusterSecurityGroup")
    ]


def core_of(component: Component) -> Core:
    """Return the cluster in the arguments of nodes: the component or its output `core`."""
    given = component.inputs.get("cluster", component.inputs.get("eksCluster"))
    found = component.resource_of(given)
    if found is not None:
        if found.recorded.resource.type == "aws:eks/cluster:Cluster":
            return Core(found, UNKNOWN, UNKNOWN, UNKNOWN)
        return core_of_cluster(component, found)
    specified = values.opened(given or {})
    made = component.resource_of(specified.get("cluster"))
    return Core(made, specified.get("vpcId", UNKNOWN), specified.get("subnetIds", UNKNOWN), UNKNOWN)


def core_of_cluster(component: Component, found: Child) -> Core:
    (made, *_) = [*component.children(found.urn, "aws:eks/cluster:Cluster"), None]
    whole = Component(component.recorder, found.recorded)
    groups = cluster_groups(component, found.urn)
    profiles = component.children(found.urn, "aws:iam/instanceProfile:InstanceProfile")
    vpc, subnets = network_of(whole)
    return Core(
        made,
        vpc,
        worker_subnets(whole, Core(made, UNKNOWN, subnets, UNKNOWN)),
        groups[0].id if groups else UNKNOWN,
        profiles[0].output("name") if profiles else UNKNOWN,
    )
