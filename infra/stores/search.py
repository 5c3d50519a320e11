"""OpenSearch domain for vector and full-text search.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
(2026-11)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam, opensearch

from infra.aws.alarm import Alarm
from infra.aws.log_group import log_group
from infra.aws.parameter import publish
from infra.aws.policy_document import Statement, allow, assumed_with_mfa, document
from infra.aws.security_group import store_groups
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.stores.search_alarms import search_alarms
from infra.stores.settings import SearchSettings

PORT = 443
MASTERS = 3  # dedicated masters; two keep the quorum after the loss of one
LOGS = {
    "AUDIT_LOGS": "audit",
    "ES_APPLICATION_LOGS": "application",
    "INDEX_SLOW_LOGS": "slow-indexing",
    "SEARCH_SLOW_LOGS": "slow-search",
}


def domain_name(context: Context) -> str:
    """Return the domain name (at most 28 characters), which policies refer to."""
    return f"{context.prefix}-search"


def search_requests(context: Context) -> Statement:
    """Allow HTTP requests; fine-grained access control limits their scope."""
    methods = ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"]
    return allow(methods, [context.arn("es", f"domain/{domain_name(context)}/*")])


def access_policy(context: Context) -> str:
    """Allow principals of this account with IAM permissions."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": context.account_root},
            "Action": "es:ESHttp*",
            "Resource": context.arn("es", f"domain/{domain_name(context)}/*"),
        }
    )


def log_policy(context: Context) -> str:
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "es.amazonaws.com"},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": context.arn("logs", f"log-group:{context.path('search', '*')}"),
            "Condition": {
                "StringEquals": {"aws:SourceAccount": context.account},
                "ArnLike": {"aws:SourceArn": context.arn("es", f"domain/{domain_name(context)}")},
            },
        }
    )


def plan_nodes(settings: SearchSettings, zones: int) -> opensearch.DomainClusterConfigArgsDict:
    """Return the cluster configuration with zone awareness over up to three zones."""
    spread = min(zones, settings.nodes, MASTERS)
    plan: opensearch.DomainClusterConfigArgsDict = {
        "instance_type": settings.instance_type,
        "instance_count": settings.nodes,
        "zone_awareness_enabled": spread > 1,
        "dedicated_master_enabled": settings.dedicated_master_type is not None,
    }
    if spread > 1:
        plan["zone_awareness_config"] = {"availability_zone_count": spread}
    if settings.dedicated_master_type:
        plan["dedicated_master_type"] = settings.dedicated_master_type
        plan["dedicated_master_count"] = MASTERS
    if settings.warm_nodes:
        plan["warm_enabled"] = True
        plan["warm_type"] = settings.warm_type
        plan["warm_count"] = settings.warm_nodes
    return plan


@dataclass(frozen=True, slots=True)
class SearchArgs:
    context: Context
    settings: SearchSettings
    subnets: Subnets  # data
    key_arn: pulumi.Input[str]
    administrators: Sequence[str] = ()  # principals of the master user role; empty: by IAM
    mfa_max_age_minutes: int = 60
    permission_sets: Sequence[str] = ()  # of IAM Identity Center


class Search(pulumi.ComponentResource):
    """OpenSearch domain with zone awareness, dedicated masters and fine-grained access control."""

    def __init__(
        self, name: str, args: SearchArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Search", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("search", "serving")
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(
            name, args.subnets.vpc_id, PORT, self.tags, self.child
        )
        self.domain = self._domain(group)
        self.endpoint = self.domain.endpoint
        publish(name, args.context, {"endpoint": self.endpoint}, self.tags, self.child)
        self.alarms: list[Alarm] = search_alarms(
            domain_name(args.context), args.context.account, args.settings
        )
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "arn": self.domain.arn,
                "client_group_id": self.client_group_id,
            }
        )

    def _administrator(self) -> pulumi.Output[str]:
        """Create the master user role of fine-grained access control; assuming it requires MFA."""
        args = self.args
        role = iam.Role(
            self.name,
            description="OpenSearch master user; requires MFA",
            assume_role_policy=assumed_with_mfa(
                args.context, args.administrators, args.mfa_max_age_minutes, args.permission_sets
            ),
            tags=self.tags,
            opts=self.child,
        )
        domain = args.context.arn("es", f"domain/{domain_name(args.context)}/*")
        policy = document(allow(["es:ESHttp*"], [domain]))
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn

    def _service_linked_role(self) -> iam.ServiceLinkedRole:
        """Create the role with which the service attaches the domain to the VPC.

        It is of the account and outlives the stack, as other domains may use it.
        https://docs.aws.amazon.com/opensearch-service/latest/developerguide/slr-aos.html
        """
        return iam.ServiceLinkedRole(
            self.name,
            aws_service_name="opensearchservice.amazonaws.com",
            description="OpenSearch domains in a VPC",
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
        )

    def _domain(self, group: pulumi.Output[str]) -> opensearch.Domain:
        args, settings = self.args, self.args.settings
        nodes = plan_nodes(settings, len(args.subnets.ids))
        spread = min(len(args.subnets.ids), settings.nodes, MASTERS)
        logs, policy = self._logs()
        linked_role = [self._service_linked_role()] if settings.create_service_linked_role else []
        return opensearch.Domain(
            self.name,
            domain_name=domain_name(args.context),
            engine_version=f"OpenSearch_{settings.version}",
            cluster_config=nodes,
            ebs_options={
                "ebs_enabled": True,
                "volume_type": "gp3",
                "volume_size": settings.volume_gb,
            },
            vpc_options={
                "subnet_ids": args.subnets.ids[:spread],
                "security_group_ids": [group],
            },
            access_policies=access_policy(args.context),
            advanced_security_options={
                "enabled": True,
                "internal_user_database_enabled": False,  # IAM roles only
                "master_user_options": {"master_user_arn": self._administrator()},
            },
            encrypt_at_rest={"enabled": True, "kms_key_id": args.key_arn},
            node_to_node_encryption={"enabled": True},
            domain_endpoint_options={
                "enforce_https": True,
                "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
            },
            log_publishing_options=logs,
            off_peak_window_options={
                "enabled": True,
                "off_peak_window": {"window_start_time": {"hours": 3, "minutes": 0}},
            },
            software_update_options={"auto_software_update_enabled": True},
            tags=self.tags,
            opts=pulumi.ResourceOptions(
                parent=self, protect=args.context.protected, depends_on=[policy, *linked_role]
            ),
        )

    def _logs(
        self,
    ) -> tuple[list[opensearch.DomainLogPublishingOptionArgsDict], cloudwatch.LogResourcePolicy]:
        args = self.args
        options: list[opensearch.DomainLogPublishingOptionArgsDict] = []
        for kind, log in LOGS.items():
            path = args.context.path("search", log)
            group = log_group(f"{self.name}-{log}", path, args.context, self.tags, self.child)
            options.append({"log_type": kind, "cloudwatch_log_group_arn": group.arn})
        policy = cloudwatch.LogResourcePolicy(
            self.name,
            policy_name=domain_name(args.context),
            policy_document=log_policy(args.context),
            opts=self.child,
        )
        return options, policy


def add_search(d: Deployment, subnets: Subnets) -> None:
    """Availability: data nodes in the zones in turn; three dedicated masters keep a quorum."""
    if settings := d.settings.search:
        args = SearchArgs(
            context=d.context,
            settings=settings,
            subnets=subnets,
            key_arn=d.keys["data"],
            administrators=d.settings.identity.administrators,
            mfa_max_age_minutes=d.settings.identity.session_minutes,
            permission_sets=d.settings.identity.permission_sets,
        )
        search = d.create(Search, "search", args)
        d.allow_clients([search_requests(d.context)], search.client_group_id, search)
        d.outputs["search_endpoint"] = search.endpoint
