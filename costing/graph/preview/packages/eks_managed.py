"""Expand eks.ManagedNodeGroup: node groups that EKS manages.

Source: pulumi/pulumi-eks, nodejs/eks, read 2026-11-24.
"""

from typing import Any

from costing.graph.preview.packages.component import Child, Component
from costing.graph.preview.packages.eks_core import core_of
from costing.model import UNKNOWN

# Arguments of the component that are not inputs of the node group.
NOT_ITS = (
    "amiId",
    "bootstrapExtraArgs",
    "bottlerocketSettings",
    "cluster",
    "enableEfaSupport",
    "enableIMDSv2",
    "gpu",
    "ignoreScalingChanges",
    "kubeletExtraArgs",
    "nodeRole",
    "nodeadmExtraOptions",
    "operatingSystem",
    "placementGroupAvailabilityZone",
    "userData",
)


def managed_node_group(component: Component) -> dict[str, Any]:
    core = core_of(component)
    given = component.resource_of(component.inputs.get("nodeRole"))
    arn = given.output("arn") if given else component.inputs.get("nodeRoleArn", UNKNOWN)
    placement = None
    if component.given("enableEfaSupport"):
        placement = component.add(
            "aws:ec2/placementGroup:PlacementGroup", component.name, {"strategy": "cluster"}
        )
    template = custom_template(component, placement)
    name = core.cluster.output("name") if core.cluster else UNKNOWN
    child = component.add(
        "aws:eks/nodeGroup:NodeGroup",
        component.name,
        {
            "subnetIds": core.subnets,
            "scalingConfig": {"desiredSize": 2, "minSize": 1, "maxSize": 2},
            **component.without(*NOT_ITS),
            **({"launchTemplate": template, "diskSize": None} if template else {}),
            "clusterName": component.inputs.get("clusterName", name),
            "nodeRoleArn": arn,
        },
    )
    return {
        "nodeGroup": child.reference,
        "placementGroupName": placement.output("name") if placement else UNKNOWN,
    }


def custom_template(component: Component, placement: Child | None) -> dict[str, Any] | None:
    """Return the launch template of managed nodes whose settings need one."""
    needs: tuple[str, ...] = (
        "kubeletExtraArgs",
        "bootstrapExtraArgs",
        "enableIMDSv2",
        "amiId",
        "userData",
    )
    needs = (*needs, "bottlerocketSettings", "nodeadmExtraOptions")
    if placement is None and not any(key in component.inputs for key in needs):
        return None
    required = {"httpTokens": "required", "httpPutResponseHopLimit": 2, "httpEndpoint": "enabled"}
    size = component.inputs.get("diskSize")
    made = component.add(
        "aws:ec2/launchTemplate:LaunchTemplate",
        f"{component.name}-launchTemplate",
        {
            "imageId": component.inputs.get("amiId"),
            "userData": UNKNOWN,
            "metadataOptions": required if component.given("enableIMDSv2") else None,
            "blockDeviceMappings": [{"deviceName": UNKNOWN, "ebs": {"volumeSize": size}}]
            if size
            else None,
            "placement": {"groupName": placement.output("name")} if placement else None,
        },
    )
    return {"id": made.id, "version": made.output("latestVersion")}
