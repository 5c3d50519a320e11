"""AWS Elastic Beanstalk: free itself; an environment costs what its settings start.

https://aws.amazon.com/elasticbeanstalk/pricing/. Settings and their defaults:
https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import Field

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.parts.balancers import Kind, LoadBalancerUsage, balancer, classic
from costing.parts.databases import SERVICE as RDS
from costing.parts.databases import operation, short
from costing.parts.instances import CapacityUsage, OperatingSystem, Pool, machines, spot_pools
from costing.parts.machines import machine_hours
from costing.parts.stated import Line, metered, usage_of
from costing.parts.volumes import Volume, volume_meters
from costing.priced_resource import Block, Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

LAUNCH = "aws:autoscaling:launchconfiguration"
GROUP = "aws:autoscaling:asg"
INSTANCES = "aws:ec2:instances"
ENVIRONMENT = "aws:elasticbeanstalk:environment"
DATABASE = "aws:rds:dbinstance"
LOGS = "aws:elasticbeanstalk:cloudwatch:logs"
DEFAULT_TYPE = "t3.micro"
ROOT = Decimal(8)  # GiB
BALANCED: Mapping[str, Kind] = {"application": "application", "network": "network"}

CLOUDWATCH = (
    Line("cloudwatch.monthly_data_ingested_gb", "Data ingested", "DataProcessing-Bytes", Unit.GB),
    Line("cloudwatch.storage_gb", "Archival Storage", "TimedStorage-ByteHrs"),
    Line(
        "cloudwatch.monthly_data_scanned_gb",
        "Insights queries data scanned",
        "DataScanned-Bytes",
        Unit.GB,
    ),
)


class OwnUsage(ResourceUsage):
    """Each part under its own name: `ec2.instances`, `lb.processed_bytes_gb`."""

    instances: Quantity = Field(None, alias="ec2.instances")  # that run on average
    operating_system: OperatingSystem = Field("linux", alias="ec2.operating_system")
    monthly_cpu_credit_hrs: Quantity = Field(None, alias="ec2.monthly_cpu_credit_hrs")
    vcpu_count: Quantity = Field(None, alias="ec2.vcpu_count")
    new_connections: Quantity = Field(None, alias="lb.new_connections")
    active_connections: Quantity = Field(None, alias="lb.active_connections")
    processed_bytes_gb: Quantity = Field(None, alias="lb.processed_bytes_gb")
    rule_evaluations: Quantity = Field(None, alias="lb.rule_evaluations")
    elb_data_processed_gb: Quantity = Field(None, alias="elb.monthly_data_processed_gb")
    db_backup_gb: Quantity = Field(None, alias="db.additional_backup_storage_gb")
    # Of magnetic storage, which an environment's database does not have.
    db_io_requests: Quantity = Field(None, alias="db.monthly_standard_io_requests")
    db_insights_requests: Quantity = Field(
        None, alias="db.monthly_additional_performance_insights_requests"
    )

    @property
    def capacity(self) -> CapacityUsage:
        return CapacityUsage(
            operating_system=self.operating_system,
            monthly_cpu_credit_hrs=self.monthly_cpu_credit_hrs,
            vcpu_count=self.vcpu_count,
        )

    @property
    def balancer(self) -> LoadBalancerUsage:
        return LoadBalancerUsage(
            new_connections=self.new_connections,
            active_connections=self.active_connections,
            processed_bytes_gb=self.processed_bytes_gb,
            rule_evaluations=self.rule_evaluations,
        )


class Setting(Block):
    namespace: str
    name: str
    value: Any


class Settings:
    """What the environment states, by namespace and name."""

    def __init__(self, stated: list[Setting]) -> None:
        self.stated = {(each.namespace, each.name): each.value for each in stated}

    def text(self, namespace: str, name: str, default: str = "") -> str:
        value = self.stated.get((namespace, name), default)
        if not isinstance(value, (str, int, float, bool)):
            raise InputError(f"setting {name} moves the price, and is not known yet")
        return str(value)

    def number(self, namespace: str, name: str, default: Decimal) -> Decimal:
        try:
            return Decimal(self.text(namespace, name, str(default)))
        except InvalidOperation as error:
            raise InputError(f"setting {name} is no number") from error

    def is_true(self, namespace: str, name: str) -> bool:
        return self.text(namespace, name, "false").lower() == "true"


class Environment(PricedResource):
    """Its instances, volumes, load balancer, logs, and its own database.

    Left out: what the platform's defaults for an account change, storage of the application's
    versions.
    """

    type = "aws:elasticbeanstalk/environment:Environment"
    usage = usage_of("EnvironmentUsage", CLOUDWATCH, base=OwnUsage)

    settings: list[Setting] = Field(default_factory=list)

    def meters(self, usage: OwnUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        settings = Settings(self.settings)
        yield from capacity(settings, usage)
        if settings.text(ENVIRONMENT, "EnvironmentType", "LoadBalanced") == "LoadBalanced":
            kind = settings.text(ENVIRONMENT, "LoadBalancerType", "classic")
            if kind in BALANCED:
                yield from balancer(BALANCED[kind], usage.balancer, key="lb.")
            else:
                yield from classic(usage.elb_data_processed_gb, key="elb.")
        if settings.is_true(LOGS, "StreamLogs"):
            yield from metered("AmazonCloudWatch", CLOUDWATCH, usage, group="logs")
        if any(namespace == DATABASE for namespace, _ in settings.stated):
            yield from database(settings, usage)


def capacity(settings: Settings, usage: OwnUsage) -> Iterator[Meter]:
    types = settings.text(INSTANCES, "InstanceTypes") or settings.text(LAUNCH, "InstanceType")
    pools = [Pool(name.strip()) for name in (types or DEFAULT_TYPE).split(",")]
    size, assumed = usage.instances, None
    if size is None:
        size = settings.number(GROUP, "MinSize", Decimal(1))
        assumed = "as many instances as MinSize says"
    if not types:
        assumed = f"{assumed or ''}; of {DEFAULT_TYPE}".strip("; ")
    for meter in started(settings, pools, usage.capacity, size):
        key = f"ec2.{meter.usage}" if meter.usage else None
        words = "; ".join(filter(None, (meter.assumed, assumed))) or None
        yield replace(meter, usage=key, assumed=words)


def started(
    settings: Settings, pools: list[Pool], usage: CapacityUsage, size: Decimal
) -> Iterator[Meter]:
    if settings.is_true(INSTANCES, "EnableSpot"):
        yield from spot_pools(pools, usage, size)
        size = machines(pools, size)
    else:
        yield from machine_hours(pools[0].instance_type, usage, count=size)
    volume = Volume.read(
        {
            "volumeType": settings.text(LAUNCH, "RootVolumeType", "gp2"),
            "volumeSize": settings.text(LAUNCH, "RootVolumeSize") or None,
            "iops": settings.text(LAUNCH, "RootVolumeIOPS") or None,
            "throughput": settings.text(LAUNCH, "RootVolumeThroughput") or None,
        }
    )
    yield from volume_meters(volume, least=ROOT, group="rootVolume", count=size)


def database(settings: Settings, usage: OwnUsage) -> Iterator[Meter]:
    """Yield the instance that lives and dies with the environment."""
    engine = settings.text(DATABASE, "DBEngine", "mysql")
    instance_class = settings.text(DATABASE, "DBInstanceClass", "db.t2.micro")
    twice = settings.is_true(DATABASE, "MultiAZDatabase")
    kind = "Multi-AZUsage" if twice else "InstanceUsage"
    yield Meter(
        f"Database instance ({'Multi-AZ' if twice else 'Single-AZ'}, {instance_class})",
        Sku(RDS, f"{kind}:{short(instance_class)}", operation(engine)),
        HOURS_PER_MONTH,
        Unit.HOURS,
        group="db",
    )
    yield Meter(
        "Storage (general purpose SSD, gp2)",
        Sku(RDS, "RDS:Multi-AZ-GP2-Storage" if twice else "RDS:GP2-Storage"),
        settings.number(DATABASE, "DBAllocatedStorage", Decimal(5)),
        Unit.GB_MONTHS,
        group="db",
    )
    yield Meter(
        "Additional backup storage",
        Sku(RDS, "RDS:ChargedBackupUsage"),
        usage.db_backup_gb,
        Unit.GB_MONTHS,
        usage="db.additional_backup_storage_gb",
        group="db",
    )
    if usage.db_insights_requests is not None:
        yield Meter(
            "Performance Insights API",
            Sku(RDS, "PI_API"),
            usage.db_insights_requests,
            Unit.REQUESTS,
            usage="db.monthly_additional_performance_insights_requests",
            group="db",
        )
