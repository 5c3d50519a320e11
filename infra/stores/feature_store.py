"""DynamoDB table of the newest features of each entity.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/best-practices.html (2026-11)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pulumi
from pulumi_aws import appautoscaling, dynamodb, kms, ssm

from infra.aws.alarm import Alarm
from infra.aws.key import key_policy
from infra.aws.parameter import publish
from infra.aws.policy_document import Statement, allow, allow_key
from infra.context import Context
from infra.deployment import Deployment
from infra.stores.settings import CapacitySettings, FeatureStoreSettings

Direction = Literal["Read", "Write"]
MAX_REPLICATION_SECONDS = 60  # typical latency of a global table is a second


def table_name(context: Context) -> str:
    """Return the table name, which policies refer to before deployment."""
    return f"{context.prefix}-feature-store"


def read_features(context: Context) -> list[Statement]:
    table = context.arn("dynamodb", f"table/{table_name(context)}")
    return [
        allow(["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"], [table]),
        allow_key(context, "data", "dynamodb"),
    ]


def bounds(capacity: CapacitySettings, direction: Direction) -> tuple[int, int]:
    if direction == "Read":
        return capacity.min_read, capacity.max_read
    return capacity.min_write, capacity.max_write


@dataclass(frozen=True, slots=True)
class FeatureStoreArgs:
    context: Context
    settings: FeatureStoreSettings
    key_arn: pulumi.Input[str]
    # KMS key ARN by replica region; None: create a key there.
    replicas: Mapping[str, pulumi.Input[str] | None]


class FeatureStore(pulumi.ComponentResource):
    """DynamoDB table with point-in-time recovery and optional replicas in other regions."""

    def __init__(
        self, name: str, args: FeatureStoreArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:FeatureStore", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("feature-store", "serving")
        self.child = pulumi.ResourceOptions(parent=self)

        self.table = self._table()
        if args.settings.capacity:
            for direction in ("Read", "Write"):
                self._scaling(args.settings.capacity, direction)
        self.alarms = feature_store_alarms(
            self.table.name, args.settings.latency_ms, list(args.replicas)
        )
        publish(name, args.context, {"table": self.table.name}, self.tags, self.child)
        self.register_outputs({"table": self.table.name, "arn": self.table.arn})

    def _table(self) -> dynamodb.Table:
        args, settings = self.args, self.args.settings
        capacity = settings.capacity
        replicated = bool(args.replicas)
        return dynamodb.Table(
            self.name,
            name=table_name(args.context),
            billing_mode="PROVISIONED" if capacity else "PAY_PER_REQUEST",
            read_capacity=capacity.min_read if capacity else None,
            write_capacity=capacity.min_write if capacity else None,
            table_class=settings.table_class,
            hash_key="entity",
            range_key="feature_group",
            attributes=[
                {"name": "entity", "type": "S"},
                {"name": "feature_group", "type": "S"},
            ],
            ttl={"attribute_name": "expires", "enabled": True},
            point_in_time_recovery={
                "enabled": True,
                "recovery_period_in_days": settings.recovery_days,
            },
            server_side_encryption={"enabled": True, "kms_key_arn": args.key_arn},
            stream_enabled=True if replicated else None,
            stream_view_type="NEW_AND_OLD_IMAGES" if replicated else None,  # required by replicas
            replicas=[self._replica(*each) for each in args.replicas.items()] or None,
            deletion_protection_enabled=args.context.protected,
            tags=self.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.context.protected,
                # Set by the scaling policies.
                ignore_changes=["readCapacity", "writeCapacity"] if capacity else None,
            ),
        )

    def _replica(
        self, region: str, key_arn: pulumi.Input[str] | None
    ) -> dynamodb.TableReplicaArgsDict:
        """Create the replica and, in its region, the parameter with the table name."""
        ssm.Parameter(
            f"{self.name}-table-{region}",
            region=region,
            name=self.args.context.path("feature-store", "table"),
            type="String",
            insecure_value=table_name(self.args.context),
            tags=self.tags,
            opts=self.child,
        )
        return {
            "region_name": region,
            "kms_key_arn": key_arn or self._key(region),
            "point_in_time_recovery": True,
            "deletion_protection_enabled": self.args.context.protected,
            "propagate_tags": True,
        }

    def _key(self, region: str) -> pulumi.Output[str]:
        """Create a KMS key in the replica's region."""
        return kms.Key(
            f"{self.name}-{region}",
            region=region,
            description=f"Feature store replica ({self.args.context.prefix})",
            policy=key_policy(replace(self.args.context, region=region), "data"),
            enable_key_rotation=True,
            deletion_window_in_days=30,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.context.protected),
        ).arn

    def _scaling(self, capacity: CapacitySettings, direction: Direction) -> None:
        min_units, max_units = bounds(capacity, direction)
        target = appautoscaling.Target(
            f"{self.name}-{direction.lower()}",
            service_namespace="dynamodb",
            resource_id=pulumi.Output.concat("table/", self.table.name),
            scalable_dimension=f"dynamodb:table:{direction}CapacityUnits",
            min_capacity=min_units,
            max_capacity=max_units,
            tags=self.tags,
            opts=self.child,
        )
        appautoscaling.Policy(
            f"{self.name}-{direction.lower()}",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            resource_id=target.resource_id,
            scalable_dimension=target.scalable_dimension,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {
                    "predefined_metric_type": f"DynamoDB{direction}CapacityUtilization"
                },
                "target_value": capacity.target_percent,
            },
            opts=self.child,
        )


def feature_store_alarms(
    table: pulumi.Output[str], latency_ms: int, replicas: Sequence[str]
) -> list[Alarm]:
    throttled = [
        Alarm(
            name=f"{direction.lower()}-throttled",
            description=f"{direction} requests are throttled: hot partition or too little capacity",
            namespace="AWS/DynamoDB",
            metric=f"{direction}ThrottleEvents",
            dimensions={"TableName": table},
            statistic="Sum",
            threshold=0,
        )
        for direction in ("Read", "Write")
    ]
    slow = Alarm(
        name="latency",
        description=f"Average GetItem latency is above {latency_ms} ms",
        namespace="AWS/DynamoDB",
        metric="SuccessfulRequestLatency",  # milliseconds
        dimensions={"TableName": table, "Operation": "GetItem"},
        threshold=latency_ms,
    )
    behind = [
        Alarm(
            name=f"replication-{region}",
            description=f"Replication latency to {region} is above one minute",
            namespace="AWS/DynamoDB",
            metric="ReplicationLatency",  # milliseconds
            dimensions={"TableName": table, "ReceivingRegion": region},
            threshold=MAX_REPLICATION_SECONDS * 1000,
        )
        for region in replicas
    ]
    return [*throttled, slow, *behind]


def add_feature_store(d: Deployment, standby: Deployment | None) -> FeatureStore | None:
    """Availability: DynamoDB stores items in three zones; the standby region has a replica."""
    settings = d.settings.feature_store
    if settings is None:
        return None
    replicas: dict[str, pulumi.Input[str] | None] = dict.fromkeys(settings.replica_regions)
    if standby:
        replicas[standby.context.region] = standby.keys["data"]
    args = FeatureStoreArgs(d.context, settings, d.keys["data"], replicas)
    store = d.create(FeatureStore, "feature-store", args)
    d.allow_clients(read_features(d.context), store=store)
    d.critical_arns.append(store.table.arn)
    d.outputs["feature_store"] = store.table.name
    return store


def use_feature_store_replica(d: Deployment, store: FeatureStore | None) -> None:
    """Use and back up the replica that the primary region's table has in this region."""
    if store:
        d.allow_clients(read_features(d.context), store=store)
        d.critical_arns.append(d.context.arn("dynamodb", f"table/{table_name(d.context)}"))
