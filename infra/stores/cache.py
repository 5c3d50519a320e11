"""ElastiCache for Valkey replication group, a cache of features."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import elasticache

from infra.aws.alarm import Alarm
from infra.aws.parameter import publish
from infra.aws.policy_document import Statement
from infra.aws.security_group import store_groups
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.stores.settings import CacheSettings

ENGINE, PORT = "valkey", 6379


def plan_zones(zones: Sequence[str], nodes: int) -> list[str]:
    """Assign primary and replicas to the zones in turn."""
    return [zones[index % len(zones)] for index in range(nodes)]


def serving_user(context: Context) -> str:
    """Return the user for IAM authentication."""
    return f"{context.prefix}-serving"


def connect_to_cache(context: Context) -> Statement:
    return {
        "Effect": "Allow",
        "Action": "elasticache:Connect",
        "Resource": [
            context.arn("elasticache", "replicationgroup:*"),
            context.arn("elasticache", f"user:{serving_user(context)}"),
        ],
    }


@dataclass(frozen=True, slots=True)
class CacheArgs:
    context: Context
    settings: CacheSettings
    subnets: Subnets  # data
    key_arn: pulumi.Input[str]


class Cache(pulumi.ComponentResource):
    """Replication group with automatic failover to replicas in other zones."""

    def __init__(
        self, name: str, args: CacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Cache", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("cache", "serving")
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(
            name, args.subnets.vpc_id, PORT, self.tags, self.child
        )
        self.replication_group = self._replication_group(group, self._users())
        self.endpoint = self.replication_group.primary_endpoint_address
        self._publish()
        self.alarms = cache_alarms(self.replication_group.id, args.settings.nodes)
        self.register_outputs({"endpoint": self.endpoint, "client_group_id": self.client_group_id})

    def _users(self) -> pulumi.Output[str]:
        """Create a user group with one user, who uses IAM authentication."""
        user_id = serving_user(self.args.context)
        user = elasticache.User(
            self.name,
            user_id=user_id,
            user_name=user_id,  # IAM authentication requires equal id and name
            engine=ENGINE,
            authentication_mode={"type": "iam"},
            access_string="on ~* +@all -@dangerous",
            tags=self.tags,
            opts=self.child,
        )
        return elasticache.UserGroup(
            self.name,
            user_group_id=f"{self.args.context.prefix}-{self.name}",
            engine=ENGINE,
            user_ids=[user.user_id],
            tags=self.tags,
            opts=self.child,
        ).user_group_id

    def _replication_group(
        self, group: pulumi.Output[str], users: pulumi.Output[str]
    ) -> elasticache.ReplicationGroup:
        args, settings = self.args, self.args.settings
        subnets = elasticache.SubnetGroup(
            self.name,
            description="Data subnets of all zones",
            subnet_ids=args.subnets.ids,
            tags=self.tags,
            opts=self.child,
        )
        return elasticache.ReplicationGroup(
            self.name,
            description=f"Feature cache ({args.context.prefix})",
            engine=ENGINE,
            engine_version=settings.engine_version,
            node_type=settings.node_type,
            num_cache_clusters=settings.nodes,
            preferred_cache_cluster_azs=plan_zones(args.subnets.zones, settings.nodes),
            automatic_failover_enabled=settings.nodes > 1,
            multi_az_enabled=settings.nodes > 1,
            subnet_group_name=subnets.name,
            security_group_ids=[group],
            port=PORT,
            user_group_ids=[users],
            at_rest_encryption_enabled=True,
            kms_key_id=args.key_arn,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            snapshot_retention_limit=settings.snapshot_days,
            snapshot_window="02:00-03:00",
            maintenance_window="sun:05:30-sun:06:30",
            final_snapshot_identifier=f"{args.context.prefix}-final"
            if args.context.protected
            else None,
            auto_minor_version_upgrade=True,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.context.protected),
        )

    def _publish(self) -> None:
        values: dict[str, pulumi.Input[str]] = {
            "endpoint": self.endpoint,
            "reader-endpoint": self.replication_group.reader_endpoint_address,
            "user": serving_user(self.args.context),
        }
        publish(self.name, self.args.context, values, self.tags, self.child)


def cache_alarms(group: pulumi.Output[str], nodes: int) -> list[Alarm]:
    """Return the alarms of each node; ElastiCache names nodes GROUP-001, GROUP-002."""
    return [
        alarm
        for number in range(1, nodes + 1)
        for alarm in node_alarms(number, pulumi.Output.concat(group, f"-{number:03}"))
    ]


def node_alarms(number: int, node: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name=f"node-{number}-cpu",
            description="Engine CPU utilization is above 80 percent",
            namespace="AWS/ElastiCache",
            metric="EngineCPUUtilization",
            dimensions={"CacheClusterId": node},
            threshold=80,
            missing="breaching",
        ),
        Alarm(
            name=f"node-{number}-memory",
            description="Memory usage is above 80 percent: keys may be evicted",
            namespace="AWS/ElastiCache",
            metric="DatabaseMemoryUsagePercentage",
            dimensions={"CacheClusterId": node},
            threshold=80,
            missing="breaching",
        ),
    ]


def add_cache(d: Deployment, subnets: Subnets) -> None:
    """Availability: primary and replicas in the zones in turn, with automatic failover."""
    settings = d.settings.cache
    if settings is None:
        return
    cache = d.create(Cache, "cache", CacheArgs(d.context, settings, subnets, d.keys["cache"]))
    d.allow_clients([connect_to_cache(d.context)], cache.client_group_id, cache)
    d.outputs["cache_endpoint"] = cache.endpoint
    d.outputs["cache_client_group_id"] = cache.client_group_id
