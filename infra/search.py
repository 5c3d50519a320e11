"""Search: an OpenSearch domain, for vectors and what is looked for in words.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
(2026-11)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam, opensearch

from infra.alarms import Alarm
from infra.identity import trust
from infra.logs import LogKeeping, log_group
from infra.parameters import publish
from infra.policy import Statement, allow, document
from infra.scope import Scope
from infra.search_alarms import search_alarms
from infra.security_groups import store_groups
from infra.settings import IdentitySettings, SearchSettings

PORT = 443
MASTERS = 3  # one is lost, and two still agree
LOGS = {
    "AUDIT_LOGS": "audit",
    "ES_APPLICATION_LOGS": "application",
    "INDEX_SLOW_LOGS": "slow-indexing",
    "SEARCH_SLOW_LOGS": "slow-search",
}


def domain_name(scope: Scope) -> str:
    """Return a name that policies can have before the domain is there; AWS takes 28 letters."""
    return f"{scope.prefix}-search"


def ask(scope: Scope) -> Statement:
    """Allow requests; what each may see, the domain's own roles say."""
    methods = ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"]
    return allow(methods, [scope.arn("es", f"domain/{domain_name(scope)}/*")])


def access_policy(scope: Scope) -> str:
    """Let in whom the account's own IAM policies let, and nobody from elsewhere."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": scope.account_root},
            "Action": "es:ESHttp*",
            "Resource": scope.arn("es", f"domain/{domain_name(scope)}/*"),
        }
    )


def log_policy(scope: Scope) -> str:
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "es.amazonaws.com"},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": scope.arn("logs", f"log-group:{scope.path('search', '*')}"),
            "Condition": {
                "StringEquals": {"aws:SourceAccount": scope.account},
                "ArnLike": {"aws:SourceArn": scope.arn("es", f"domain/{domain_name(scope)}")},
            },
        }
    )


def plan_nodes(settings: SearchSettings, zones: int) -> opensearch.DomainClusterConfigArgsDict:
    """Spread data nodes over as many zones as have one each; masters are apart where stated."""
    spread = min(zones, settings.nodes, MASTERS)
    plan: opensearch.DomainClusterConfigArgsDict = {
        "instance_type": settings.instance_type,
        "instance_count": settings.nodes,
        "zone_awareness_enabled": spread > 1,
        "dedicated_master_enabled": settings.master_type is not None,
    }
    if spread > 1:
        plan["zone_awareness_config"] = {"availability_zone_count": spread}
    if settings.master_type:
        plan["dedicated_master_type"] = settings.master_type
        plan["dedicated_master_count"] = MASTERS
    if settings.warm_nodes:
        plan["warm_enabled"] = True
        plan["warm_type"] = settings.warm_type
        plan["warm_count"] = settings.warm_nodes
    return plan


@dataclass(frozen=True, slots=True)
class SearchArgs:
    scope: Scope
    settings: SearchSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # of the data tier, in the order of zones
    identity: IdentitySettings  # who may say what others see
    key_arn: pulumi.Input[str]
    logs: LogKeeping
    protected: bool
    tags: Mapping[str, str]


class Search(pulumi.ComponentResource):
    """A domain whose indexes have a copy in another zone, led by masters that do nothing else."""

    def __init__(
        self, name: str, args: SearchArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Search", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(name, args.vpc_id, PORT, args.tags, self.child)
        self.domain = self._domain(group)
        self.endpoint = self.domain.endpoint
        publish(name, args.scope, {"endpoint": self.endpoint}, args.tags, self.child)
        self.alarms: list[Alarm] = search_alarms(
            domain_name(args.scope), args.scope.account, args.settings
        )
        self.register_outputs({"endpoint": self.endpoint})

    def _administrator(self) -> pulumi.Output[str]:
        """Make the role that says who may see what; a person takes it on, with a second factor."""
        args = self.args
        role = iam.Role(
            self.name,
            description="Says who may see what in the search domain; asks for a second factor",
            assume_role_policy=trust(
                args.scope, args.identity.administrators, args.identity.session_minutes
            ),
            tags=args.tags,
            opts=self.child,
        )
        domain = args.scope.arn("es", f"domain/{domain_name(args.scope)}/*")
        policy = document(allow(["es:ESHttp*"], [domain]))
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn

    def _domain(self, group: pulumi.Output[str]) -> opensearch.Domain:
        args, settings = self.args, self.args.settings
        nodes = plan_nodes(settings, len(args.subnet_ids))
        spread = min(len(args.subnet_ids), settings.nodes, MASTERS)
        logs, policy = self._logs()
        return opensearch.Domain(
            self.name,
            domain_name=domain_name(args.scope),
            engine_version=f"OpenSearch_{settings.version}",
            cluster_config=nodes,
            ebs_options={
                "ebs_enabled": True,
                "volume_type": "gp3",
                "volume_size": settings.volume_gb,
            },
            vpc_options={
                "subnet_ids": list(args.subnet_ids)[:spread],
                "security_group_ids": [group],
            },
            access_policies=access_policy(args.scope),
            advanced_security_options={
                "enabled": True,
                "internal_user_database_enabled": False,  # IAM's roles only, no passwords
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
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected, depends_on=[policy]),
        )

    def _logs(
        self,
    ) -> tuple[list[opensearch.DomainLogPublishingOptionArgsDict], cloudwatch.LogResourcePolicy]:
        args = self.args
        options: list[opensearch.DomainLogPublishingOptionArgsDict] = []
        for kind, what in LOGS.items():
            path = args.scope.path("search", what)
            group = log_group(f"{self.name}-{what}", path, args.logs, args.tags, self.child)
            options.append({"log_type": kind, "cloudwatch_log_group_arn": group.arn})
        policy = cloudwatch.LogResourcePolicy(
            self.name,
            policy_name=domain_name(args.scope),
            policy_document=log_policy(args.scope),
            opts=self.child,
        )
        return options, policy
