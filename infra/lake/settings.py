"""Settings of the data lake: catalog, workflow and Spark."""

from typing import Literal

from pydantic import Field

from infra.aws.setting import SettingsGroup

Schedule = r"^cron\(.+\)$"


class LakeFormationSettings(SettingsGroup):
    """Lake Formation permissions; the deploying principal must be a data lake administrator."""

    readers: tuple[str, ...] = Field(
        default=(),
        description="ARNs of IAM roles that may read all tables through Lake Formation",
    )


class CatalogSettings(SettingsGroup):
    schedule: str = Field(
        default="cron(0 4 * * ? *)",
        pattern=Schedule,
        description="Schedule of the Glue crawler, UTC; not used if the workflow starts it",
    )
    prefixes: tuple[str, ...] = Field(
        default=("events/",),
        min_length=1,
        description="Prefixes in the data bucket that the crawler scans",
    )
    lake_formation: LakeFormationSettings | None = Field(
        default=None, description="Lake Formation permissions; null: IAM permissions only"
    )


class WorkflowSettings(SettingsGroup):
    schedule: str = Field(
        default="cron(0 4 * * ? *)",
        pattern=Schedule,
        description="EventBridge schedule that starts the workflow",
    )
    time_zone: str = Field(
        default="Etc/UTC", description="Time zone of the schedule, such as Europe/Berlin"
    )
    timeout_hours: int = Field(default=6, ge=1, description="Timeout of an execution, hours")
    retries: int = Field(default=3, ge=0, le=10, description="Number of retries of a failed step")
    spark_script: str | None = Field(
        default=None,
        pattern=r"^[^/].*\.(py|jar)$",
        description="Object key in the data bucket of the Spark job to run after the crawl",
    )


class SparkSettings(SettingsGroup):
    release: str = Field(
        default="emr-7.9.0", pattern=r"^emr-\d+\.\d+\.\d+$", description="Amazon EMR release label"
    )
    architecture: Literal["ARM64", "X86_64"] = Field(
        default="ARM64", description="Architecture of the workers; ARM64 costs less"
    )
    max_vcpus: int = Field(
        default=64, ge=1, description="Maximum capacity of the application, vCPUs"
    )
    idle_minutes: int = Field(
        default=15, ge=1, description="Idle time before the application stops, minutes"
    )
