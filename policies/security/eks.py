"""What keeps a Kubernetes cluster closed, and its secrets unread."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.knowledge import fact
from policies.reading.security_groups import anywhere
from policies.reading.tokens import EKS_CLUSTER, NODE_GROUP
from policies.reading.values import (
    all_of,
    any_of,
    blocks,
    equal,
    found,
    given,
    is_open,
    not_,
    read,
    want,
)
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide"
LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
PUBLIC = "vpcConfig.endpointPublicAccess"


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="medium",
    fix=f"enabled_cluster_log_types={list(LOGS)}",
    same_intent_as=("CKV_AWS_37",),
    url=f"{GUIDE}/control-plane-logs.html",
)
def cluster_logs_control_plane(cluster: Resource) -> Iterator[Finding]:
    """A cluster records what is asked of it and by whom: all five logs of its control plane."""
    path = "enabledClusterLogTypes"
    logged = list(blocks(cluster, path))
    every = all_of(any_of(equal(each, log) for each in logged) for log in LOGS)
    yield from found(not_(every), cluster, path, list(LOGS))


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="high",
    fix="public_access_cidrs of your own networks, or endpoint_public_access=False",
    same_intent_as=("CKV_AWS_38",),
    url=f"{GUIDE}/cluster-endpoint.html",
)
def cluster_endpoint_not_open_to_all(cluster: Resource) -> Iterator[Finding]:
    """A cluster's endpoint answers our own networks, not every address there is."""
    path = "vpcConfig.publicAccessCidrs"
    public = not_(equal(read(cluster, PUBLIC, default=True), option=False))
    listed = [anywhere(each) for each in blocks(cluster, path)]
    open_to_all = any_of([*listed, not_(given(cluster, path))])
    yield from found(all_of([public, open_to_all]), cluster, path, "our own networks")


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="high",
    fix="endpoint_public_access=False, endpoint_private_access=True",
    same_intent_as=("CKV_AWS_39",),
    url=f"{GUIDE}/cluster-endpoint.html",
)
def cluster_endpoint_private(cluster: Resource) -> Iterator[Finding]:
    """A cluster's endpoint is reached from inside its VPC only."""
    yield from want(cluster, PUBLIC, False, default=True)


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="medium",
    fix='encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]}',
    same_intent_as=("CKV_AWS_58",),
    url=f"{GUIDE}/enable-kms.html",
)
def cluster_encrypts_secrets(cluster: Resource) -> Iterator[Finding]:
    """Kubernetes' secrets are encrypted with a key of ours before they are stored."""
    path = "encryptionConfig.resources"
    encrypted = any_of(equal(each, "secrets") for each in blocks(cluster, path))
    yield from found(not_(encrypted), cluster, path, ["secrets"])


@resource_rule(
    types=(NODE_GROUP,),
    concern="security",
    severity="high",
    fix="source_security_group_ids in remote_access; or no key at all: Session Manager needs none",
    same_intent_as=("CKV_AWS_100",),
    url=f"{GUIDE}/create-managed-node-group.html",
)
def node_group_ssh_from_named_groups(nodes: Resource) -> Iterator[Finding]:
    """Who may log in to nodes is named: with a key alone AWS opens port 22 to the internet."""
    path = "remoteAccess.sourceSecurityGroupIds"
    broken = all_of([given(nodes, "remoteAccess.ec2SshKey"), not_(given(nodes, path))])
    yield from found(broken, nodes, path, "the groups that may log in")


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="high",
    fix="version of one that AWS supports; a cluster is upgraded one minor version at a time",
    same_intent_as=("CKV_AWS_339",),
    url=f"{GUIDE}/kubernetes-versions.html",
)
def cluster_version_supported(cluster: Resource) -> Iterator[Finding]:
    """A cluster runs a version that AWS still mends; one that it does not, AWS upgrades unasked."""
    version, oldest = read(cluster, "version"), fact("kubernetes", "oldest")
    if version is None:
        return  # the newest there is
    broken = UNKNOWN if is_open(version) else numbered(str(version)) < numbered(oldest)
    yield from found(broken, cluster, "version", f"{oldest} or newer")


def numbered(version: str) -> tuple[int, ...]:
    """Return 1.31 as (1, 31). Raises ValueError where it is no version."""
    return tuple(int(part) for part in version.split("."))
