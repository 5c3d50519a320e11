"""AWS Glue. https://aws.amazon.com/glue/pricing/.

A DPU is four vCPUs and 16 GiB; workers of a job are fractions or multiples of one.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from typing_extensions import override

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.requests import times
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSGlue"
CATALOG = (  # both beyond the free million
    Line("monthly_objects", "Storage", "Catalog-Storage", Unit.OBJECT_MONTHS),
    Line("monthly_requests", "Requests", "Catalog-Request", Unit.REQUESTS),
)
CRAWLED = (Line("monthly_hours", "Duration", "Crawler-DPU-Hour", Unit.DPU_HOURS),)
TRANSFORMED = (Line("monthly_dpu_hours", "Tasks", "ETL-DPU-Hour", Unit.DPU_HOURS),)
DPUS = {
    "Standard": Decimal(1),
    "G.025X": Decimal("0.25"),
    "G.1X": Decimal(1),
    "G.2X": Decimal(2),
    "G.4X": Decimal(4),
    "G.8X": Decimal(8),
    "G.12X": Decimal(12),
    "G.16X": Decimal(16),
    "R.1X": Decimal(1),
    "R.2X": Decimal(2),
    "R.4X": Decimal(4),
    "R.8X": Decimal(8),
    "Z.2X": Decimal(2),
}
SHELL, SPARK = Decimal("0.0625"), Decimal(10)  # capacity where none is stated, in DPUs
NODES = Decimal(5)  # of a development endpoint


def dpus_of(worker_type: str) -> Decimal:
    if worker_type not in DPUS:
        raise InputError(f"the DPUs of workerType {worker_type} are unknown", "workerType")
    return DPUS[worker_type]


class CatalogDatabase(StatedResource):
    """Tables, partitions and other objects, and requests for them, beyond the free million."""

    type = "aws:glue/catalogDatabase:CatalogDatabase"
    usage = usage_of("CatalogDatabaseUsage", CATALOG)
    service = SERVICE
    lines = CATALOG


class Crawler(StatedResource):
    """DPU-hours of its runs, of which each is at least ten minutes."""

    type = "aws:glue/crawler:Crawler"
    usage = usage_of("CrawlerUsage", CRAWLED)
    service = SERVICE
    lines = CRAWLED


class JobUsage(ResourceUsage):
    monthly_hours: Quantity = None


class JobCommand(Block):
    name: str = "glueetl"


class Job(PricedResource):
    """Hours of runs, times the DPUs. Usage counts each run of less than a minute as a minute."""

    type = "aws:glue/job:Job"
    usage = JobUsage

    command: JobCommand = JobCommand()
    max_capacity: Decimal | None = None
    worker_type: str | None = None
    number_of_workers: Decimal | None = None
    execution_class: Literal["STANDARD", "FLEX"] = "STANDARD"

    @property
    def dpus(self) -> Decimal:
        if self.worker_type is not None:
            return dpus_of(self.worker_type) * (self.number_of_workers or 1)
        if self.max_capacity is not None:
            return self.max_capacity
        return SHELL if self.command.name == "pythonshell" else SPARK

    @property
    def usage_type(self) -> str:
        if (self.worker_type or "").startswith("R."):
            return "ETL-MemOptimized-DPU-Hour"
        return "ETL-Flex-DPU-Hour" if self.execution_class == "FLEX" else "ETL-DPU-Hour"

    @override
    @charges("Duration")
    def meters(self, usage: JobUsage, links: Links) -> Iterator[Meter]:
        stated = self.worker_type is not None or self.max_capacity is not None
        yield Meter(
            f"Duration ({self.dpus.normalize():f} DPUs)",
            Sku(SERVICE, self.usage_type),
            times(usage.monthly_hours, self.dpus),
            Unit.DPU_HOURS,
            usage="monthly_hours",
            assumed=None if stated else f"{self.dpus.normalize():f} DPUs, AWS's default",
        )


class DevEndpoint(PricedResource):
    """An endpoint for development, all month."""

    type = "aws:glue/devEndpoint:DevEndpoint"

    number_of_nodes: Decimal = NODES
    worker_type: str | None = None
    number_of_workers: Decimal | None = None

    @override
    @charges("Development endpoint")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        dpus = self.number_of_nodes
        if self.worker_type is not None:
            dpus = dpus_of(self.worker_type) * (self.number_of_workers or 1)
        hours = dpus * HOURS_PER_MONTH
        sku = Sku(SERVICE, "DEVED-DPU-Hour")
        yield Meter("Development endpoint", sku, hours, Unit.DPU_HOURS)


class MLTransform(StatedResource):
    """DPU-hours of the tasks that train and run a transform."""

    type = "aws:glue/mLTransform:MLTransform"
    usage = usage_of("MLTransformUsage", TRANSFORMED)
    service = SERVICE
    lines = TRANSFORMED
