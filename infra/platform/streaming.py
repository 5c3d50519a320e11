"""What carries events, and what brings them into the lake."""

from infra.delivery import Delivery, DeliveryArgs, hand_over
from infra.flink import Flink, FlinkArgs
from infra.kafka import Kafka, KafkaArgs, produce
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part, joined
from infra.settings import DeliverySettings, FlinkSettings, KafkaSettings, KinesisSettings
from infra.storage import Storage
from infra.stream import Stream, StreamArgs, write_events


def make_events(ground: Ground, network: Network, storage: Storage) -> Part:
    """Make what the settings state; the delivery reads the stream, where there is one."""
    settings, parts = ground.settings, []
    stream = make_stream(ground, settings.kinesis) if settings.kinesis else None
    if stream:
        parts.append(stream_part(ground, stream))
    if settings.kafka:
        parts.append(make_kafka(ground, settings.kafka, network))
    if settings.delivery:
        parts.append(make_delivery(ground, settings.delivery, stream, storage))
    if settings.flink:
        parts.append(make_flink(ground, settings.flink, network, storage))
    return joined(parts)


def make_stream(ground: Ground, settings: KinesisSettings) -> Stream:
    """Leave the zones to Kinesis, which acknowledges a record when three have it."""
    args = StreamArgs(
        scope=ground.scope,
        settings=settings,
        key_arn=ground.keys.arns["data"],
        protected=ground.settings.protected,
        tags=tags("stream", "shared", ground.settings.data_classification),
    )
    return Stream("stream", args, ground.home)


def stream_part(ground: Ground, stream: Stream) -> Part:
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


def make_delivery(
    ground: Ground, settings: DeliverySettings, stream: Stream | None, storage: Storage
) -> Part:
    """Take events from the stream, which others read too; without one, from who serves."""
    args = DeliveryArgs(
        scope=ground.scope,
        settings=settings,
        stream_arn=stream.arn if stream else None,
        bucket_arn=storage.buckets["data"].arn,
        key_arn=ground.keys.arns["data"],
        logs=ground.logs,
        tags=tags("delivery", "batch", ground.settings.data_classification),
    )
    delivery = Delivery("delivery", args, ground.home)
    return Part(
        alarms={"delivery": delivery.alarms},
        permissions=[] if stream else hand_over(ground.scope),
    )


def make_flink(ground: Ground, settings: FlinkSettings, network: Network, storage: Storage) -> Part:
    """Let AWS run it in any of the zones, from its last checkpoint when it has failed."""
    args = FlinkArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        bucket_arn=storage.buckets["data"].arn,
        logs=ground.logs,
        tags=tags("flink", "batch", ground.settings.data_classification),
    )
    return Part(alarms={"flink": Flink("flink", args, ground.home).alarms})
