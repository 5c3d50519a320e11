"""Amazon Managed Service for Apache Flink (Kinesis Data Analytics).

https://aws.amazon.com/managed-service-apache-flink/pricing/.
"""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import ClassVar

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.requests import times
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit, divide

SERVICE = "AmazonKinesisAnalytics"
GB_PER_UNIT = Decimal(50)  # of running storage that each KPU brings
ONE = Decimal(1)
RUN = ("Processing (stream)", "Processing (orchestration)", "Running storage")
BACKUP = (Line("durable_application_backup_gb", "Backup", "DurableApplicationBackups"),)


class UnitsUsage(ResourceUsage):
    kinesis_processing_units: Quantity = None


class Parallelism(Block):
    parallelism: Decimal | None = None
    parallelism_per_kpu: Decimal = ONE

    @property
    def units(self) -> Quantity:
        if self.parallelism is None:
            return None
        return divide(self.parallelism, self.parallelism_per_kpu).to_integral_value(ROUND_CEILING)


class FlinkConfiguration(Block):
    parallelism_configuration: Parallelism = Parallelism()


class ApplicationConfiguration(Block):
    flink_application_configuration: FlinkConfiguration = FlinkConfiguration()


class Application(PricedResource):
    """Processing units (KPU) all month, one more that orchestrates them, and their storage.

    Where usage states no units, as many as the program's parallelism needs. An application for
    SQL has units alone; one of Studio two to orchestrate.
    """

    type = "aws:kinesisanalyticsv2/application:Application"
    usage = usage_of("ApplicationUsage", BACKUP, UnitsUsage)
    usage_for: ClassVar = {"applicationConfiguration": "kinesis_processing_units"}

    runtime_environment: str
    application_mode: str = "STREAMING"
    application_configuration: ApplicationConfiguration = ApplicationConfiguration()

    @override
    @charges(*RUN, *(line.name for line in BACKUP))
    def meters(self, usage: UnitsUsage, links: Links) -> Iterator[Metering]:
        if self.runtime_environment.startswith("SQL"):
            yield from self.stream(usage, "KPU-Hour")
        else:
            yield from self.flink(usage)
            yield from metered(SERVICE, BACKUP, usage)

    @charges(*RUN)
    def flink(self, usage: UnitsUsage) -> Iterator[Metering]:
        studio = self.application_mode == "INTERACTIVE"
        suffix = "-Interactive" if studio else ""
        kind = f"KPU-Hour-Java{suffix}"
        yield from self.stream(usage, kind)
        yield processing("Processing (orchestration)", kind, ONE + ONE if studio else ONE)
        yield from self.storage(usage, suffix)

    @charges(RUN[0])
    def stream(self, usage: UnitsUsage, kind: str) -> Iterator[Meter]:
        yield processing("Processing (stream)", kind, *self.units(usage))

    @charges(RUN[2])
    def storage(self, usage: UnitsUsage, suffix: str) -> Iterator[Meter]:
        units, assumed = self.units(usage)
        yield Meter(
            "Running storage",
            Sku(SERVICE, f"RunningApplicationStorage{suffix}"),
            times(units, GB_PER_UNIT),
            Unit.GB_MONTHS,
            usage="kinesis_processing_units",
            assumed=assumed,
        )

    def units(self, usage: UnitsUsage) -> tuple[Quantity, str | None]:
        """Return the KPUs that run, and what of them is assumed."""
        if usage.kinesis_processing_units is not None:
            return usage.kinesis_processing_units, None
        flink = self.application_configuration.flink_application_configuration
        units = flink.parallelism_configuration.units
        return units, None if units is None else "as many KPUs as parallelism asks"


def processing(name: str, usage_type: str, units: Quantity, assumed: str | None = None) -> Meter:
    return Meter(
        name,
        Sku(SERVICE, usage_type),
        times(units, HOURS_PER_MONTH),
        Unit.KPU_HOURS,
        usage="kinesis_processing_units",
        assumed=assumed,
    )


class ApplicationSnapshot(StatedResource):
    """A backup of an application's state."""

    type = "aws:kinesisanalyticsv2/applicationSnapshot:ApplicationSnapshot"
    usage = usage_of("ApplicationSnapshotUsage", BACKUP)
    service = SERVICE
    lines = BACKUP
