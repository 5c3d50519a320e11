"""What the settings of what carries events must agree on."""

from collections.abc import Iterator

from infra.settings import KafkaSettings, Settings
from infra.settings.group import Profile


def contradictions(settings: Settings) -> Iterator[str]:
    if settings.flink and settings.kinesis is None:
        yield (
            "plimsoll:flink is stated, and plimsoll:kinesis, which it reads, is not: state "
            "kinesis, {} will do"
        )
    if settings.kafka:
        yield from kafka_contradictions(settings.kafka, settings.profile)


def kafka_contradictions(kafka: KafkaSettings, profile: Profile) -> Iterator[str]:
    if kafka.volume_gb > kafka.max_volume_gb:
        yield (
            f"plimsoll:kafka.volume_gb is {kafka.volume_gb}, over max_volume_gb "
            f"{kafka.max_volume_gb}: raise max_volume_gb"
        )
    if kafka.tiered_storage and kafka.broker_type == "kafka.t3.small":
        yield (
            "plimsoll:kafka.broker_type is kafka.t3.small, which has no tiered storage: take a "
            "larger one, or set tiered_storage to false"
        )
    if kafka.broker_type.startswith("kafka.t3") and profile != "dev":
        yield (
            f"plimsoll:kafka.broker_type is {kafka.broker_type}, which bursts: take kafka.m7g, or "
            "set plimsoll:profile to dev"
        )
