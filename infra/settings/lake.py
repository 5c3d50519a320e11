"""Settings of the lake: what brings data in, what knows of it, what works on it."""

from typing import Literal

from pydantic import Field

from infra.settings.group import Group

Schedule = r"^cron\(.+\)$"


class DeliverySettings(Group):
    buffer_mb: int = Field(default=128, ge=1, le=128, description="Size at which an object is made")
    buffer_seconds: int = Field(
        default=300, ge=60, le=900, description="Age at which it is made though it is smaller"
    )


class LakeFormationSettings(Group):
    """The program's own principal must be one of Lake Formation's administrators."""

    readers: tuple[str, ...] = Field(
        default=(),
        description="ARNs of roles that may read every table, beside those that IAM lets",
    )


class CatalogSettings(Group):
    schedule: str = Field(
        default="cron(0 4 * * ? *)",
        pattern=Schedule,
        description="When the lake is looked through, UTC; with a workflow it is the workflow's",
    )
    prefixes: tuple[str, ...] = Field(
        default=("events/",), min_length=1, description="Folders of the data bucket with tables"
    )
    lake_formation: LakeFormationSettings | None = Field(
        default=None, description="Permissions table by table; not stated, IAM alone decides"
    )


class WorkflowSettings(Group):
    schedule: str = Field(
        default="cron(0 4 * * ? *)", pattern=Schedule, description="When it begins"
    )
    time_zone: str = Field(default="Etc/UTC", description="Of the schedule, such as Europe/Berlin")
    timeout_hours: int = Field(default=6, ge=1, description="When a run has failed")
    attempts: int = Field(
        default=3, ge=0, le=10, description="How often a failed step is tried again"
    )
    spark_script: str | None = Field(
        default=None,
        pattern=r"^[^/].*\.(py|jar)$",
        description="Key in the data bucket of what Spark runs when the lake is known anew",
    )


class SparkSettings(Group):
    release: str = Field(default="emr-7.9.0", pattern=r"^emr-\d+\.\d+\.\d+$", description="Of EMR")
    architecture: Literal["ARM64", "X86_64"] = Field(
        default="ARM64", description="Of the workers; Graviton's are cheaper"
    )
    max_vcpus: int = Field(default=64, ge=1, description="All workers together, at most")
    idle_minutes: int = Field(default=15, ge=1, description="Until workers that idle are gone")


class FlinkSettings(Group):
    code_key: str = Field(
        pattern=r"^[^/].*\.(jar|zip)$", description="Key in the data bucket of what it runs"
    )
    runtime: str = Field(
        default="FLINK-1_20", pattern=r"^FLINK-\d+_\d+$", description="Flink's version; runs Beam"
    )
    parallelism: int = Field(default=1, ge=1, le=256, description="Subtasks, at first")
    per_unit: int = Field(default=1, ge=1, le=8, description="Subtasks of one processing unit")
    log_level: Literal["INFO", "WARN", "ERROR"] = Field(default="WARN", description="What it logs")
