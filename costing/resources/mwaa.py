"""Amazon Managed Workflows for Apache Airflow.

https://aws.amazon.com/managed-workflows-for-apache-airflow/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from costing.model import Meter, Sku
from costing.priced_resource import Links, PricedResource, Quantity, ResourceUsage
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

    environment_class: str = "mw1.small"
    min_workers: Decimal | None = None
    schedulers: Decimal | None = None
    min_webservers: Decimal | None = Field(None, alias="minWebservers")

    def meters(self, usage: EnvironmentUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        named = self.environment_class.lower()
        size = SIZES.get(named, named)
        yield Meter(
            f"Environment ({size})",
            Sku(SERVICE, f"Airflow-{size}Environment"),
            HOURS_PER_MONTH,
            Unit.HOURS,
        )
        parts = (
            ("Worker", usage.additional_workers, self.min_workers),
            ("Scheduler", usage.additional_schedulers, self.schedulers),
            ("WebServer", usage.additional_webservers, self.min_webservers),
        )
        for kind, stated, least in parts:
            declared = None if least is None else least - INCLUDED[kind]
            count = stated if stated is not None else declared or None
            if count is None and kind == "WebServer":
                continue
            yield Meter(
                f"{kind} ({size})",
                Sku(SERVICE, f"Airflow-{size}{kind}"),
                None if count is None else count * HOURS_PER_MONTH,
                Unit.HOURS,
                usage=f"additional_{kind.lower()}s",
                assumed=None if stated is not None or count is None else "as few as it may have",
            )
        yield Meter(
            "Meta database",
            Sku(SERVICE, "Airflow-StandardDatabaseStorage"),
            usage.meta_database_gb,
            Unit.GB_MONTHS,
            usage="meta_database_gb",
        )
