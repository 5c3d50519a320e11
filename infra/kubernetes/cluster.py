"""EKS cluster with a private API endpoint and managed node groups in each zone.

AWS runs the control plane in three zones.
https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam, vpc

from infra.aws.alarm import Alarm
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, assumed_in_account
from infra.aws.security_group import egress_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.kubernetes.karpenter import interruption_queue, manage_nodes, node_profile
from infra.kubernetes.manifests import NodeNetwork, node_manifests
from infra.kubernetes.node_groups import Nodes, node_group, node_role, node_template, plan_groups
from infra.kubernetes.pod_identity import Pods, addon_role, pod_role, read_models
from infra.kubernetes.settings import KubernetesSettings

LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
POLICIES = {"administrators": "AmazonEKSClusterAdminPolicy", "viewers": "AmazonEKSViewPolicy"}
# Add-ons by service account and managed policy: those that nodes require, and those that run on
# nodes.
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
    context: Context
    settings: KubernetesSettings
    subnets: Subnets  # private
    key_arn: pulumi.Input[str]  # KMS key of Kubernetes secrets
    permissions: Sequence[Statement] = ()  # additional IAM statements of serving pods
    client_group_ids: Sequence[pulumi.Input[str]] = ()  # security groups of store clients
    depends_on: Sequence[pulumi.Resource] = ()  # required when nodes start


class Kubernetes(pulumi.ComponentResource):
    """EKS cluster with access entries, add-ons, managed node groups and pod identities."""

    def __init__(
        self, name: str, args: KubernetesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Kubernetes", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("kubernetes", "serving")
        self.child = pulumi.ResourceOptions(parent=self)

        self.group_id = self._security_group()
        self.cluster = self._cluster()
        self._access("administrators", args.settings.administrators)
        self._access("viewers", args.settings.viewers)
        self.pods = Pods(args.context, self.cluster, self.tags)
        addons = [self._addon(each, role, []) for each, role in BEFORE_NODES.items()]
        nodes = self._nodes(addons)
        for each, role in ON_NODES.items():
            self._addon(each, role, nodes)
        self._pod_roles()
        self.alarms = cluster_alarms(self.cluster.name)
        self.register_outputs({"cluster": self.cluster.name, "arn": self.cluster.arn})

    def _security_group(self) -> pulumi.Output[str]:
        """Create the group of nodes and control plane, which reach each other at all ports.

        Nodes with a launch template that sets groups do not get the group that EKS creates.
        """
        name = f"{self.name}-nodes"
        group = egress_group(
            name,
            self.args.subnets.vpc_id,
            "Kubernetes nodes and control plane",
            self.tags,
            self.child,
        )
        for rule in (vpc.SecurityGroupIngressRule, vpc.SecurityGroupEgressRule):
            rule(
                name,
                security_group_id=group,
                referenced_security_group_id=group,
                description="All traffic among nodes, pods and control plane",
                ip_protocol="-1",
                tags=self.tags,
                opts=self.child,
            )
        return group

    def _cluster(self) -> eks.Cluster:
        args, physical_name = self.args, self.args.context.prefix
        logs = log_group(
            self.name, f"/aws/eks/{physical_name}/cluster", args.context, self.tags, self.child
        )
        role = iam.Role(
            self.name,
            description="EKS control plane",
            assume_role_policy=assumed_in_account(args.context, "eks"),
            tags=self.tags,
            opts=self.child,
        )
        attached = iam.RolePolicyAttachment(
            self.name,
            role=role.name,
            policy_arn=args.context.managed_policy("AmazonEKSClusterPolicy"),
            opts=self.child,
        )
        return eks.Cluster(
            self.name,
            name=physical_name,  # in the names of its log group and in tags of its node groups
            version=args.settings.version,
            role_arn=role.arn,
            enabled_cluster_log_types=LOGS,
            encryption_config={"resources": ["secrets"], "provider": {"key_arn": args.key_arn}},
            vpc_config={
                "subnet_ids": args.subnets.ids,
                "security_group_ids": [self.group_id],
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
            deletion_protection=args.context.protected,
            tags=self.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[logs, attached, *args.depends_on],
                protect=args.context.protected,
            ),
        )

    def _access(self, kind: str, principals: Sequence[str]) -> None:
        """Create access entries; the creator of the cluster has no implicit access."""
        for index, principal in enumerate(principals):
            entry = eks.AccessEntry(
                f"{self.name}-{kind}-{index}",
                cluster_name=self.cluster.name,
                principal_arn=principal,
                type="STANDARD",
                tags=self.tags,
                opts=self.child,
            )
            partition = self.args.context.partition
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
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(after)),
        )

    def _nodes(self, addons: Sequence[pulumi.Resource]) -> list[pulumi.Resource]:
        args = self.args
        role, attached = node_role(f"{self.name}-nodes", args.context, self.tags, self.child)
        self.manifests = self._karpenter(role)
        nodes = Nodes(
            context=args.context,
            settings=args.settings,
            cluster=self.cluster,
            role_arn=role.arn,
            subnet_ids=args.subnets.by_zone,
            security_groups=[self.group_id, *args.client_group_ids],
            depends_on=[*addons, *attached],
            tags=self.tags,
            instance_tags=args.context.instance_tags(self.tags),
        )
        plans = plan_groups(args.settings, args.subnets.zones)
        templates = {
            pool: node_template(f"{self.name}-{pool}", plan, nodes, self.child)
            for pool, plan in {each.pool: each for each in plans}.items()
        }
        return [
            node_group(
                f"{self.name}-{plan.pool}-{plan.zone}",
                plan,
                nodes,
                templates[plan.pool],
                self.child,
            )
            for plan in plans
        ]

    def _karpenter(self, role: iam.Role) -> pulumi.Output[str]:
        """Create what Karpenter needs in AWS, and return the objects of its node pools."""
        name, context = f"{self.name}-karpenter", self.args.context
        settings, instance_tags = self.args.settings, context.instance_tags(self.tags)
        interruption_queue(name, context, self.tags, self.child)
        statements = manage_nodes(context, context.prefix)
        pod_role(name, "kube-system/karpenter", statements, self.pods, self.child)
        zones = self.args.subnets.by_zone
        return pulumi.Output.all(
            node_profile(name, role, self.tags, self.child),
            list(zones.values()),
            [self.group_id, *self.args.client_group_ids],
        ).apply(
            lambda known: node_manifests(
                settings,
                NodeNetwork(
                    known[0], dict(zip(zones, known[1], strict=True)), known[2], instance_tags
                ),
            )
        )

    def _pod_roles(self) -> None:
        context = self.args.context
        for account in self.args.settings.model_service_accounts:
            name = f"{self.name}-{account.replace('/', '-')}"
            reads = [*read_models(context), *self.args.permissions]
            pod_role(name, account, reads, self.pods, self.child)


def cluster_alarms(cluster: pulumi.Output[str]) -> list[Alarm]:
    """Return alarms on metrics of the control plane.

    https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
    """
    dimensions = {"ClusterName": cluster}
    return [
        Alarm(
            name="unschedulable",
            description="Pods are unschedulable: node groups are full or capacity is unavailable",
            namespace="AWS/EKS",
            metric="scheduler_pending_pods_UNSCHEDULABLE",
            dimensions=dimensions,
            statistic="Sum",
            threshold=0,
            minutes=15,
            datapoints=15,
        ),
        Alarm(
            name="api-errors",
            description="Kubernetes API server returns 5xx errors",
            namespace="AWS/EKS",
            metric="apiserver_request_total_5XX",
            dimensions=dimensions,
            statistic="Sum",
            threshold=10,
        ),
    ]


def add_kubernetes(d: Deployment, subnets: Subnets, depends_on: Sequence[pulumi.Resource]) -> None:
    """Availability: a node group per pool and zone, On-Demand nodes in each zone, zonal shift."""
    if settings := d.settings.kubernetes:
        args = KubernetesArgs(
            context=d.context,
            settings=settings,
            subnets=subnets,
            key_arn=d.keys["data"],
            permissions=d.permissions,
            client_group_ids=d.client_group_ids,
            depends_on=[*depends_on, *d.required],
        )
        kubernetes = d.create(Kubernetes, "kubernetes", args)
        d.outputs["kubernetes"] = kubernetes.cluster.name
        d.outputs["kubernetes_manifests"] = kubernetes.manifests
