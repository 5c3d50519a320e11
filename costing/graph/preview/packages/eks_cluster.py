"""Expand eks.Cluster: roles, security groups, add-ons and default nodes.

Of the Kubernetes resources only the provider is created. Source: pulumi/pulumi-eks, nodejs/eks,
read 2026-11-24.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from costing.graph.preview import values
from costing.graph.preview.packages.component import Child, Component
from costing.graph.preview.packages.eks_core import Core, core_of, network_of
from costing.graph.preview.packages.eks_nodes import (
    EVERYWHERE,
    default_nodes,
    node_security_group,
    rule,
)
from costing.graph.preview.packages.eks_roles import cluster_role, instance_roles, role
from costing.model import UNKNOWN

CNI = "eks:index:VpcCniAddon"
ACCESS_ENTRIES = ("API", "API_AND_CONFIG_MAP")  # authentication modes with access entries


def cluster(component: Component) -> dict[str, Any]:
    auto = values.opened(component.inputs.get("autoMode") or {}).get("enabled") is True
    has_nodes = not (component.given("skipDefaultNodeGroup") or component.given("fargate") or auto)
    vpc, subnets = network_of(component)
    service_role, service_role_arn = cluster_role(component, auto=auto)
    group = security_group(component, vpc, auto=auto)
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
    kubernetes = component.add(
        "pulumi:providers:kubernetes", f"{component.name}-eks-k8s", {"kubeconfig": UNKNOWN}
    )
    roles, profile = instance_roles(component, has_nodes=has_nodes)
    core = Core(made, vpc, subnets, group.id if group else UNKNOWN, profile)
    fargate = fargate_profile(component, made, subnets) if component.given("fargate") else None
    oidc = oidc_provider(component, made) if component.given("createOidcProvider") else None
    node_group, nodes = None, None
    if has_nodes:
        node_group = node_security_group(component, core)
        nodes = default_nodes(component, core, node_group)
    parts = Parts(service_role, group, kubernetes, fargate, oidc, node_group, nodes)
    return outputs(component, core, roles, parts)


@dataclass(frozen=True, slots=True)
class Parts:
    """Resources that a cluster's outputs refer to; None for those that it does not have."""

    service_role: Child | None
    group: Child | None
    kubernetes: Child
    fargate: Child | None
    oidc: Child | None
    node_group: Child | None
    nodes: Child | None


def outputs(component: Component, core: Core, roles: Sequence[Any], parts: Parts) -> dict[str, Any]:
    made, oidc, fargate = core.cluster, parts.oidc, parts.fargate
    return {
        "eksCluster": reference(made),
        "clusterSecurityGroupId": core.security_group,
        "clusterSecurityGroup": reference(parts.group),
        "nodeSecurityGroupId": parts.node_group.id if parts.node_group else UNKNOWN,
        "nodeSecurityGroup": reference(parts.node_group),
        "defaultNodeGroupAsgName": parts.nodes.output("name") if parts.nodes else "",
        "fargateProfileId": fargate.id if fargate else "",
        "fargateProfileStatus": fargate.output("status") if fargate else "",
        "oidcProviderArn": oidc.output("arn") if oidc else "",
        "oidcProviderUrl": oidc.output("url") if oidc else UNKNOWN,
        "instanceRoles": list(roles),
        "core": core_outputs(component, core, roles, parts),
    }


def core_outputs(
    component: Component, core: Core, roles: Sequence[Any], parts: Parts
) -> dict[str, Any]:
    """Return the cluster's output `core`; missing parts are left out, as in eks."""
    given = component.inputs.get
    key = given("encryptionConfigKeyArn")
    found = {
        "cluster": reference(core.cluster),
        "vpcId": core.vpc,
        "subnetIds": core.subnets,
        "publicSubnetIds": given("publicSubnetIds"),
        "privateSubnetIds": given("privateSubnetIds"),
        "clusterSecurityGroup": reference(parts.group),
        "endpoint": core.cluster.output("endpoint") if core.cluster else UNKNOWN,
        "nodeGroupOptions": given("nodeGroupOptions") or {},
        "kubeconfig": UNKNOWN,
        "provider": reference(parts.kubernetes),
        "awsProvider": component.provider_reference("aws"),
        "instanceRoles": list(roles),
        # The ConfigMap aws-auth is not in the graph.
        "eksNodeAccess": UNKNOWN if given("authenticationMode") != "API" else None,
        "tags": given("tags"),
        "nodeSecurityGroupTags": given("nodeSecurityGroupTags"),
        "storageClasses": UNKNOWN if given("storageClasses") else {},
        "fargateProfile": reference(parts.fargate),
        "oidcProvider": reference(parts.oidc),
        "encryptionConfig": {"provider": {"keyArn": key}, "resources": ["secrets"]}
        if key
        else None,
        "clusterIamRole": reference(parts.service_role),
        "accessEntries": UNKNOWN if given("authenticationMode") in ACCESS_ENTRIES else None,
        "vpcCni": reference(next(iter(component.children(component.urn, CNI)), None)),
    }
    return {name: value for name, value in found.items() if value is not None}


def reference(child: Child | None) -> Any:
    return child.reference if child else None


def security_group(component: Component, vpc: Any, *, auto: bool) -> Child | None:
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
            "vpcId": vpc,
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
    specified = {
        "serviceIpv4Cidr": component.inputs.get("kubernetesServiceIpAddressRange"),
        "ipFamily": component.inputs.get("ipFamily"),
        "elasticLoadBalancing": {"enabled": True} if auto else None,
    }
    return {key: value for key, value in specified.items() if value is not None}


def standard_addon(component: Component, made: Child, name: str) -> Child:
    parent = None
    if name == "vpc-cni":
        parent = component.add(CNI, f"{component.name}-{name}", {}, custom=False)
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


def fargate_profile(component: Component, made: Child, subnets: Any) -> Child:
    specified = component.given("fargate")
    specified = specified if isinstance(specified, dict) else {}
    arn = specified.get("podExecutionRoleArn")
    if arn is None:
        policy = ["AmazonEKSFargatePodExecutionRolePolicy"]
        service = "eks-fargate-pods.amazonaws.com"
        arn = role(component, "podExecutionRole", service, policy).output("arn")
    everything = [{"namespace": "default"}, {"namespace": "kube-system"}]
    return component.add(
        "aws:eks/fargateProfile:FargateProfile",
        f"{component.name}-fargateProfile",
        {
            "clusterName": made.output("name"),
            "podExecutionRoleArn": arn,
            "selectors": specified.get("selectors") or everything,
            "subnetIds": specified.get("subnetIds") or subnets,
        },
    )


def oidc_provider(component: Component, made: Child) -> Child:
    return component.add(
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
