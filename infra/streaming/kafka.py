"""Amazon MSK cluster for events of Kafka clients.

https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html (2026-11)
"""

from dataclasses import dataclass

import pulumi
from pulumi_aws import appautoscaling, msk

from infra.aws.log_group import log_group
from infra.aws.parameter import publish
from infra.aws.policy_document import Statement, allow
from infra.aws.security_group import store_groups
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.streaming.kafka_alarms import kafka_alarms
from infra.streaming.settings import KafkaSettings

PORT = 9098  # SASL/IAM
REPLICAS = 3
TARGET_USED_PERCENT = 60  # storage scales at most once in six hours


def cluster_name(context: Context) -> str:
    """Return the cluster name, which policies refer to before deployment."""
    return f"{context.prefix}-kafka"


def write_topics(context: Context) -> list[Statement]:
    name = cluster_name(context)
    return [
        allow(["kafka-cluster:Connect"], [context.arn("kafka", f"cluster/{name}/*")]),
        allow(
            ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
            [context.arn("kafka", f"topic/{name}/*")],
        ),
    ]


def server_properties(settings: KafkaSettings, zones: int) -> str:
    """Return broker properties: writes need all replicas but one, so one broker may fail."""
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
    context: Context
    settings: KafkaSettings
    subnets: Subnets  # data
    key_arn: pulumi.Input[str]


class Kafka(pulumi.ComponentResource):
    """MSK cluster with brokers in every zone, TLS and IAM authentication."""

    def __init__(
        self, name: str, args: KafkaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Kafka", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("kafka", "shared")
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(
            name, args.subnets.vpc_id, PORT, self.tags, self.child
        )
        brokers = args.settings.brokers_per_zone * len(args.subnets.zones)
        self.cluster = self._cluster(group, brokers)
        self._storage_scaling()
        self.brokers = self.cluster.bootstrap_brokers_sasl_iam
        publish(name, args.context, {"brokers": self.brokers}, self.tags, self.child)
        self.alarms = kafka_alarms(cluster_name(args.context), args.settings, brokers)
        self.register_outputs({"brokers": self.brokers, "client_group_id": self.client_group_id})

    def _cluster(self, group: pulumi.Output[str], brokers: int) -> msk.Cluster:
        args, settings = self.args, self.args.settings
        configuration = self._configuration()
        logs = log_group(self.name, args.context.path("kafka"), args.context, self.tags, self.child)
        return msk.Cluster(
            self.name,
            cluster_name=cluster_name(args.context),
            kafka_version=settings.version,
            number_of_broker_nodes=brokers,
            broker_node_group_info={
                "instance_type": settings.broker_type,
                "az_distribution": "DEFAULT",
                "client_subnets": args.subnets.ids,
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
            enhanced_monitoring="DEFAULT",  # higher levels are charged as custom metrics
            logging_info={
                "broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": logs.name}}
            },
            tags=self.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.context.protected,
                # Set by storage auto scaling.
                ignore_changes=["brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize"],
            ),
        )

    def _configuration(self) -> msk.Configuration:
        args = self.args
        return msk.Configuration(
            self.name,
            name=cluster_name(args.context),
            kafka_versions=[args.settings.version],
            server_properties=server_properties(args.settings, len(args.subnets.zones)),
            opts=self.child,
        )

    def _storage_scaling(self) -> None:
        """Scale broker storage up; it cannot shrink."""
        target = appautoscaling.Target(
            self.name,
            service_namespace="kafka",
            resource_id=self.cluster.arn,
            scalable_dimension="kafka:broker-storage:VolumeSize",
            min_capacity=1,
            max_capacity=self.args.settings.max_volume_gb,
            tags=self.tags,
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
                "target_value": TARGET_USED_PERCENT,
                "disable_scale_in": True,
            },
            opts=self.child,
        )


def add_kafka(d: Deployment, subnets: Subnets) -> None:
    """Availability: brokers in each zone; three replicas, of which two must acknowledge."""
    if settings := d.settings.kafka:
        args = KafkaArgs(d.context, settings, subnets, d.keys["data"])
        kafka = d.create(Kafka, "kafka", args)
        d.allow_clients(write_topics(d.context), kafka.client_group_id, kafka)
        d.outputs["kafka_brokers"] = kafka.brokers
