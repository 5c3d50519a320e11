"""eks: a cluster with its roles, security groups, add-ons and default nodes.

What the provider makes of the same arguments (pulumi/pulumi-eks, nodejs/eks, read 2026-11-24).
Of what it puts into Kubernetes only the provider is listed.
"""

from collections.abc import Sequence
from typing import Any

from costing.model import UNKNOWN
from costing.preview import values
from costing.preview.remote.component import Child, Component
from costing.preview.remote.eks_core import (
    Core,
    cluster_groups,
    core_of,
    subnets_of,
)
from costing.preview.remote.eks_nodes import EVERYWHERE, default_nodes, node_security_group, rule
from costing.preview.remote.eks_roles import cluster_role, instance_roles, role


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


def cluster_inputs(
    component: Component, role_arn: Any, group: Child | None, subnets: Any, *, auto: bool
) -> dict[str, Any]:
    given = component.inputs.get
    name = f"{component.name}-eksCluster"
    mode = given("authenticationMode")
    access = {"authenticationMode": mode, "bootstrapClusterCreatorAdminPermissions": True}
    key = given("encryptionConfigKeyArn")
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
        "kubernetesNetworkConfig": addresses(component, auto=auto) or None,
        "upgradePolicy": given("upgradePolicy"),
        "deletionProtection": given("deletionProtection"),
        **(automatic if auto else {}),
    }


def addresses(component: Component, *, auto: bool) -> dict[str, Any]:
    stated = {
        "serviceIpv4Cidr": component.inputs.get("kubernetesServiceIpAddressRange"),
        "ipFamily": component.inputs.get("ipFamily"),
        "elasticLoadBalancing": {"enabled": True} if auto else None,
    }
    return {key: value for key, value in stated.items() if value is not None}


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
