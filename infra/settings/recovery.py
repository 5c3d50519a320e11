"""Settings of what is lost, and for how long, when something fails."""

from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from infra.settings.group import Group

Minutes = Annotated[int, Field(ge=0)]
Mode = Literal["pilot_light", "warm_standby"]


class Objective(Group):
    """What a loss may cost at most."""

    rpo_minutes: Minutes = Field(description="Of data: how old what is left may be")
    rto_minutes: Minutes = Field(description="Of time: until it serves again")


class BackupClass(Group):
    """How often, how long and where copies of one class of data are kept."""

    every: Literal["hour", "day", "week"] = Field(default="day", description="A backup each")
    keep_days: int = Field(default=35, ge=1, description="How long one is kept")
    monthly_keep_days: int | None = Field(
        default=None, ge=91, description="How long the first of a month is kept, from the vault"
    )
    copy_keep_days: int | None = Field(
        default=None, ge=1, description="How long its copy in copy_region is kept; not stated: none"
    )


class RecoverySettings(Group):
    zone_loss: Objective | None = Field(
        default=None, description="Objective for the loss of an Availability Zone"
    )
    region_loss: Objective | None = Field(
        default=None, description="Objective for the loss of the region"
    )
    data_loss: Objective | None = Field(
        default=None, description="Objective for data deleted or spoilt by mistake or malice"
    )
    critical: BackupClass | None = Field(
        default=BackupClass(),
        description="AWS Backup of what cannot be made again: database, features",
    )
    standard: BackupClass | None = Field(
        default=None, description="AWS Backup of what takes long to make again: features, models"
    )
    copy_region: str | None = Field(
        default=None,
        pattern=r"^[a-z]{2}(-[a-z]+)+-\d$",
        description="Region that backups are copied to",
    )
    copy_account_vault_arn: str | None = Field(
        default=None,
        pattern=r"^arn:aws[a-z-]*:backup:[a-z0-9-]+:\d{12}:backup-vault:.+$",
        description="Vault of another account of the organization, copied to as well",
    )
    lock: Literal["none", "governance", "compliance"] = Field(
        default="governance",
        description="Who may delete a backup before its time: anybody who may, those with a right "
        "to, or nobody, not even AWS, three days after it is set",
    )
    restore_tests: Literal["none", "weekly", "monthly"] = Field(
        default="none", description="How often AWS Backup restores what it kept, to see that it can"
    )


class StandbySettings(Group):
    """A second region. State it before the first update: keys and the database begin in it."""

    region: str = Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", description="Which")
    mode: Mode = Field(
        description="pilot_light: data, keys and images are there, what computes is made when "
        "needed; warm_standby: a small fleet serves at once when the region fails"
    )
    cidr: IPv4Network = Field(description="Addresses of its VPC, apart from network.cidr")
    zones: int | tuple[str, ...] = Field(
        default=3, description="How many of its Availability Zones, or their names"
    )
    min_size: int = Field(
        default=3, ge=1, description="Instances of its fleet; Auto Scaling makes more under load"
    )
    database_instances: int = Field(
        default=2, ge=1, le=15, description="Readers of the global database there"
    )
    cache_nodes: int = Field(default=2, ge=1, le=6, description="Of its own cache, which fills")
    replication_time_control: bool = Field(
        default=False,
        description="Have S3 replicate within 15 minutes, for a charge, instead of most often",
    )
    health_check_seconds: Literal[10, 30] = Field(
        default=30, description="Interval at which Route 53 asks; three failures turn the name"
    )

    @property
    def zone_count(self) -> int:
        return self.zones if isinstance(self.zones, int) else len(self.zones)
