"""Settings of monitoring, budgets, patching, off-hours and recovery."""

from decimal import Decimal
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from infra.aws.setting import Email, Region, RetentionDays, SettingsGroup

Minutes = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=1, le=1000)]
DAY = r"(SUN|MON|TUE|WED|THU|FRI|SAT|[0-7])"
DAYS = rf"(\*|{DAY}(-{DAY})?(,{DAY}(-{DAY})?)*)"
DAILY_CRON = rf"^[0-5]?\d ([01]?\d|2[0-3]) \* \* {DAYS}$"


class CanarySettings(SettingsGroup):
    """CloudWatch Synthetics canary that probes the public endpoint."""

    interval_minutes: int = Field(
        default=5, ge=1, le=60, description="Interval between canary runs, minutes"
    )
    path: str = Field(
        default="/", pattern="^/", description="Path that the canary requests; it expects 200"
    )
    runtime: str = Field(
        default="syn-python-selenium-12.0",
        pattern=r"^syn-python-selenium-\d+\.\d+$",
        description="CloudWatch Synthetics runtime version; AWS deprecates old ones",
    )


class ModelMetric(SettingsGroup):
    """CloudWatch metric that the serving container publishes, such as drift."""

    name: str = Field(
        pattern=r"^[A-Z][A-Za-z0-9]*$",
        description="Name of the metric in the namespace PROJECT/ENVIRONMENT",
    )
    alarm_description: str = Field(
        min_length=1, description="Description of the anomaly detection alarm"
    )
    band_width: float = Field(
        default=3,
        gt=0,
        le=10,
        description="Width of the anomaly detection band, standard deviations",
    )
    alarm_when: Literal["above", "below"] = Field(
        default="above", description="Side of the band on which the alarm fires"
    )
    publisher: Literal["serving", "spark"] = Field(
        default="serving",
        description="What publishes the metric: the serving container, or the Spark job of the "
        "nightly workflow",
    )


class ObservabilitySettings(SettingsGroup):
    quota_percent: int | None = Field(
        default=80,
        ge=1,
        le=100,
        description="Alarm on the vCPU quotas that the fleets use, percent; quotas are those of "
        "the account, so one stack of a shared account is enough; null: none",
    )
    alarm_emails: tuple[Email, ...] = Field(
        min_length=1, description="Email addresses that receive alarms and budget alerts"
    )
    log_retention_days: RetentionDays = Field(
        default=365, description="Retention of all CloudWatch log groups, days"
    )
    canary: CanarySettings | None = Field(
        default=None, description="Canary that probes the public endpoint; null: none"
    )
    model_metrics: tuple[ModelMetric, ...] = Field(
        default=(), description="Custom model metrics with an anomaly detection alarm each"
    )


class SpendingAction(SettingsGroup):
    """Budget action: attach a deny policy to IAM roles when the budget is exceeded."""

    percent: Percent = Field(
        default=110, description="Threshold of the action, percent of the budget spent"
    )
    roles: tuple[str, ...] = Field(
        min_length=1, description="Names of IAM roles that the deny policy is attached to"
    )
    approval: Literal["AUTOMATIC", "MANUAL"] = Field(
        default="MANUAL", description="Approval model of the budget action"
    )


class GovernanceSettings(SettingsGroup):
    actual_percents: tuple[int, ...] = Field(
        default=(80, 100),
        min_length=1,
        description="Alert thresholds on actual cost, percent of the budget",
    )
    forecast_percents: tuple[int, ...] = Field(
        default=(100,), description="Alert thresholds on forecasted cost, percent of the budget"
    )
    only_this_environment: bool = Field(
        default=False,
        description="Filter the budget by the environment tag; the tag must be an active cost "
        "allocation tag, otherwise the budget counts nothing",
    )
    tags_active: bool = Field(
        default=False,
        description="The tags component and environment are active cost allocation tags, by "
        "another stack or by the payer account; without it budgets and anomalies by tag are off",
    )
    component_budgets: dict[str, Decimal] = Field(
        default={},
        description="Budgets by component tag, USD per month; budgets without actions are free",
    )
    anomaly_usd: int | None = Field(
        default=100,
        ge=1,
        description="Impact at which a cost anomaly alerts, USD; null: no anomaly monitor",
    )
    savings_plan_percent: int | None = Field(
        default=None,
        ge=1,
        le=100,
        description="Alert if the utilization of the account's Savings Plans is below, percent; "
        "null: the account has none",
    )
    action: SpendingAction | None = Field(
        default=None, description="Budget action when the budget is exceeded; null: none"
    )


class PatchingSettings(SettingsGroup):
    schedule: str = Field(
        default="cron(0 3 ? * SUN *)",
        pattern=r"^(cron|rate)\(.+\)$",
        description="Schedule of the maintenance window, UTC",
    )
    approve_after_days: int = Field(
        default=7, ge=0, le=360, description="Auto-approval delay of the patch baseline, days"
    )
    severities: tuple[Literal["Critical", "Important", "Medium", "Low"], ...] = Field(
        default=("Critical", "Important"),
        min_length=1,
        description="Severities of security patches to install",
    )


class OffHoursSettings(SettingsGroup):
    """Schedule that stops a development stack: no fleet instances, database stopped."""

    stop: str = Field(
        default="0 20 * * MON-FRI",
        pattern=DAILY_CRON,
        description="Cron expression of the stop: minute, hour, *, *, days of the week",
    )
    start: str = Field(
        default="0 7 * * MON-FRI",
        pattern=DAILY_CRON,
        description="Cron expression of the start: minute, hour, *, *, days of the week",
    )
    time_zone: str = Field(
        default="Etc/UTC", description="Time zone of both expressions, such as Europe/Berlin"
    )


class Objective(SettingsGroup):
    """Recovery objective for one kind of loss."""

    rpo_minutes: Minutes = Field(description="Recovery point objective (RPO), minutes")
    rto_minutes: Minutes = Field(description="Recovery time objective (RTO), minutes")


class BackupClass(SettingsGroup):
    """AWS Backup plan of one class of data."""

    every: Literal["hour", "day", "week"] = Field(
        default="day", description="Backup frequency of the plan"
    )
    keep_days: int = Field(default=35, ge=1, description="Retention of a backup, days")
    monthly_keep_days: int | None = Field(
        default=None,
        ge=91,
        description="Retention of the first backup of each month, days; null: no monthly backup",
    )
    copy_keep_days: int | None = Field(
        default=None,
        ge=1,
        description="Retention of copies in copy_region, days; null: no copies",
    )


class RecoverySettings(SettingsGroup):
    zone_loss: Objective | None = Field(
        default=None, description="Objective for the loss of an Availability Zone"
    )
    region_loss: Objective | None = Field(
        default=None, description="Objective for the loss of the region"
    )
    data_loss: Objective | None = Field(
        default=None, description="Objective for deleted or corrupted data"
    )
    critical: BackupClass | None = Field(
        default=BackupClass(),
        description="Backup plan of data that cannot be recreated: database, feature store",
    )
    standard: BackupClass | None = Field(
        default=None,
        description="Backup plan of data that is slow to recreate: feature and model buckets",
    )
    copy_region: Region | None = Field(
        default=None, description="Region that backups are copied to; null: none"
    )
    copy_account_vault_arn: str | None = Field(
        default=None,
        pattern=r"^arn:aws[a-z-]*:backup:[a-z0-9-]+:\d{12}:backup-vault:.+$",
        description="ARN of a backup vault in another account that receives copies too",
    )
    recreatable: tuple[
        Literal["data", "features", "models", "releases", "search", "stream"], ...
    ] = Field(
        default=(),
        description="Stores that the objectives leave out, because their content can be created "
        "again from other sources: buckets, search index, event stream",
    )
    sizes_gb: dict[Literal["database", "feature_store", "features", "models", "releases"], int] = (
        Field(
            default={},
            description="Sizes of the stores that are restored from backups, GiB; the recovery "
            "time objectives include their restore",
        )
    )
    lock: Literal["none", "governance", "compliance"] = Field(
        default="governance",
        description="AWS Backup Vault Lock mode; compliance cannot be removed after three days, "
        "not even by AWS",
    )
    restore_tests: Literal["none", "weekly", "monthly"] = Field(
        default="none", description="Frequency of AWS Backup restore testing"
    )


class StandbySettings(SettingsGroup):
    """Standby region. Set it before the first deployment: keys and database depend on it."""

    region: Region = Field(description="Name of the standby region")
    mode: Literal["pilot_light", "warm_standby"] = Field(
        description="Disaster recovery strategy. pilot_light: data, keys and images are "
        "replicated, compute is created on failover; warm_standby: a small fleet takes over"
    )
    cidr: IPv4Network = Field(
        description="CIDR block of the standby VPC, not overlapping network.cidr"
    )
    zones: int | tuple[str, ...] = Field(
        default=3, description="Number of Availability Zones, or their names"
    )
    min_size: int = Field(
        default=3, ge=1, description="Minimum number of instances of the standby fleet"
    )
    database_instances: int = Field(
        default=2, ge=1, le=15, description="Number of Aurora readers in the standby region"
    )
    cache_nodes: int = Field(
        default=2, ge=1, le=6, description="Number of cache nodes in the standby region"
    )
    replication_time_control: bool = Field(
        default=False,
        description="S3 Replication Time Control: replicate within 15 minutes, at extra cost",
    )
    health_check_seconds: Literal[10, 30] = Field(
        default=30,
        description="Interval of the Route 53 health check, seconds; three failures fail over",
    )

    @property
    def zone_count(self) -> int:
        return self.zones if isinstance(self.zones, int) else len(self.zones)
