"""Rules for Amazon EKS."""

import re
from collections.abc import Iterator

from costing.aws.eks_versions import versions
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    InvalidInputError,
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    given,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.addresses import together_anywhere
from policies.engine.selectors.tokens import EKS_CLUSTER, NODE_GROUP
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_is_given,
    input_rule,
    must_be,
    must_be_given,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide"
LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
PUBLIC = "vpcConfig.endpointPublicAccess"
ADDON = "aws:eks/addon:Addon"
VOLUMES = "aws-ebs-csi-driver"
AUTOSCALED = "k8s.io/cluster-autoscaler/enabled"  # tag by which Cluster Autoscaler discovers groups


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="medium",
    title="EKS cluster does not log all control plane components",
    risk="Calls to the Kubernetes API cannot be traced after an incident.",
    fix=f"enabled_cluster_log_types={list(LOGS)}",
    same_intent_as=("CKV_AWS_37",),
    aws_docs=f"{GUIDE}/control-plane-logs.html",
)
def eks_cluster_control_plane_logging(cluster: Resource) -> Iterator[Finding]:
    path = "enabledClusterLogTypes"
    logged = list(blocks(cluster, path))
    every = all_of(any_of(equal(each, log) for each in logged) for log in LOGS)
    yield from found(not_(every), cluster, path, list(LOGS))


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="high",
    title="EKS cluster endpoint is open to the whole internet",
    risk="Anyone can try credentials and exploits against the Kubernetes API.",
    fix="public_access_cidrs with your own networks, or endpoint_public_access=False",
    same_intent_as=("CKV_AWS_38",),
    aws_docs=f"{GUIDE}/cluster-endpoint.html",
)
def eks_cluster_endpoint_restricted_cidrs(cluster: Resource) -> Iterator[Finding]:
    path = "vpcConfig.publicAccessCidrs"
    public = not_(equal(read(cluster, PUBLIC, default=True), option=False))
    listed = together_anywhere(blocks(cluster, path))
    open_to_all = any_of([listed, not_(given(cluster, path))])
    yield from found(all_of([public, open_to_all]), cluster, path, "your own networks")


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="medium",
    title="EKS cluster does not encrypt Kubernetes secrets with a KMS key",
    risk=("Access to the secrets in etcd cannot be restricted or revoked through a key policy."),
    fix='encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]}',
    same_intent_as=("CKV_AWS_58",),
    aws_docs=f"{GUIDE}/enable-kms.html",
)
def eks_cluster_secrets_encryption(cluster: Resource) -> Iterator[Finding]:
    path = "encryptionConfig.resources"
    encrypted = any_of(equal(each, "secrets") for each in blocks(cluster, path))
    yield from found(not_(encrypted), cluster, path, ["secrets"])


@stack_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="high",
    title="EKS cluster version is no longer supported",
    risk=(
        "The version gets no security patches, and EKS upgrades the cluster automatically at "
        "the end of extended support."
    ),
    fix="set version to a supported version; upgrade one minor version at a time",
    same_intent_as=("CKV_AWS_339",),
    aws_docs=f"{GUIDE}/kubernetes-versions.html",
)
def eks_cluster_version_supported(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    version = read(cluster, "version")
    oldest = oldest_supported(stack)
    if version is None:
        return  # the default is the newest version
    broken = UNKNOWN if is_unknown(version) else numbered(str(version)) < numbered(oldest)
    yield from found(broken, cluster, "version", f"{oldest} or newer")


def oldest_supported(stack: Stack) -> str:
    """Return the oldest Kubernetes version in standard or extended support."""
    supported = (name for name, each in versions().items() if stack.today < each.extended_ends)
    return min(supported, key=numbered)


def numbered(version: str) -> tuple[int, ...]:
    """Return 1.31 as (1, 31). Raises InvalidInputError for text that is not a version."""
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})*", version):
        raise InvalidInputError(f"{version[:40]!r} is not a Kubernetes version such as 1.31")
    return tuple(int(part) for part in version.split("."))


@stack_rule(
    types=(NODE_GROUP,),
    concern="availability",
    severity="low",
    title="EKS node group for pods with EBS volumes spans several zones",
    risk=(
        "The Cluster Autoscaler adds a node to a group, not to a zone, so a pod whose "
        "volume is in another zone stays pending."
    ),
    fix="one node group for each zone: subnet_ids=[one.id]",
    aws_docs="https://docs.aws.amazon.com/eks/latest/best-practices/cas.html",
    production=True,
)
def eks_node_group_single_zone_for_ebs_volumes(nodes: Resource, stack: Stack) -> Iterator[Finding]:
    autoscaled = stack.tags(nodes).get(AUTOSCALED)
    selected = UNKNOWN if is_unknown(autoscaled) else autoscaled is not None
    several = fleets.zones(stack, nodes).at_least(2)
    broken = all_of([selected, keeps_volumes(nodes, stack), several])
    path = fleets.subnets_path(nodes)
    yield from found(broken, nodes, path, "subnets in one zone")


def keeps_volumes(nodes: Resource, stack: Stack) -> Truth:
    """Return whether the group's cluster has the EBS CSI driver."""
    cluster = stack.follow(nodes, "clusterName", EKS_CLUSTER)
    if not isinstance(cluster, Resource):
        return UNKNOWN if is_unknown(cluster) else False
    addons = stack.attached(cluster, "clusterName", ADDON)
    here = any_of(equal(read(each, "addonName"), VOLUMES) for each in addons.found)
    maybe = any_of(equal(read(each, "addonName"), VOLUMES) for each in addons.unknown)
    return any_of([here, UNKNOWN if maybe is not False else False])


@resource_rule(
    types=("aws:eks/accessPolicyAssociation:AccessPolicyAssociation",),
    concern="security",
    severity="low",
    title="EKS access entry makes a principal administrator of the cluster",
    risk="One stolen credential controls every workload of the cluster.",
    fix='policy_arn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", with namespaces',
    aws_docs="https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html",
    regulated=True,
)
def eks_cluster_admin_access_entry(resource: Resource) -> Iterator[Finding]:
    path = "policyArn"
    arn = read(resource, path, "")
    admin = UNKNOWN if is_unknown(arn) else str(arn).endswith("/AmazonEKSClusterAdminPolicy")
    whole = equal(read(resource, "accessScope.type"), "cluster")
    yield from found(all_of([admin, whole]), resource, path, "AmazonEKSAdminPolicy for namespaces")


@stack_rule(
    types=("aws:eks/nodeGroup:NodeGroup",),
    concern="security",
    severity="high",
    title="EKS node group runs a Kubernetes version without support",
    risk="Known vulnerabilities stay open.",
    fix='version="1.34"',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html",
)
def eks_node_group_supported_version(resource: Resource, stack: Stack) -> Iterator[Finding]:
    version = read(resource, "version")
    oldest = oldest_supported(stack)
    old = UNKNOWN if is_unknown(version) else numbered(str(version or oldest)) < numbered(oldest)
    yield from found(old, resource, "version", f"{oldest} or newer")


RULES: tuple[Rule, ...] = (
    eks_cluster_control_plane_logging,
    eks_cluster_endpoint_restricted_cidrs,
    input_rule(
        "eks-cluster-endpoint-private",
        must_be(PUBLIC, False, default=True),
        types=(EKS_CLUSTER,),
        concern="security",
        severity="high",
        title="EKS cluster endpoint is public",
        risk="The Kubernetes API can be reached from outside the VPC.",
        fix="endpoint_public_access=False, endpoint_private_access=True",
        same_intent_as=("CKV_AWS_39",),
        aws_docs=f"{GUIDE}/cluster-endpoint.html",
    ),
    eks_cluster_secrets_encryption,
    input_rule(
        "eks-node-group-ssh-source-security-groups",
        must_be_given(
            "remoteAccess.sourceSecurityGroupIds",
            "source security groups",
            when=input_is_given("remoteAccess.ec2SshKey"),
        ),
        types=(NODE_GROUP,),
        concern="security",
        severity="high",
        title="EKS node group allows SSH from the whole internet",
        risk="With an SSH key and no source security groups EKS opens port 22 to 0.0.0.0/0.",
        fix="source_security_group_ids in remote_access, or no SSH key: Session Manager needs none",
        same_intent_as=("CKV_AWS_100",),
        aws_docs=f"{GUIDE}/create-managed-node-group.html",
    ),
    eks_cluster_version_supported,
    input_rule(
        "eks-cluster-deletion-protection",
        must_be("deletionProtection", True),
        types=(EKS_CLUSTER,),
        concern="availability",
        severity="medium",
        title="EKS cluster has no deletion protection",
        risk="One API call or changed program deletes the cluster.",
        fix="deletion_protection=True",
        aws_docs="https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
        production=True,
    ),
    eks_node_group_single_zone_for_ebs_volumes,
    eks_cluster_admin_access_entry,
    input_rule(
        "eks-cluster-api-authentication",
        must_not_be("accessConfig.authenticationMode", "CONFIG_MAP", expected="API"),
        types=("aws:eks/cluster:Cluster",),
        concern="security",
        severity="low",
        title="EKS cluster grants access through the aws-auth ConfigMap only",
        risk="An error in the map locks all administrators out, and IAM cannot audit it.",
        fix='access_config={"authentication_mode": "API"}',
        aws_docs="https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
    ),
    eks_node_group_supported_version,
)
