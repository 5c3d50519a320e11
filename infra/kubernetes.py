"""Kubernetes: an EKS cluster that is reached from inside the VPC, with nodes in each zone.

The control plane lies in three zones by itself.
https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam

from infra.alarms import Alarm
from infra.logs import LogKeeping, log_group
from infra.nodes import Nodes, node_group, node_role, node_template, plan_groups
from infra.pod_roles import Pods, addon_role, pod_role, read_models, scale_nodes
from infra.policy import Statement
from infra.roles import taken_on_by
from infra.scope import Scope
from infra.settings import KubernetesSettings

LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
POLICIES = {"administrators": "AmazonEKSClusterAdminPolicy", "viewers": "AmazonEKSViewPolicy"}
# Add-ons that a node needs to be of use, then those that need nodes; with their own policy.
BEFORE_NODES: Mapping[str, tuple[str, str] | None] = {
    "eks-pod-identity-agent": None,
    "kube-proxy": None,
    "vpc-cni": ("aws-node", "AmazonEKS_CNI_Policy"),
}
ON_NODES: Mapping[str, tuple[str, str] | None] = {
    "aws-ebs-csi-driver": ("ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
    "coredns": None,
    "metrics-server": None,
}


@dataclass(frozen=True, slots=True)
class KubernetesArgs:
    scope: Scope
    settings: KubernetesSettings
    subnet_ids: Mapping[str, pulumi.Input[str]]  # private, by zone
    permissions: Sequence[Statement]  # what pods that answer may do with the stores
    key_arn: pulumi.Input[str]  # of secrets
    after: Sequence[pulumi.Resource]  # what nodes need to find when they start
    logs: LogKeeping
    protected: bool
    tags: Mapping[str, str]
    default_tags: Mapping[str, str]  # the provider's, which reach no node by themselves


class Kubernetes(pulumi.ComponentResource):
    """A cluster, who may use it, its nodes, its add-ons, and what its pods may do."""

    def __init__(
        self, name: str, args: KubernetesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Kubernetes", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.cluster = self._cluster()
        self._access("administrators", args.settings.administrators)
        self._access("viewers", args.settings.viewers)
        self.pods = Pods(args.scope, self.cluster, args.tags)
        first = [self._addon(each, role, []) for each, role in BEFORE_NODES.items()]
        nodes = self._nodes(first)
        for each, role in ON_NODES.items():
            self._addon(each, role, nodes)
        self._pod_roles()
        self.alarms = cluster_alarms(self.cluster.name)
        self.register_outputs({"cluster": self.cluster.name})

    def _cluster(self) -> eks.Cluster:
        args, known_as = self.args, self.args.scope.prefix
        logs = log_group(
            self.name, f"/aws/eks/{known_as}/cluster", args.logs, args.tags, self.child
        )
        role = iam.Role(
            self.name,
            description="What the control plane may do",
            assume_role_policy=taken_on_by(args.scope, "eks"),
            tags=args.tags,
            opts=self.child,
        )
        attached = iam.RolePolicyAttachment(
            self.name,
            role=role.name,
            policy_arn=args.scope.managed_policy("AmazonEKSClusterPolicy"),
            opts=self.child,
        )
        return eks.Cluster(
            self.name,
            name=known_as,  # its log group, and its groups' tags, have it
            version=args.settings.version,
            role_arn=role.arn,
            enabled_cluster_log_types=LOGS,
            encryption_config={"resources": ["secrets"], "provider": {"key_arn": args.key_arn}},
            vpc_config={
                "subnet_ids": list(args.subnet_ids.values()),
                "endpoint_private_access": True,
                "endpoint_public_access": False,
            },
            access_config={
                "authentication_mode": "API",
                "bootstrap_cluster_creator_admin_permissions": False,
            },
            bootstrap_self_managed_addons=False,
            upgrade_policy={"support_type": "STANDARD"},
            zonal_shift_config={"enabled": True},
            deletion_protection=args.protected,
            tags=args.tags,
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[logs, attached, *args.after], protect=args.protected
            ),
        )

    def _access(self, kind: str, principals: Sequence[str]) -> None:
        """Let in by name; whoever makes the cluster is let in only so."""
        for index, principal in enumerate(principals):
            entry = eks.AccessEntry(
                f"{self.name}-{kind}-{index}",
                cluster_name=self.cluster.name,
                principal_arn=principal,
                type="STANDARD",
                tags=self.args.tags,
                opts=self.child,
            )
            partition = self.args.scope.partition
            eks.AccessPolicyAssociation(
                f"{self.name}-{kind}-{index}",
                cluster_name=self.cluster.name,
                principal_arn=entry.principal_arn,
                policy_arn=f"arn:{partition}:eks::aws:cluster-access-policy/{POLICIES[kind]}",
                access_scope={"type": "cluster"},
                opts=self.child,
            )

    def _addon(
        self, addon: str, role: tuple[str, str] | None, after: Sequence[pulumi.Resource]
    ) -> eks.Addon:
        name = f"{self.name}-{addon}"
        identities: list[eks.AddonPodIdentityAssociationArgsDict] = []
        if role:
            account, policy = role
            arn = addon_role(name, policy, self.pods, self.child)
            identities = [{"service_account": account, "role_arn": arn}]
        return eks.Addon(
            name,
            addon_name=addon,
            cluster_name=self.cluster.name,
            pod_identity_associations=identities or None,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="PRESERVE",
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(after)),
        )

    def _nodes(self, first: Sequence[pulumi.Resource]) -> list[pulumi.Resource]:
        args = self.args
        role, attached = node_role(f"{self.name}-nodes", args.scope, args.tags, self.child)
        nodes = Nodes(
            scope=args.scope,
            settings=args.settings,
            cluster=self.cluster,
            role_arn=role.arn,
            subnet_ids=args.subnet_ids,
            after=[*first, *attached],
            tags=args.tags,
            every_tag={**args.default_tags, **args.tags},
        )
        planned = plan_groups(args.settings, list(args.subnet_ids))
        templates = {
            pool: node_template(f"{self.name}-{pool}", plan, nodes, self.child)
            for pool, plan in {each.pool: each for each in planned}.items()
        }
        return [
            node_group(
                f"{self.name}-{plan.pool}-{plan.zone}",
                plan,
                nodes,
                templates[plan.pool],
                self.child,
            )
            for plan in planned
        ]

    def _pod_roles(self) -> None:
        scope = self.args.scope
        autoscaler = f"{self.name}-autoscaler"
        statements = scale_nodes(scope, scope.prefix)
        pod_role(autoscaler, "kube-system/cluster-autoscaler", statements, self.pods, self.child)
        for account in self.args.settings.models_read_by:
            name = f"{self.name}-{account.replace('/', '-')}"
            reads = [*read_models(scope), *self.args.permissions]
            pod_role(name, account, reads, self.pods, self.child)


def cluster_alarms(cluster: pulumi.Output[str]) -> list[Alarm]:
    """Watch the control plane's own metrics.

    https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
    """
    dimensions = {"ClusterName": cluster}
    return [
        Alarm(
            name="unschedulable",
            meaning="Pods find no node: groups are at their largest, or no capacity is to be had",
            namespace="AWS/EKS",
            metric="scheduler_pending_pods_UNSCHEDULABLE",
            dimensions=dimensions,
            statistic="Sum",
            threshold=0,
            minutes=15,
            of_them=15,
        ),
        Alarm(
            name="api-errors",
            meaning="The control plane answers with errors",
            namespace="AWS/EKS",
            metric="apiserver_request_total_5XX",
            dimensions=dimensions,
            statistic="Sum",
            threshold=10,
        ),
    ]
