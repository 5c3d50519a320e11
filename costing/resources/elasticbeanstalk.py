"""AWS Elastic Beanstalk: free itself; an environment costs what its settings start.

https://aws.amazon.com/elasticbeanstalk/pricing/. Settings and their defaults:
https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial

from pydantic import Field
from typing_extensions import override

from costing.aws.images import Image, image
from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.beanstalk_settings import (
    DATABASE,
    ENVIRONMENT,
    GROUP,
    INSTANCES,
    LAUNCH,
    LOGS,
    NETWORK,
    OwnUsage,
    Setting,
    Settings,
)
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_capacity import CapacityUsage, Pool, spot_pools
from costing.resources._shared.inputs import without
from costing.resources._shared.launch_templates import HOURS, LaunchTemplate, ec2_hours
from costing.resources._shared.load_balancers import Kind, balancer, classic
from costing.resources._shared.machine_images import root_gib, with_system
from costing.resources._shared.metering import (
    SINGLE,
    Metering,
    by_count,
    changed,
    charges,
    in_group,
    only_if,
)
from costing.resources._shared.priced_resource import (
    Links,
    PricedResource,
)
from costing.resources._shared.public_addresses import KEY, given_or, in_use
from costing.resources._shared.rds_instances import SERVICE as RDS
from costing.resources._shared.rds_instances import operation, short
from costing.resources._shared.requests import times
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

DEFAULT_TYPE = "t3.micro"
ONE = Decimal(1)
ROOT_VOLUME = {  # field of the volume → setting
    "volume_type": "RootVolumeType",
    "volume_size": "RootVolumeSize",
    "iops": "RootVolumeIOPS",
    "throughput": "RootVolumeThroughput",
}
LCU = ("Load balancer capacity units", "Data processed")
BALANCERS = ("Application load balancer", "Network load balancer", "Classic load balancer")
LB_ADDRESSES = "Public IPv4 addresses"
OF_DATABASE = (
    "Database instance",
    "Storage",
    "Additional backup storage",
    "Performance Insights API",
)
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


class Environment(PricedResource):
    """Its instances, volumes, addresses, load balancer, logs, and its own database.

    The bucket of application versions is priced with S3.
    """

    type = "aws:elasticbeanstalk/environment:Environment"
    usage = usage_of("EnvironmentUsage", CLOUDWATCH, base=OwnUsage)

    settings: list[Setting] = Field(default_factory=list)
    solution_stack_name: str = ""

    @override
    def meters(self, usage: OwnUsage, links: Links) -> Iterator[Metering]:
        yield from self.instances(usage)
        yield from self.balancer(usage)
        yield from self.logs(usage)
        yield from self.database(usage)

    @charges(*HOURS, "Public IPv4 address", *VOLUME)
    def instances(self, usage: OwnUsage) -> Iterator[Metering]:
        settings = Settings(self.settings)
        capacity = with_system(usage.capacity, self.image)

        def sized(found: tuple[Decimal, str | None]) -> Iterator[Metering]:
            size, assumed = found
            run = started(settings, capacity, size)
            return changed(run, lambda meter: own_key(meter, assumed))

        yield from by_count(lambda: size_of(settings, usage), sized, SINGLE)

    @property
    def image(self) -> Image:
        """Return the image of the platform, "64bit Windows Server 2022 v2.14.1 running IIS"."""
        try:
            found = image([self.solution_stack_name])
        except InputError:
            return Image()
        return found if found.system == "windows" else Image(is_known=True)

    @charges(*BALANCERS, *LCU, LB_ADDRESSES)
    def balancer(self, usage: OwnUsage) -> Iterator[Meter]:
        settings = Settings(self.settings)
        if settings.text(ENVIRONMENT, "EnvironmentType", "LoadBalanced") == "LoadBalanced":
            kind = settings.text(ENVIRONMENT, "LoadBalancerType", "classic")
            if kind in BALANCED:
                yield from balancer(BALANCED[kind], usage.balancer, key="lb.")
            else:
                yield from classic(usage.elb_data_processed_gb, key="elb.")
            yield from balancer_addresses(settings, usage)

    @charges(*(line.name for line in CLOUDWATCH))
    def logs(self, usage: OwnUsage) -> Iterator[Meter]:
        if Settings(self.settings).is_true(LOGS, "StreamLogs"):
            yield from metered("AmazonCloudWatch", CLOUDWATCH, usage, group="logs")

    @charges(*OF_DATABASE)
    def database(self, usage: OwnUsage) -> Iterator[Metering]:
        settings = Settings(self.settings)
        if any(namespace == DATABASE for namespace, _ in settings.values):
            yield from in_group(database(settings, usage), "db")
        elif settings.unknown is not None:
            raise settings.unknown


def size_of(settings: Settings, usage: OwnUsage) -> tuple[Decimal, str | None]:
    if usage.instances is not None:
        return usage.instances, None
    try:
        return settings.number(GROUP, "MinSize", ONE), "as many instances as MinSize"
    except InputError as error:
        fix = 'set "ec2.instances" in the usage file'
        raise InputError(str(error), error.path, fix) from error


def own_key(meter: Meter, assumed: str | None) -> Meter:
    """Name the usage key as the environment does, and what is assumed."""
    key = f"ec2.{meter.usage.removeprefix('ec2.')}" if meter.usage else None
    words = "; ".join(filter(None, (meter.assumed, assumed))) or None
    return replace(meter, usage=key, assumed=words)


def balancer_addresses(settings: Settings, usage: OwnUsage) -> Iterator[Meter]:
    """Yield the addresses of an internet-facing load balancer: one for each of its subnets."""
    if settings.text(NETWORK, "ELBScheme", "public") == "internal":
        return
    subnets = [each for each in settings.text(NETWORK, "ELBSubnets").split(",") if each.strip()]
    count = usage.lb_addresses
    if count is None and subnets:
        count = Decimal(len(subnets))
    meter = in_use(ONE)
    yield replace(
        meter,
        name=LB_ADDRESSES,
        quantity=times(count, HOURS_PER_MONTH),
        usage="lb.public_ipv4_addresses",
    )


def started(settings: Settings, usage: CapacityUsage, size: Decimal) -> Iterator[Metering]:
    yield from hours(settings, usage, size)
    yield from addresses(settings, usage, size)
    yield from in_group(root_volume(settings, usage, size), "rootVolume")


def addresses(settings: Settings, usage: CapacityUsage, size: Decimal) -> Iterator[Metering]:
    public = partial(settings.is_true, NETWORK, "AssociatePublicIpAddress")
    given, own = usage.public_ipv4_addresses, partial(only_if, public, in_use(size))
    yield from given_or(given, own, key=f"ec2.{KEY}")


@charges(*HOURS)
def hours(settings: Settings, usage: CapacityUsage, size: Decimal) -> Iterator[Metering]:
    types = settings.text(INSTANCES, "InstanceTypes") or settings.text(LAUNCH, "InstanceType")
    pools = [Pool(name.strip()) for name in (types or DEFAULT_TYPE).split(",")]
    if settings.is_true(INSTANCES, "EnableSpot"):
        run: Iterator[Metering] = spot_pools(pools, usage, size)
    else:
        run = ec2_hours(LaunchTemplate(), pools[0].instance_type, usage, size)
    assumed = None if types else f"of {DEFAULT_TYPE}"
    yield from changed(
        run, lambda each: replace(each, assumed="; ".join(filter(None, (each.assumed, assumed))))
    )


def root_volume(settings: Settings, usage: CapacityUsage, size: Decimal) -> Iterator[Metering]:
    """Yield the root volume of each instance."""
    known: dict[str, str] = {}
    unknown: dict[str, InputError] = {}
    for field, name in ROOT_VOLUME.items():
        try:
            value = settings.text(LAUNCH, name)
        except InputError as error:
            unknown[field] = error
        else:
            known |= {field: value} if value else {}
    volume = without(Volume.read(known), unknown)
    yield from volume_meters(volume, least=root_gib(usage, Image()), count=size)


def database(settings: Settings, usage: OwnUsage) -> Iterator[Metering]:
    """Yield the database instance that is created and deleted with the environment."""
    yield from database_hours(settings)
    yield from database_storage(settings)
    yield Meter(
        "Additional backup storage",
        Sku(RDS, "RDS:ChargedBackupUsage"),
        usage.db_backup_gb,
        Unit.GB_MONTHS,
        usage="db.additional_backup_storage_gb",
    )
    if usage.db_insights_requests is not None:
        yield Meter(
            "Performance Insights API",
            Sku(RDS, "PI_API"),
            usage.db_insights_requests,
            Unit.REQUESTS,
            usage="db.monthly_additional_performance_insights_requests",
        )


@charges("Database instance")
def database_hours(settings: Settings) -> Iterator[Meter]:
    engine = settings.text(DATABASE, "DBEngine", "mysql")
    instance_class = settings.text(DATABASE, "DBInstanceClass", "db.t2.micro")
    twice = settings.is_true(DATABASE, "MultiAZDatabase")
    kind = "Multi-AZUsage" if twice else "InstanceUsage"
    yield Meter(
        f"Database instance ({'Multi-AZ' if twice else 'Single-AZ'}, {instance_class})",
        Sku(RDS, f"{kind}:{short(instance_class)}", operation(engine)),
        HOURS_PER_MONTH,
        Unit.HOURS,
    )


@charges("Storage")
def database_storage(settings: Settings) -> Iterator[Meter]:
    twice = settings.is_true(DATABASE, "MultiAZDatabase")
    yield Meter(
        "Storage (general purpose SSD, gp2)",
        Sku(RDS, "RDS:Multi-AZ-GP2-Storage" if twice else "RDS:GP2-Storage"),
        settings.number(DATABASE, "DBAllocatedStorage", Decimal(5)),
        Unit.GB_MONTHS,
    )
