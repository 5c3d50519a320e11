"""Every knob of the platform: its type, its default, what it means.

What must agree is in agreement.py. The names are those of the stack files: `serving.min_size` is
`min_size` under `plimsoll:serving`.
"""

import re
from decimal import Decimal
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Profile = Literal["dev", "prod", "regulated"]
Architecture = Literal["arm64", "x86_64"]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
InstanceType = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*\.[a-z0-9-]+$")]
# The terms that CloudWatch Logs keeps a log for, in days.
RetentionDays = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
]  # fmt: skip


class Group(BaseModel):
    """Settings that belong together; one that is not declared here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NetworkSettings(Group):
    cidr: IPv4Network = Field(
        default=IPv4Network("10.0.0.0/16"), description="Addresses of the VPC, /16 to /22"
    )
    zones: int | tuple[str, ...] = Field(
        default=3,
        description="How many of the region's Availability Zones, or the names of those to use; "
        "add at the end, so that no subnet moves",
    )
    nat: Literal["one_per_zone", "single"] = Field(
        default="one_per_zone",
        description="A NAT gateway in each zone, or one for all: cheaper, and the way out of every "
        "zone fails with its zone",
    )
    interface_endpoints: tuple[str, ...] = Field(
        default=(), description="AWS services reached privately in each zone, such as ecr.api"
    )

    @property
    def zone_count(self) -> int:
        return self.zones if isinstance(self.zones, int) else len(self.zones)


class StorageSettings(Group):
    infrequent_access_days: int = Field(
        default=30, ge=30, description="Age at which objects move to Standard-IA"
    )
    archive_days: int = Field(
        default=90, ge=60, description="Age at which they move to Glacier Instant Retrieval"
    )
    noncurrent_days: int = Field(
        default=90, ge=1, description="How long an overwritten or deleted object can be had back"
    )
    log_days: int = Field(default=400, ge=90, description="How long access logs are kept")


class LoadBalancerSettings(Group):
    domain: str | None = Field(default=None, description="Name to serve, such as ml.example.com")
    hosted_zone: str | None = Field(
        default=None, description="Route 53 zone that holds the name: example.com"
    )
    certificate_arn: str | None = Field(
        default=None, description="An ACM certificate to use instead of one made for the domain"
    )
    allowed_cidrs: tuple[IPv4Network, ...] = Field(
        default=(IPv4Network("0.0.0.0/0"),), min_length=1, description="Who may connect"
    )
    firewall_rule_groups: tuple[str, ...] = Field(
        default=(
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet",
        ),
        description="AWS managed WAF rule groups, in order; none: no firewall",
    )
    firewall_rate_limit: int = Field(
        default=3000, ge=10, description="Requests in five minutes after which an address is cut"
    )
    idle_timeout_seconds: int = Field(
        default=60, ge=1, le=4000, description="How long one answer may take"
    )


class ServingSettings(Group):
    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1,
        description="Interchangeable types: each is a pool of spot capacity in a zone, and the "
        "first is what runs on demand",
    )
    min_size: int = Field(ge=1, description="Instances at the quietest hour")
    max_size: int = Field(ge=1, description="Instances at the busiest hour")
    on_demand_base: int = Field(ge=0, description="Instances that spot never replaces")
    spot_percent: int = Field(ge=0, le=100, description="Share of spot above the base")
    image_parameter: str = Field(
        default="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}",
        description="SSM parameter that names the machine image",
    )
    container_image: str = Field(
        default="public.ecr.aws/nginx/nginx:stable",
        description="What serves: listens on the port and answers the health check",
    )
    port: int = Field(default=80, ge=1, le=65535, description="Port the container listens on")
    health_path: str = Field(
        default="/", pattern="^/", description="Answers 200 when a model is loaded"
    )
    cpu_target_percent: int = Field(default=50, ge=10, le=90, description="Load to scale towards")
    requests_per_target: int | None = Field(
        default=None, ge=1, description="Requests a minute an instance is meant for, if known"
    )
    root_volume_gb: int = Field(default=30, ge=8, description="gp3 volume of an instance")
    startup_seconds: int = Field(
        default=180, ge=0, description="Until a new instance has loaded its model"
    )
    drain_seconds: int = Field(
        default=60, ge=0, le=3600, description="What a leaving instance has to finish answers"
    )

    @property
    def architecture(self) -> Architecture:
        """All types have the first one's; the settings are refused where they have not."""
        return architecture_of(self.instance_types[0])

    @property
    def image(self) -> str:
        return self.image_parameter.replace("{architecture}", self.architecture)


class DatabaseSettings(Group):
    engine_version: str = Field(
        default="17",
        pattern=r"^\d+(\.\d+)?$",
        description="Aurora PostgreSQL; a major version alone leaves the minor one to AWS",
    )
    instance_class: str = Field(pattern=r"^db\.", description="Of the writer and each reader")
    instances: int = Field(
        default=2, ge=1, le=16, description="One writer, the others readers, spread over the zones"
    )
    storage: Literal["aurora", "aurora-iopt1"] = Field(
        default="aurora", description="aurora-iopt1: dearer storage and instances, free requests"
    )
    backup_days: int = Field(default=14, ge=1, le=35, description="Point-in-time recovery window")


class CacheSettings(Group):
    engine_version: str = Field(default="8.2", pattern=r"^\d+\.\d+$", description="Valkey")
    node_type: str = Field(pattern=r"^cache\.", description="Of the primary and each replica")
    nodes: int = Field(default=2, ge=1, le=6, description="One primary, the others replicas")
    snapshot_days: int = Field(default=7, ge=0, le=35, description="How long a snapshot is kept")


class ObservabilitySettings(Group):
    alarm_emails: tuple[Email, ...] = Field(min_length=1, description="Who hears alarms")
    log_retention_days: RetentionDays = Field(default=365, description="Of every log group")


class GovernanceSettings(Group):
    actual_percents: tuple[int, ...] = Field(
        default=(80, 100), min_length=1, description="Shares of the budget, once spent, to alert at"
    )
    forecast_percents: tuple[int, ...] = Field(
        default=(100,), description="Shares of the budget, once foreseen, to alert at"
    )
    only_this_environment: bool = Field(
        default=False,
        description="Count what carries this environment's tag, not all of the account; the tag "
        "must be active for cost allocation, else nothing is counted",
    )


class Settings(Group):
    region: str = Field(
        pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", description="aws:region of the stack file"
    )
    account: str | None = Field(
        default=None,
        pattern=r"^\d{12}$",
        description="The one AWS account to deploy to; not stated, it is the credentials', and "
        "policies, which name it, cannot be judged before",
    )
    environment: str = Field(
        pattern=r"^[a-z][a-z0-9-]{1,11}$",
        description="Begins names and is a tag; one of a kind in an account and region",
    )
    owner: Email = Field(description="Who answers for the stack")
    cost_center: str = Field(min_length=1, description="Who pays for it")
    data_classification: Literal["public", "internal", "confidential", "restricted"] = Field(
        default="confidential", description="What the stack's data is, where a store holds it"
    )
    protected: bool = Field(
        default=True,
        description="Refuse to destroy what holds data: protect, deletion protection, snapshots",
    )
    profile: Profile = Field(
        default="prod", description="What the stack must live up to, here and in `plimsoll check`"
    )
    budget: Decimal = Field(gt=0, description="USD a month, for AWS Budgets and `plimsoll cost`")
    usage: str | None = Field(default=None, description="Usage file of `plimsoll cost`")
    waivers: str | None = Field(default=None, description="Waivers of `plimsoll check`")
    network: NetworkSettings = Field(
        default=NetworkSettings(), description="VPC, zones, ways in and out"
    )
    storage: StorageSettings = Field(
        default=StorageSettings(), description="Buckets and how they age"
    )
    load_balancer: LoadBalancerSettings = Field(description="Entrance, certificate, firewall")
    serving: ServingSettings = Field(description="The fleet that answers")
    database: DatabaseSettings = Field(description="Aurora PostgreSQL, for metadata")
    cache: CacheSettings = Field(description="ElastiCache for Valkey, for features at hand")
    observability: ObservabilitySettings = Field(description="Alarms, dashboard, logs")
    governance: GovernanceSettings = Field(
        default=GovernanceSettings(), description="Budget and its alerts"
    )


def architecture_of(instance_type: str) -> Architecture:
    """Read a type's processor from its name: Graviton's attribute is a g after the generation.

    https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html (2026-11)
    """
    attributes = re.match(r"(?:a1|[a-z]+\d+(?P<letters>[a-z]*(?:-gb\d+)?))", instance_type)
    letters = (attributes["letters"] if attributes else "") or ""
    return "arm64" if instance_type.startswith("a1.") or "g" in letters else "x86_64"
