"""Expand eks.NodeGroupV2 and eks.NodeGroupSecurityGroup: self-managed nodes.

Source: pulumi/pulumi-eks, nodejs/eks, read 2026-11-24.
"""

from collections.abc import Mapping
from typing import Any

from costing.graph.preview import values
from costing.graph.preview.packages.component import Child, Component
from costing.graph.preview.packages.eks_core import Core, core_of, worker_subnets
from costing.model import UNKNOWN

INSTANCE_TYPE = "t3.medium"
NODES = {"minSize": 1, "maxSize": 2, "desiredCapacity": 2}
EVERYWHERE = ["0.0.0.0/0"]
# Options of the default node group that are also arguments of the cluster.
NODE_OPTIONS = (
    "nodeSubnetIds",
    "nodeAssociatePublicIpAddress",
    "instanceType",
    "nodePublicKey",
    "nodeRootVolumeEncrypted",
    "nodeRootVolumeSize",
    "nodeUserData",
    "minSize",
    "maxSize",
    "desiredCapacity",
)


def rule(component: Component, name: str, group: Any, kind: str, **inputs: Any) -> Child:
    specified = {"fromPort": 0, "toPort": 0, "protocol": "-1", **inputs}
    return component.add(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        f"{component.name}-{name}",
        {"type": kind, "securityGroupId": group, **specified},
    )


def node_security_group(component: Component, core: Core) -> Child:
    made = component.add(
        "aws:ec2/securityGroup:SecurityGroup",
        f"{component.name}-nodeSecurityGroup",
        {
            "vpcId": core.vpc,
            "revokeRulesOnDelete": True,
            # The key of one of its tags contains the cluster's name.
            "tags": core.cluster.made_of("name") if core.cluster else UNKNOWN,
        },
    )
    of_cluster = {"sourceSecurityGroupId": core.security_group, "protocol": "tcp"}
    of_nodes = {"sourceSecurityGroupId": made.id, "protocol": "tcp"}
    kubelet, api = {"fromPort": 1025, "toPort": 65535}, {"fromPort": 443, "toPort": 443}
    rule(component, "eksNodeIngressRule", made.id, "ingress", self=True)
    rule(component, "eksNodeClusterIngressRule", made.id, "ingress", **kubelet, **of_cluster)
    rule(component, "eksExtApiServerClusterIngressRule", made.id, "ingress", **api, **of_cluster)
    rule(component, "eksNodeInternetEgressRule", made.id, "egress", cidrBlocks=EVERYWHERE)
    rule(component, "eksClusterIngressRule", core.security_group, "ingress", **api, **of_nodes)
    return made


def default_nodes(component: Component, core: Core, group: Child) -> Child:
    specified = values.opened(component.inputs.get("nodeGroupOptions") or {})
    options = specified or {
        key: component.inputs[key] for key in NODE_OPTIONS if key in component.inputs
    }
    return nodes(component, core, options, group.id)


def nodes(component: Component, core: Core, options: Mapping[str, Any], group: Any) -> Child:
    """Declare a launch template and its Auto Scaling group of nodes."""
    template = component.add(
        "aws:ec2/launchTemplate:LaunchTemplate",
        f"{component.name}-launchTemplate",
        launch_inputs(core, options, group),
    )
    subnets = options.get("nodeSubnetIds", worker_subnets(component, core))
    sizes = {key: options.get(key, default) for key, default in NODES.items()}
    healthy = options.get("minRefreshPercentage", 50)
    return component.add(
        "aws:autoscaling/group:Group",
        component.name,
        {
            **sizes,
            "launchTemplate": {
                "name": template.output("name"),
                "version": template.output("latestVersion"),
            },
            "vpcZoneIdentifiers": subnets,
            "instanceRefresh": {
                "strategy": "Rolling",
                "preferences": {"minHealthyPercentage": healthy},
            },
            "tags": core.cluster.made_of("name") if core.cluster else UNKNOWN,
        },
    )


def launch_inputs(core: Core, options: Mapping[str, Any], group: Any) -> dict[str, Any]:
    disk = {
        "encrypted": options.get("nodeRootVolumeEncrypted"),
        "volumeSize": options.get("nodeRootVolumeSize"),
        "volumeType": options.get("nodeRootVolumeType"),
        "iops": options.get("nodeRootVolumeIops"),
        "throughput": options.get("nodeRootVolumeThroughput"),
    }
    disk = {key: value for key, value in disk.items() if value is not None}
    if "encrypted" in disk:
        disk["encrypted"] = "true" if values.plain(disk["encrypted"]) is True else "false"
    price = options.get("spotPrice")
    watched = options.get("enableDetailedMonitoring")
    extra = [UNKNOWN for _ in values.opened(options.get("extraNodeSecurityGroups") or [])]
    public = values.plain(options.get("nodeAssociatePublicIpAddress", True))
    interface = {
        "associatePublicIpAddress": "false" if public is False else "true",
        "securityGroups": [group, *extra],
    }
    return {
        "imageId": options.get("amiId", UNKNOWN),
        "instanceType": options.get("instanceType", INSTANCE_TYPE),
        "iamInstanceProfile": {"name": options.get("instanceProfileName", core.instance_profile)},
        "keyName": options.get("keyName"),
        "instanceMarketOptions": {"marketType": "spot", "spotOptions": {"maxPrice": price}}
        if price
        else None,
        "blockDeviceMappings": [{"deviceName": UNKNOWN, "ebs": disk}] if disk else None,
        "networkInterfaces": [interface],
        "metadataOptions": options.get("metadataOptions"),
        "userData": UNKNOWN,
        "monitoring": {"enabled": watched} if watched is not None else None,
    }


def node_group(component: Component) -> dict[str, Any]:
    core = core_of(component)
    given = component.resource_of(component.inputs.get("nodeSecurityGroup"))
    group = given.id if given else component.inputs.get("nodeSecurityGroupId")
    made = None
    if group is None:
        made = node_security_group(component, core)
        group = made.id
    child = nodes(component, core, component.inputs, group)
    return {
        "autoScalingGroup": child.reference,
        "nodeSecurityGroupId": group,
        "nodeSecurityGroup": (made or given).reference if made or given else None,  # type: ignore[union-attr]
    }


def node_group_security_group(component: Component) -> dict[str, Any]:
    given = component.resource_of(component.inputs.get("clusterSecurityGroup"))
    core = core_of(component)
    vpc = component.inputs.get("vpcId", core.vpc)
    made = node_security_group(
        component, Core(core.cluster, vpc, core.subnets, given.id if given else UNKNOWN)
    )
    return {"securityGroup": made.reference}
