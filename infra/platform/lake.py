"""What brings data in, keeps it and works on it: optional parts, each made where it is stated."""

from infra.feature_store import FeatureStore, FeatureStoreArgs, read_features
from infra.kafka import Kafka, KafkaArgs, produce
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part, joined
from infra.settings import FeatureStoreSettings, KafkaSettings, KinesisSettings
from infra.stream import Stream, StreamArgs, write_events


def make_lake(ground: Ground, network: Network) -> Part:
    settings = ground.settings
    parts = []
    if settings.feature_store:
        parts.append(make_feature_store(ground, settings.feature_store))
    if settings.kinesis:
        parts.append(make_stream(ground, settings.kinesis))
    if settings.kafka:
        parts.append(make_kafka(ground, settings.kafka, network))
    return joined(parts)


def make_feature_store(ground: Ground, settings: FeatureStoreSettings) -> Part:
    """Leave the zones to DynamoDB, which keeps each item in three; further regions are stated."""
    args = FeatureStoreArgs(
        scope=ground.scope,
        settings=settings,
        key_arn=ground.keys.arns["data"],
        protected=ground.settings.protected,
        tags=tags("feature-store", "serving", ground.settings.data_classification),
    )
    store = FeatureStore("feature-store", args, ground.home)
    return Part(
        alarms={"feature-store": store.alarms},
        permissions=read_features(ground.scope),
        critical=[store.table.arn],
        outputs={"feature_store": store.table.name},
    )


def make_stream(ground: Ground, settings: KinesisSettings) -> Part:
    """Leave the zones to Kinesis, which acknowledges a record when three have it."""
    args = StreamArgs(
        scope=ground.scope,
        settings=settings,
        key_arn=ground.keys.arns["data"],
        protected=ground.settings.protected,
        tags=tags("stream", "shared", ground.settings.data_classification),
    )
    stream = Stream("stream", args, ground.home)
    return Part(
        alarms={"stream": stream.alarms},
        permissions=write_events(ground.scope),
        outputs={"stream": stream.stream.name},
    )


def make_kafka(ground: Ground, settings: KafkaSettings, network: Network) -> Part:
    """Have as many brokers in each zone; a record is on three, and written while two are there."""
    args = KafkaArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        zones=ground.zones,
        subnet_ids=network.data_subnet_ids,
        key_arn=ground.keys.arns["data"],
        logs=ground.logs,
        protected=ground.settings.protected,
        tags=tags("kafka", "shared", ground.settings.data_classification),
    )
    kafka = Kafka("kafka", args, ground.home)
    return Part(
        alarms={"kafka": kafka.alarms},
        client_groups=[kafka.client_group_id],
        permissions=produce(ground.scope),
        outputs={"kafka_brokers": kafka.brokers},
    )
