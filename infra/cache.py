"""The cache: ElastiCache for Valkey, for features that a request cannot wait for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import elasticache

from infra.alarms import Alarm
from infra.parameters import publish
from infra.policy import Statement
from infra.scope import Scope
from infra.security_groups import store_groups
from infra.settings import CacheSettings

ENGINE, PORT = "valkey", 6379


def plan_zones(zones: Sequence[str], nodes: int) -> list[str]:
    """Give primary and replicas a zone each, in turn."""
    return [zones[index % len(zones)] for index in range(nodes)]


def serving_user(scope: Scope) -> str:
    """Return who signs in with IAM instead of a password."""
    return f"{scope.prefix}-serving"


def connect_to_cache(scope: Scope) -> Statement:
    return {
        "Effect": "Allow",
        "Action": "elasticache:Connect",
        "Resource": [
            scope.arn("elasticache", "replicationgroup:*"),
            scope.arn("elasticache", f"user:{serving_user(scope)}"),
        ],
    }


@dataclass(frozen=True, slots=True)
class CacheArgs:
    scope: Scope
    settings: CacheSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # of the data tier, in the order of zones
    zones: Sequence[str]
    key_arn: pulumi.Input[str]
    protected: bool
    tags: Mapping[str, str]


class Cache(pulumi.ComponentResource):
    """A primary, and replicas in other zones that take over when it fails."""

    def __init__(
        self, name: str, args: CacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Cache", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(name, args.vpc_id, PORT, args.tags, self.child)
        self.replication_group = self._replication_group(group, self._users())
        self.endpoint = self.replication_group.primary_endpoint_address
        self._publish()
        self.alarms = cache_alarms(self.replication_group.id, args.settings.nodes)
        self.register_outputs({"endpoint": self.endpoint})

    def _users(self) -> pulumi.Output[str]:
        """Make a group with one user, who signs in with IAM. Nobody else can sign in at all."""
        user_id = serving_user(self.args.scope)
        user = elasticache.User(
            self.name,
            user_id=user_id,
            user_name=user_id,  # IAM wants both the same
            engine=ENGINE,
            authentication_mode={"type": "iam"},
            access_string="on ~* +@all -@dangerous",
            tags=self.args.tags,
            opts=self.child,
        )
        return elasticache.UserGroup(
            self.name,
            user_group_id=f"{self.args.scope.prefix}-{self.name}",
            engine=ENGINE,
            user_ids=[user.user_id],
            tags=self.args.tags,
            opts=self.child,
        ).user_group_id

    def _replication_group(
        self, group: pulumi.Output[str], users: pulumi.Output[str]
    ) -> elasticache.ReplicationGroup:
        args, settings = self.args, self.args.settings
        subnets = elasticache.SubnetGroup(
            self.name,
            description="Data subnets of all zones",
            subnet_ids=args.subnet_ids,
            tags=args.tags,
            opts=self.child,
        )
        return elasticache.ReplicationGroup(
            self.name,
            description=f"Features at hand ({args.scope.prefix})",
            engine=ENGINE,
            engine_version=settings.engine_version,
            node_type=settings.node_type,
            num_cache_clusters=settings.nodes,
            preferred_cache_cluster_azs=plan_zones(args.zones, settings.nodes),
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
            final_snapshot_identifier=f"{args.scope.prefix}-final" if args.protected else None,
            auto_minor_version_upgrade=True,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected),
        )

    def _publish(self) -> None:
        values: dict[str, pulumi.Input[str]] = {
            "endpoint": self.endpoint,
            "reader-endpoint": self.replication_group.reader_endpoint_address,
            "user": serving_user(self.args.scope),
        }
        publish(self.name, self.args.scope, values, self.args.tags, self.child)


def cache_alarms(group: pulumi.Output[str], nodes: int) -> list[Alarm]:
    """Watch each node; ElastiCache names them after the group: GROUP-001, GROUP-002."""
    return [
        alarm
        for number in range(1, nodes + 1)
        for alarm in node_alarms(number, pulumi.Output.concat(group, f"-{number:03}"))
    ]


def node_alarms(number: int, node: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name=f"node-{number}-cpu",
            meaning="The engine's one thread has little left to give",
            namespace="AWS/ElastiCache",
            metric="EngineCPUUtilization",
            dimensions={"CacheClusterId": node},
            threshold=80,
            missing="breaching",
        ),
        Alarm(
            name=f"node-{number}-memory",
            meaning="The cache is nearly full, and soon forgets what is still wanted",
            namespace="AWS/ElastiCache",
            metric="DatabaseMemoryUsagePercentage",
            dimensions={"CacheClusterId": node},
            threshold=80,
            missing="breaching",
        ),
    ]
