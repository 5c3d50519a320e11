"""Kafka: an MSK cluster, for events where Kafka's own clients are wanted.

https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html (2026-11)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import appautoscaling, msk

from infra.kafka_alarms import kafka_alarms
from infra.logs import LogKeeping, log_group
from infra.parameters import publish
from infra.policy import Statement, allow
from infra.scope import Scope
from infra.security_groups import store_groups
from infra.settings import KafkaSettings

PORT = 9098  # where clients sign in with IAM
REPLICAS = 3
VOLUME_TARGET = 60  # percent; a volume grows once in six hours


def cluster_name(scope: Scope) -> str:
    """Return a name that policies can have before the cluster is there."""
    return f"{scope.prefix}-kafka"


def produce(scope: Scope) -> list[Statement]:
    name = cluster_name(scope)
    return [
        allow(["kafka-cluster:Connect"], [scope.arn("kafka", f"cluster/{name}/*")]),
        allow(
            ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
            [scope.arn("kafka", f"topic/{name}/*")],
        ),
    ]


def server_properties(settings: KafkaSettings, zones: int) -> str:
    """Acknowledge nothing that only one broker has; go on while one of three is lost."""
    replicas = min(REPLICAS, zones * settings.brokers_per_zone)
    properties = {
        "auto.create.topics.enable": "false",
        "default.replication.factor": replicas,
        "log.retention.hours": settings.retention_hours,
        "min.insync.replicas": max(1, replicas - 1),
        "num.partitions": 2 * zones * settings.brokers_per_zone,
        "unclean.leader.election.enable": "false",
    }
    return "\n".join(f"{key}={value}" for key, value in properties.items())


@dataclass(frozen=True, slots=True)
class KafkaArgs:
    scope: Scope
    settings: KafkaSettings
    vpc_id: pulumi.Input[str]
    zones: Sequence[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # of the data tier, in the order of zones
    key_arn: pulumi.Input[str]
    logs: LogKeeping
    protected: bool
    tags: Mapping[str, str]


class Kafka(pulumi.ComponentResource):
    """Brokers in every zone, each record on three; clients come over TLS and sign in with IAM."""

    def __init__(
        self, name: str, args: KafkaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Kafka", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(name, args.vpc_id, PORT, args.tags, self.child)
        brokers = args.settings.brokers_per_zone * len(args.zones)
        self.cluster = self._cluster(group, brokers)
        self._grow()
        self.brokers = self.cluster.bootstrap_brokers_sasl_iam
        publish(name, args.scope, {"brokers": self.brokers}, args.tags, self.child)
        self.alarms = kafka_alarms(cluster_name(args.scope), args.settings, brokers)
        self.register_outputs({"brokers": self.brokers})

    def _cluster(self, group: pulumi.Output[str], brokers: int) -> msk.Cluster:
        args, settings = self.args, self.args.settings
        configuration = self._configuration()
        logs = log_group(self.name, args.scope.path("kafka"), args.logs, args.tags, self.child)
        return msk.Cluster(
            self.name,
            cluster_name=cluster_name(args.scope),
            kafka_version=settings.version,
            number_of_broker_nodes=brokers,
            broker_node_group_info={
                "instance_type": settings.broker_type,
                "az_distribution": "DEFAULT",
                "client_subnets": args.subnet_ids,
                "security_groups": [group],
                "storage_info": {"ebs_storage_info": {"volume_size": settings.volume_gb}},
            },
            storage_mode="TIERED" if settings.tiered_storage else "LOCAL",
            configuration_info={
                "arn": configuration.arn,
                "revision": configuration.latest_revision,
            },
            client_authentication={"sasl": {"iam": True}, "unauthenticated": False},
            encryption_info={
                "encryption_at_rest_kms_key_arn": args.key_arn,
                "encryption_in_transit": {"client_broker": "TLS", "in_cluster": True},
            },
            enhanced_monitoring="DEFAULT",  # more is charged as metrics of our own
            logging_info={
                "broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": logs.name}}
            },
            tags=args.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.protected,
                # Autoscaling's business.
                ignore_changes=["brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize"],
            ),
        )

    def _configuration(self) -> msk.Configuration:
        args = self.args
        return msk.Configuration(
            self.name,
            name=cluster_name(args.scope),
            kafka_versions=[args.settings.version],
            server_properties=server_properties(args.settings, len(args.zones)),
            opts=self.child,
        )

    def _grow(self) -> None:
        """Let volumes grow before they are full; they never shrink."""
        target = appautoscaling.Target(
            self.name,
            service_namespace="kafka",
            resource_id=self.cluster.arn,
            scalable_dimension="kafka:broker-storage:VolumeSize",
            min_capacity=1,
            max_capacity=self.args.settings.max_volume_gb,
            tags=self.args.tags,
            opts=self.child,
        )
        appautoscaling.Policy(
            self.name,
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            resource_id=target.resource_id,
            scalable_dimension=target.scalable_dimension,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {
                    "predefined_metric_type": "KafkaBrokerStorageUtilization"
                },
                "target_value": VOLUME_TARGET,
                "disable_scale_in": True,
            },
            opts=self.child,
        )
