"""Settings of what carries events: Kinesis or Kafka, or both."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from infra.settings.group import Group

BrokerType = Annotated[str, StringConstraints(pattern=r"^kafka\.[a-z0-9]+\.[a-z0-9]+$")]


class KinesisSettings(Group):
    shards: int | None = Field(
        default=None,
        ge=1,
        description="Of 1 MB a second each; not stated, the stream is on demand and makes its own",
    )
    retention_hours: int = Field(
        default=168,
        ge=24,
        le=8760,
        description="How long a record can be read; what is older than a day is charged for",
    )
    lag_seconds: int = Field(
        default=300, ge=1, description="How far behind the slowest reader may be"
    )


class KafkaSettings(Group):
    version: str = Field(
        default="3.9.x", pattern=r"^\d+\.\d+\.(\d+|x)$", description="Apache Kafka, as MSK names it"
    )
    broker_type: BrokerType = Field(default="kafka.m7g.large", description="Of every broker")
    brokers_per_zone: int = Field(default=1, ge=1, le=10, description="Brokers in each zone")
    volume_gb: int = Field(default=100, ge=1, le=16384, description="Volume of a broker, at first")
    max_volume_gb: int = Field(
        default=1000, ge=1, le=16384, description="Size to which autoscaling lets it grow"
    )
    tiered_storage: bool = Field(
        default=True, description="Keep what is old in cheaper storage, topic by topic"
    )
    retention_hours: int = Field(
        default=168, ge=1, description="How long a topic keeps a record that says nothing of it"
    )
    consumers: Mapping[str, str] = Field(
        default={}, description="Consumer groups to watch, each with the topic that it reads"
    )
    lag_seconds: int = Field(default=300, ge=1, description="How far behind each may be")
