"""Amazon ElastiCache Serverless. https://aws.amazon.com/elasticache/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonElastiCache"
ONE = Decimal(1)
LEAST = {
    "valkey": Decimal("0.1"),
    "redis": ONE,
    "memcached": ONE,
}  # GB charged at least; unverified
SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600


class ServerlessUsage(TransferUsage):
    data_storage_gb: Quantity = None  # on average
    monthly_processing_units: Quantity = None  # ECPUs
    snapshot_storage_size_gb: Quantity = None


class Limit(Block):
    minimum: Decimal | None = None


class UsageLimits(Block):
    data_storage: Limit = Limit()  # GB
    ecpu_per_seconds: list[Limit] = Field(default_factory=list)


class ServerlessCache(PricedResource):
    """Data and requests, at least the minimum of the program or of AWS."""

    type = "aws:elasticache/serverlessCache:ServerlessCache"
    usage = ServerlessUsage

    engine: str
    cache_usage_limits: UsageLimits = UsageLimits()

    def meters(self, usage: ServerlessUsage, links: Links) -> Iterator[Metering]:
        yield from self.cache(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Data stored", "ElastiCache Processing Units", "Backup storage")
    def cache(self, usage: ServerlessUsage) -> Iterator[Metering]:
        if self.engine not in LEAST:
            engines = ", ".join(LEAST)
            raise InputError(f"engine is {self.engine}; expected one of {engines}", "engine")
        engine = self.engine.title()
        yield from self.stored(usage, engine)
        yield from self.requested(usage, engine)
        if usage.snapshot_storage_size_gb is not None:
            yield Meter(
                "Backup storage",
                Sku(SERVICE, f"BackupUsage:{engine}"),
                usage.snapshot_storage_size_gb,
                Unit.GB_MONTHS,
                usage="snapshot_storage_size_gb",
            )

    @charges("Data stored")
    def stored(self, usage: ServerlessUsage, engine: str) -> Iterator[Meter]:
        least = self.cache_usage_limits.data_storage.minimum or LEAST[self.engine]
        gigabytes = usage.data_storage_gb
        yield Meter(
            "Data stored",
            Sku(SERVICE, f"CachedData:{engine}"),
            max(gigabytes or ZERO, least) * HOURS_PER_MONTH,
            Unit.GB_HOURS,
            usage="data_storage_gb",
            assumed=f"{least} GB, the least that is charged" if gigabytes is None else None,
        )

    @charges("ElastiCache Processing Units")
    def requested(self, usage: ServerlessUsage, engine: str) -> Iterator[Meter]:
        yield Meter(
            "ElastiCache Processing Units",
            Sku(SERVICE, f"ElastiCacheProcessingUnits:{engine}"),
            self.processed(usage),
            Unit.PROCESSING_UNITS,
            usage="monthly_processing_units",
        )

    def processed(self, usage: ServerlessUsage) -> Decimal | None:
        least = [each.minimum for each in self.cache_usage_limits.ecpu_per_seconds if each.minimum]
        if not least:
            return usage.monthly_processing_units
        return max(usage.monthly_processing_units or ZERO, max(least) * SECONDS_PER_MONTH)
