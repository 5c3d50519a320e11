"""Amazon Managed Workflows for Apache Airflow.

https://aws.amazon.com/managed-workflows-for-apache-airflow/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonMWAA"
SIZES = {
    "mw1.micro": "Micro",
    "mw1.small": "Small",
    "mw1.medium": "Medium",
    "mw1.large": "Large",
    "mw1.xlarge": "XLarge",
    "mw1.2xlarge": "2XLarge",
}
INCLUDED = {"Worker": Decimal(1), "Scheduler": Decimal(2), "WebServer": Decimal(2)}


class EnvironmentUsage(ResourceUsage):
    additional_workers: Quantity = None  # that run on average, beyond the one included
    additional_schedulers: Quantity = None
    additional_webservers: Quantity = None
    meta_database_gb: Quantity = None


class Environment(PricedResource):
    """An environment, the workers, schedulers and web servers beyond those that it includes."""

    type = "aws:mwaa/environment:Environment"
    usage = EnvironmentUsage
    usage_for: ClassVar = {
        "minWorkers": "additional_workers",
        "schedulers": "additional_schedulers",
        "minWebservers": "additional_webservers",
    }

    environment_class: str = "mw1.small"
    min_workers: Decimal | None = None
    schedulers: Decimal | None = None
    min_webservers: Decimal | None = Field(None, alias="minWebservers")

    @override
    def meters(self, usage: EnvironmentUsage, links: Links) -> Iterator[Metering]:
        yield from self.environment()
        yield from self.workers(usage)
        yield from self.more_schedulers(usage)
        yield from self.webservers(usage)
        yield Meter(
            "Meta database",
            Sku(SERVICE, "Airflow-StandardDatabaseStorage"),
            usage.meta_database_gb,
            Unit.GB_MONTHS,
            usage="meta_database_gb",
        )

    @property
    def size(self) -> str:
        named = self.environment_class.lower()
        return SIZES.get(named, named)

    @charges("Environment")
    def environment(self) -> Iterator[Meter]:
        sku = Sku(SERVICE, f"Airflow-{self.size}Environment")
        yield Meter(f"Environment ({self.size})", sku, HOURS_PER_MONTH, Unit.HOURS)

    @charges("Worker")
    def workers(self, usage: EnvironmentUsage) -> Iterator[Meter]:
        stated = usage.additional_workers
        yield additional("Worker", self.size, stated, self.min_workers if stated is None else None)

    @charges("Scheduler")
    def more_schedulers(self, usage: EnvironmentUsage) -> Iterator[Meter]:
        stated = usage.additional_schedulers
        least = self.schedulers if stated is None else None
        yield additional("Scheduler", self.size, stated, least)

    @charges("WebServer")
    def webservers(self, usage: EnvironmentUsage) -> Iterator[Meter]:
        stated = usage.additional_webservers
        least = self.min_webservers if stated is None else None
        meter = additional("WebServer", self.size, stated, least)
        if meter.quantity is not None:
            yield meter


def additional(kind: str, size: str, stated: Quantity, least: Quantity) -> Meter:
    """Meter what runs beyond what the environment includes: as usage or the least says."""
    declared = None if least is None else least - INCLUDED[kind]
    count = stated if stated is not None else declared or None
    return Meter(
        f"{kind} ({size})",
        Sku(SERVICE, f"Airflow-{size}{kind}"),
        None if count is None else count * HOURS_PER_MONTH,
        Unit.HOURS,
        usage=f"additional_{kind.lower()}s",
        assumed=None if stated is not None or count is None else "as few as it may have",
    )
