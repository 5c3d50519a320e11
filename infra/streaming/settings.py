"""Settings of event streams and their consumers."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from infra.aws.setting import SettingsGroup

BrokerType = Annotated[str, StringConstraints(pattern=r"^kafka\.[a-z0-9]+\.[a-z0-9]+$")]


class KinesisSettings(SettingsGroup):
    shards: int | None = Field(
        default=None,
        ge=1,
        description="Number of shards, each 1 MB/s; null: on-demand capacity mode",
    )
    retention_hours: int = Field(
        default=168,
        ge=24,
        le=8760,
        description="Data retention period, hours; more than 24 is charged for",
    )
    lag_seconds: int = Field(
        default=300, ge=1, description="Iterator age at which an alarm fires, seconds"
    )


class KafkaSettings(SettingsGroup):
    version: str = Field(
        default="3.9.x",
        pattern=r"^\d+\.\d+\.(\d+|x)$",
        description="Apache Kafka version, in Amazon MSK's notation",
    )
    broker_type: BrokerType = Field(
        default="kafka.m7g.large", description="Instance type of the brokers"
    )
    brokers_per_zone: int = Field(default=1, ge=1, le=10, description="Number of brokers per zone")
    volume_gb: int = Field(
        default=100, ge=1, le=16384, description="Initial size of a broker's volume, GiB"
    )
    max_volume_gb: int = Field(
        default=1000,
        ge=1,
        le=16384,
        description="Maximum size of a broker's volume for storage auto scaling, GiB",
    )
    tiered_storage: bool = Field(
        default=True, description="Tiered storage mode; topics opt in individually"
    )
    retention_hours: int = Field(
        default=168, ge=1, description="Default retention of a topic, hours"
    )
    consumers: Mapping[str, str] = Field(
        default={}, description="Topics by consumer group whose lag is monitored"
    )
    lag_seconds: int = Field(
        default=300, ge=1, description="Consumer lag at which an alarm fires, seconds"
    )


class DeliverySettings(SettingsGroup):
    buffer_mb: int = Field(default=128, ge=1, le=128, description="Firehose buffer size, MiB")
    buffer_seconds: int = Field(
        default=300, ge=60, le=900, description="Firehose buffer interval, seconds"
    )


class FlinkSettings(SettingsGroup):
    code_key: str = Field(
        pattern=r"^[^/].*\.(jar|zip)$",
        description="Object key of the application code in the data bucket",
    )
    runtime: str = Field(
        default="FLINK-1_20",
        pattern=r"^FLINK-\d+_\d+$",
        description="Runtime environment of the application; Apache Beam runs on it too",
    )
    parallelism: int = Field(
        default=1, ge=1, le=256, description="Initial parallelism, number of subtasks"
    )
    parallelism_per_kpu: int = Field(
        default=1, ge=1, le=8, description="Subtasks per Kinesis Processing Unit (KPU)"
    )
    log_level: Literal["INFO", "WARN", "ERROR"] = Field(
        default="WARN", description="CloudWatch log level of the application"
    )
