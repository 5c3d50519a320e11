"""The feature store: a DynamoDB table, for the newest features of an entity.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/best-practices.html (2026-11)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import appautoscaling, dynamodb, kms, ssm

from infra.alarms import Alarm
from infra.keys import key_policy
from infra.parameters import publish
from infra.policy import Statement, allow
from infra.roles import allow_key
from infra.scope import Scope
from infra.settings import CapacitySettings, FeatureStoreSettings

Direction = Literal["Read", "Write"]
REPLICATION_SECONDS = 60  # a global table is a second behind, as a rule


def table_name(scope: Scope) -> str:
    """Return a name that policies can have before the table is there."""
    return f"{scope.prefix}-feature-store"


def read_features(scope: Scope) -> list[Statement]:
    table = scope.arn("dynamodb", f"table/{table_name(scope)}")
    return [
        allow(["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"], [table]),
        allow_key(scope, "data", "dynamodb"),
    ]


def bounds(capacity: CapacitySettings, direction: Direction) -> tuple[int, int]:
    if direction == "Read":
        return capacity.min_read, capacity.max_read
    return capacity.min_write, capacity.max_write


@dataclass(frozen=True, slots=True)
class FeatureStoreArgs:
    scope: Scope
    settings: FeatureStoreSettings
    key_arn: pulumi.Input[str]
    # Regions that hold the whole table too, each with the key that is there already, if one is.
    replicas: Mapping[str, pulumi.Input[str] | None]
    protected: bool
    tags: Mapping[str, str]


class FeatureStore(pulumi.ComponentResource):
    """A table that DynamoDB keeps in three zones, and, if wished, in further regions."""

    def __init__(
        self, name: str, args: FeatureStoreArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:FeatureStore", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.table = self._table()
        if args.settings.capacity:
            for direction in ("Read", "Write"):
                self._scale(args.settings.capacity, direction)
        self.alarms = feature_store_alarms(
            self.table.name, args.settings.latency_ms, list(args.replicas)
        )
        publish(name, args.scope, {"table": self.table.name}, args.tags, self.child)
        self.register_outputs({"table": self.table.name})

    def _table(self) -> dynamodb.Table:
        args, settings = self.args, self.args.settings
        capacity = settings.capacity
        everywhere = bool(args.replicas)
        return dynamodb.Table(
            self.name,
            name=table_name(args.scope),
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
            stream_enabled=True if everywhere else None,
            stream_view_type="NEW_AND_OLD_IMAGES" if everywhere else None,  # what replicas want
            replicas=[self._replica(*each) for each in args.replicas.items()] or None,
            deletion_protection_enabled=args.protected,
            tags=args.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.protected,
                # The scaling policies' business.
                ignore_changes=["readCapacity", "writeCapacity"] if capacity else None,
            ),
        )

    def _replica(
        self, region: str, key_arn: pulumi.Input[str] | None
    ) -> dynamodb.TableReplicaArgsDict:
        """Tell who starts in the replica's region of the table, as at home."""
        ssm.Parameter(
            f"{self.name}-table-{region}",
            region=region,
            name=self.args.scope.path("feature-store", "table"),
            type="String",
            insecure_value=table_name(self.args.scope),
            tags=self.args.tags,
            opts=self.child,
        )
        return {
            "region_name": region,
            "kms_key_arn": key_arn or self._key(region),
            "point_in_time_recovery": True,
            "deletion_protection_enabled": self.args.protected,
            "propagate_tags": True,
        }

    def _key(self, region: str) -> pulumi.Output[str]:
        """Have a key in the replica's region: none of another region encrypts there."""
        return kms.Key(
            f"{self.name}-{region}",
            region=region,
            description=f"The feature store's replica ({self.args.scope.prefix})",
            policy=key_policy(self.args.scope, "data"),
            enable_key_rotation=True,
            deletion_window_in_days=30,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.protected),
        ).arn

    def _scale(self, capacity: CapacitySettings, direction: Direction) -> None:
        lowest, highest = bounds(capacity, direction)
        target = appautoscaling.Target(
            f"{self.name}-{direction.lower()}",
            service_namespace="dynamodb",
            resource_id=pulumi.Output.concat("table/", self.table.name),
            scalable_dimension=f"dynamodb:table:{direction}CapacityUnits",
            min_capacity=lowest,
            max_capacity=highest,
            tags=self.args.tags,
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
            meaning=f"{direction}s are refused: one entity is asked for too often, or units lack",
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
        meaning=f"Features take more than {latency_ms} ms to come",
        namespace="AWS/DynamoDB",
        metric="SuccessfulRequestLatency",  # milliseconds
        dimensions={"TableName": table, "Operation": "GetItem"},
        threshold=latency_ms,
    )
    behind = [
        Alarm(
            name=f"replication-{region}",
            meaning=f"{region} is a minute behind, and would lose that with the region",
            namespace="AWS/DynamoDB",
            metric="ReplicationLatency",  # milliseconds
            dimensions={"TableName": table, "ReceivingRegion": region},
            threshold=REPLICATION_SECONDS * 1000,
        )
        for region in replicas
    ]
    return [*throttled, slow, *behind]
