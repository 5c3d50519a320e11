"""eks: a cluster with its roles, security groups, add-ons and default nodes, and node groups.

What the provider makes of the same arguments (pulumi/pulumi-eks, nodejs/eks, read 2026-11-24), as
far as it is AWS's: of what it puts into Kubernetes only the provider is listed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costing.model import UNKNOWN
from costing.preview import values
from costing.preview.remote.component import Child, Component

INSTANCE_TYPE = "t3.medium"
NODES = {"minSize": 1, "maxSize": 2, "desiredCapacity": 2}
EVERYWHERE = ["0.0.0.0/0"]
POLICY = "arn:aws:iam::aws:policy/"
NODE_POLICIES = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
)
AUTO_MODE_POLICIES = (
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
# Options of the default node group that can stand among the cluster's own.
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


@dataclass(frozen=True, slots=True)
class Core:
    """What nodes need to know of their cluster."""

    cluster: Child | None
    vpc: Any
    subnets: Any
    security_group: Any
    instance_profile: Any = UNKNOWN


def cluster(component: Component) -> dict[str, Any]:
    auto = values.opened(component.inputs.get("autoMode") or {}).get("enabled") is True
    has_nodes = not (component.given("skipDefaultNodeGroup") or component.given("fargate") or auto)
    subnets = subnets_of(component)
    service_role, service_role_arn = cluster_role(component, auto=auto)
    group = security_group(component, auto=auto)
    made = component.add(
        "aws:eks/cluster:Cluster",
        f"{component.name}-eksCluster",
        cluster_inputs(component, service_role_arn, group, subnets, auto=auto),
        depends_on=[service_role] if service_role else [],
    )
    for name, wanted in {
        "kube-proxy": component.given("kubeProxyAddonOptions", {}).get("enabled", not auto),
        "vpc-cni": not component.given("useDefaultVpcCni", auto),
        "coredns": component.given("corednsAddonOptions", {}).get(
            "enabled",
            not component.given("skipDefaultNodeGroup") or bool(component.given("fargate")),
        ),
    }.items():
        if wanted:
            standard_addon(component, made, name)
    component.add(
        "pulumi:providers:kubernetes", f"{component.name}-eks-k8s", {"kubeconfig": UNKNOWN}
    )
    roles, profile = instance_roles(component, has_nodes=has_nodes)
    vpc = component.inputs.get("vpcId", UNKNOWN)
    core = Core(made, vpc, subnets, group.id if group else UNKNOWN, profile)
    if component.given("fargate"):
        fargate_profile(component, made, subnets)
    if component.given("createOidcProvider"):
        oidc_provider(component, made)
    node_group, nodes = None, None
    if has_nodes:
        node_group = node_security_group(component, core)
        nodes = default_nodes(component, core, node_group)
    return outputs(component, core, roles, node_group, nodes)


def outputs(
    component: Component,
    core: Core,
    roles: Sequence[Any],
    node_group: Child | None,
    nodes: Child | None,
) -> dict[str, Any]:
    made = core.cluster
    groups = cluster_groups(component, component.urn)
    reference = made.reference if made else None
    given = {key: component.inputs.get(key) for key in ("publicSubnetIds", "privateSubnetIds")}
    return {
        "eksCluster": reference,
        "clusterSecurityGroupId": core.security_group,
        "clusterSecurityGroup": groups[0].reference if groups else None,
        "nodeSecurityGroupId": node_group.id if node_group else UNKNOWN,
        "nodeSecurityGroup": node_group.reference if node_group else None,
        "defaultNodeGroupAsgName": nodes.output("name") if nodes else "",
        "instanceRoles": list(roles),
        "core": {
            "cluster": reference,
            "vpcId": core.vpc,
            "subnetIds": core.subnets,
            "instanceRoles": list(roles),
            "nodeGroupOptions": {},
            **{key: value for key, value in given.items() if value is not None},
        },
    }


def subnets_of(component: Component) -> Any:
    if "subnetIds" in component.inputs:
        return component.inputs["subnetIds"]
    parts = [*component.items("publicSubnetIds"), *component.items("privateSubnetIds")]
    return parts or UNKNOWN


def cluster_role(component: Component, *, auto: bool) -> tuple[Child | None, Any]:
    given = component.inputs.get("serviceRole")
    if given is not None:
        found = component.resource_of(given)
        return found, found.output("arn") if found else UNKNOWN
    policies = ["AmazonEKSClusterPolicy", *(AUTO_MODE_POLICIES if auto else ())]
    actions = ["sts:AssumeRole", "sts:TagSession"]
    made = role(component, "eksRole", "eks.amazonaws.com", policies, actions)
    return made, made.output("arn")


def role(
    component: Component,
    which: str,
    service: str,
    policies: Sequence[str],
    actions: Sequence[str] = ("sts:AssumeRole",),
) -> Child:
    """Declare a service's role, in the component of its own that the provider gives it."""
    name = f"{component.name}-{which}"
    part = component.add("eks:index:ServiceRole", name, {}, custom=False)
    principal = {"Service": [service]}
    statement = {"Action": list(actions), "Effect": "Allow", "Principal": principal}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    made = component.add(
        "aws:iam/role:Role",
        f"{name}-role",
        {"assumeRolePolicy": json.dumps(document), "tags": component.inputs.get("tags")},
        part,
    )
    for policy in policies:
        arn = f"{POLICY}{policy}"
        digest = hashlib.sha1(arn.encode(), usedforsecurity=False).hexdigest()[:8]
        component.add(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            f"{name}-{digest}",
            {"policyArn": arn, "role": made.output("name")},
            part,
        )
    return made


def security_group(component: Component, *, auto: bool) -> Child | None:
    given = component.inputs.get("clusterSecurityGroup")
    if given is not None:
        return component.resource_of(given)
    if component.given("skipDefaultSecurityGroups", auto):
        return None
    name = f"{component.name}-eksClusterSecurityGroup"
    made = component.add(
        "aws:ec2/securityGroup:SecurityGroup",
        name,
        {
            "vpcId": component.inputs.get("vpcId", UNKNOWN),
            "revokeRulesOnDelete": True,
            "tags": {"Name": name, **tags(component, "clusterSecurityGroupTags")},
        },
    )
    rule(component, "eksClusterInternetEgressRule", made.id, "egress", cidrBlocks=EVERYWHERE)
    return made


def tags(component: Component, own: str) -> dict[str, Any]:
    return {
        **values.opened(component.inputs.get(own) or {}),
        **values.opened(component.inputs.get("tags") or {}),
    }


def rule(component: Component, name: str, group: Any, kind: str, **inputs: Any) -> Child:
    stated = {"fromPort": 0, "toPort": 0, "protocol": "-1", **inputs}
    return component.add(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        f"{component.name}-{name}",
        {"type": kind, "securityGroupId": group, **stated},
    )


def cluster_inputs(
    component: Component, role_arn: Any, group: Child | None, subnets: Any, *, auto: bool
) -> dict[str, Any]:
    given = component.inputs.get
    name = f"{component.name}-eksCluster"
    mode = given("authenticationMode")
    access = {"authenticationMode": mode, "bootstrapClusterCreatorAdminPermissions": True}
    key = given("encryptionConfigKeyArn")
    network = {
        "serviceIpv4Cidr": given("kubernetesServiceIpAddressRange"),
        "ipFamily": given("ipFamily"),
        "elasticLoadBalancing": {"enabled": True} if auto else None,
    }
    network = {each: value for each, value in network.items() if value is not None}
    vpc = {
        "securityGroupIds": [group.id] if group else None,
        "subnetIds": subnets,
        "endpointPrivateAccess": given("endpointPrivateAccess"),
        "endpointPublicAccess": given("endpointPublicAccess"),
        "publicAccessCidrs": given("publicAccessCidrs"),
    }
    automatic = {
        "computeConfig": {"enabled": True, "nodePools": ["general-purpose", "system"]},
        "storageConfig": {"blockStorage": {"enabled": True}},
    }
    return {
        "name": given("name"),
        "roleArn": role_arn,
        "vpcConfig": {each: value for each, value in vpc.items() if value is not None},
        "version": given("version"),
        "enabledClusterLogTypes": given("enabledClusterLogTypes"),
        "tags": {"Name": name, **tags(component, "clusterTags")},
        "bootstrapSelfManagedAddons": not auto
        and component.given("bootstrapSelfManagedAddons", default=True),
        "encryptionConfig": {"provider": {"keyArn": key}, "resources": ["secrets"]}
        if key
        else None,
        "accessConfig": access if mode is not None else None,
        "kubernetesNetworkConfig": network or None,
        "upgradePolicy": given("upgradePolicy"),
        "deletionProtection": given("deletionProtection"),
        **(automatic if auto else {}),
    }


def standard_addon(component: Component, made: Child, name: str) -> Child:
    parent = None
    if name == "vpc-cni":
        parent = component.add(
            "eks:index:VpcCniAddon", f"{component.name}-{name}", {}, custom=False
        )
    return component.add(
        "aws:eks/addon:Addon",
        f"{component.name}-{name}",
        {
            "clusterName": made.output("name"),
            "addonName": name,
            "addonVersion": UNKNOWN,
            "preserve": True,
            "resolveConflictsOnCreate": "OVERWRITE",
            "resolveConflictsOnUpdate": "OVERWRITE",
            "tags": component.inputs.get("tags"),
        },
        parent,
    )


def instance_roles(component: Component, *, has_nodes: bool) -> tuple[list[Any], Any]:
    """Return the roles of the cluster's instances, and the profile of its default nodes."""
    several = component.items("instanceRoles")
    if several:
        found = [component.resource_of(each) for each in several]
        return [each.reference for each in found if each], UNKNOWN
    given = component.resource_of(component.inputs.get("instanceRole"))
    wanted = component.given("createInstanceRole", not component.given("skipDefaultNodeGroup"))
    if given is None and not wanted:
        return [], UNKNOWN
    made = given or role(component, "instanceRole", "ec2.amazonaws.com", NODE_POLICIES)
    profile = None
    if given is None or has_nodes:
        profile = component.add(
            "aws:iam/instanceProfile:InstanceProfile",
            f"{component.name}-instanceProfile",
            {"role": made.output("name")},
        )
    return [made.reference], profile.output("name") if profile else UNKNOWN


def fargate_profile(component: Component, made: Child, subnets: Any) -> None:
    stated = component.given("fargate")
    stated = stated if isinstance(stated, dict) else {}
    arn = stated.get("podExecutionRoleArn")
    if arn is None:
        policy = ["AmazonEKSFargatePodExecutionRolePolicy"]
        service = "eks-fargate-pods.amazonaws.com"
        arn = role(component, "podExecutionRole", service, policy).output("arn")
    everything = [{"namespace": "default"}, {"namespace": "kube-system"}]
    component.add(
        "aws:eks/fargateProfile:FargateProfile",
        f"{component.name}-fargateProfile",
        {
            "clusterName": made.output("name"),
            "podExecutionRoleArn": arn,
            "selectors": stated.get("selectors") or everything,
            "subnetIds": stated.get("subnetIds") or subnets,
        },
    )


def oidc_provider(component: Component, made: Child) -> None:
    component.add(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        f"{component.name}-oidcProvider",
        {
            "clientIdLists": ["sts.amazonaws.com"],
            "url": made.output("identities"),
            "thumbprintLists": UNKNOWN,
        },
    )


# Nodes


def node_security_group(component: Component, core: Core) -> Child:
    name = f"{component.name}-nodeSecurityGroup"
    made = component.add(
        "aws:ec2/securityGroup:SecurityGroup",
        name,
        {
            "vpcId": core.vpc,
            "revokeRulesOnDelete": True,
            # One of its tags has the cluster's name for a key.
            "tags": core.cluster.made_of("name") if core.cluster else UNKNOWN,
        },
    )
    of_cluster = {"sourceSecurityGroupId": core.security_group, "protocol": "tcp"}
    rule(component, "eksNodeIngressRule", made.id, "ingress", self=True)
    rule(
        component,
        "eksNodeClusterIngressRule",
        made.id,
        "ingress",
        fromPort=1025,
        toPort=65535,
        **of_cluster,
    )
    rule(
        component,
        "eksExtApiServerClusterIngressRule",
        made.id,
        "ingress",
        fromPort=443,
        toPort=443,
        **of_cluster,
    )
    rule(component, "eksNodeInternetEgressRule", made.id, "egress", cidrBlocks=EVERYWHERE)
    from_nodes = {"sourceSecurityGroupId": made.id, "protocol": "tcp"}
    rule(
        component,
        "eksClusterIngressRule",
        core.security_group,
        "ingress",
        fromPort=443,
        toPort=443,
        **from_nodes,
    )
    return made


def default_nodes(component: Component, core: Core, group: Child) -> Child:
    stated = values.opened(component.inputs.get("nodeGroupOptions") or {})
    options = stated or {
        key: component.inputs[key] for key in NODE_OPTIONS if key in component.inputs
    }
    return nodes(component, core, options, group.id)


def nodes(component: Component, core: Core, options: Mapping[str, Any], group: Any) -> Child:
    """Declare a launch template and a group of nodes that it starts."""
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


def worker_subnets(component: Component, core: Core) -> Any:
    for key in ("privateSubnetIds", "publicSubnetIds"):
        if key in component.inputs:
            return component.inputs[key]
    return core.subnets


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


def cluster_groups(component: Component, of: str) -> list[Child]:
    return [
        each
        for each in component.children(of, "aws:ec2/securityGroup:SecurityGroup")
        if each.recorded.resource.name.endswith("eksClusterSecurityGroup")
    ]


def core_of(component: Component) -> Core:
    """Return the cluster that nodes are given: the component, or its `core`."""
    given = component.inputs.get("cluster", component.inputs.get("eksCluster"))
    found = component.resource_of(given)
    if found is not None:
        if found.recorded.resource.type == "aws:eks/cluster:Cluster":
            return Core(found, UNKNOWN, UNKNOWN, UNKNOWN)
        return core_of_cluster(component, found)
    stated = values.opened(given or {})
    made = component.resource_of(stated.get("cluster"))
    return Core(made, stated.get("vpcId", UNKNOWN), stated.get("subnetIds", UNKNOWN), UNKNOWN)


def core_of_cluster(component: Component, found: Child) -> Core:
    (made, *_) = [*component.children(found.urn, "aws:eks/cluster:Cluster"), None]
    whole = Component(component.recorder, found.recorded)
    groups = cluster_groups(component, found.urn)
    profiles = component.children(found.urn, "aws:iam/instanceProfile:InstanceProfile")
    return Core(
        made,
        whole.inputs.get("vpcId", UNKNOWN),
        worker_subnets(whole, Core(made, UNKNOWN, subnets_of(whole), UNKNOWN)),
        groups[0].id if groups else UNKNOWN,
        profiles[0].output("name") if profiles else UNKNOWN,
    )


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
    not_its = (
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
    name = core.cluster.output("name") if core.cluster else UNKNOWN
    child = component.add(
        "aws:eks/nodeGroup:NodeGroup",
        component.name,
        {
            "subnetIds": core.subnets,
            "scalingConfig": {"desiredSize": 2, "minSize": 1, "maxSize": 2},
            **component.without(*not_its),
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
    """Return the launch template of managed nodes that need one of their own."""
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


def addon(component: Component) -> dict[str, Any]:
    core = core_of(component)
    name = core.cluster.output("name") if core.cluster else UNKNOWN
    component.add(
        "aws:eks/addon:Addon", component.name, {**component.without("cluster"), "clusterName": name}
    )
    return {}


def vpc_cni_addon(component: Component) -> dict[str, Any]:
    component.add(
        "aws:eks/addon:Addon",
        component.name,
        {
            "clusterName": component.inputs.get("clusterName"),
            "addonName": "vpc-cni",
            "addonVersion": component.inputs.get("addonVersion", UNKNOWN),
            "resolveConflictsOnCreate": "OVERWRITE",
            "resolveConflictsOnUpdate": "OVERWRITE",
            "preserve": True,
            "serviceAccountRoleArn": component.inputs.get("serviceAccountRoleArn"),
            "tags": component.inputs.get("tags"),
        },
    )
    return {}
