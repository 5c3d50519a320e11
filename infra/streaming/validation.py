"""Validation of streaming settings."""

from collections.abc import Iterator

from infra.aws.validation import above_maximum, not_allowed
from infra.settings import Settings


def conflicts(settings: Settings) -> Iterator[str]:
    if settings.flink and settings.kinesis is None:
        yield (
            "plimsoll:flink: the application reads plimsoll:kinesis, which is not set; set "
            "kinesis ({} uses its defaults), or remove flink"
        )
    if kafka := settings.kafka:
        if kafka.volume_gb > kafka.max_volume_gb:
            yield above_maximum(
                "kafka.volume_gb", kafka.volume_gb, "max_volume_gb", kafka.max_volume_gb
            )
        if kafka.tiered_storage and kafka.broker_type == "kafka.t3.small":
            yield (
                "plimsoll:kafka.broker_type: kafka.t3.small does not support tiered storage; use "
                "a larger type, or set tiered_storage to false"
            )


def weaknesses(settings: Settings) -> Iterator[str]:
    kafka = settings.kafka
    if kafka and kafka.broker_type.startswith("kafka.t3"):
        burstable = f"burstable type {kafka.broker_type}"
        yield not_allowed("kafka.broker_type", burstable, settings.profile, "a kafka.m7g type")
