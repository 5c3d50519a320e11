"""A search domain, OpenSearch's or Elasticsearch's: the same machines under two names.

https://aws.amazon.com/opensearch-service/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import ClassVar

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource
from costing.resources._shared.reservations import ReservedUsage, reservable
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit, divide

SERVICE = "AmazonES"
LEAST = Decimal(10)  # GB
MASTERS = Decimal(3)
ONE = Decimal(1)
VOLUME = ("Storage", "Storage IOPS", "Throughput")
STORAGE = {
    "gp2": "ES:GP2-Storage",
    "gp3": "ES:GP3-Storage",
    "io1": "ES:PIOPS-Storage",
    "standard": "ES:Magnetic-Storage",
}
# What gp3 includes is unverified.
GP3_IOPS, GP3_IOPS_PER_GB = Decimal(3000), Decimal(3)
GP3_MIBPS, GP3_LARGE, GP3_MIBPS_PER_TB = Decimal(125), Decimal(170), Decimal(250)
GB_PER_TB = Decimal(1024)
WARM = (Line("warm_storage_gb", "UltraWarm storage", "ES:Managed-Storage", silent=True),)


class BaseUsage(ReservedUsage, TransferUsage):
    pass


DomainUsage = usage_of("DomainUsage", WARM, BaseUsage)


class ClusterConfig(Block):
    instance_type: str | None = None
    instance_count: Decimal = Decimal(1)
    dedicated_master_enabled: bool = False
    dedicated_master_type: str | None = None
    dedicated_master_count: Decimal = MASTERS
    warm_enabled: bool = False
    warm_type: str | None = None
    warm_count: Decimal | None = None


class EbsOptions(Block):
    ebs_enabled: bool = False
    volume_type: str = "gp2"
    volume_size: Decimal | None = None  # GiB, of each data node
    iops: Decimal | None = None
    throughput: Decimal | None = None  # MiBps

    @property
    def size(self) -> Decimal:
        return LEAST if self.volume_size is None else self.volume_size


class SearchDomain(PricedResource):
    """Data nodes with their volumes, dedicated masters, warm nodes."""

    usage = DomainUsage
    default_type: ClassVar[str]

    cluster_config: ClusterConfig = ClusterConfig()
    ebs_options: EbsOptions = EbsOptions()

    def meters(self, usage: BaseUsage, links: Links) -> Iterator[Metering]:
        yield from self.data_nodes(usage)
        yield from self.volumes()
        yield from self.masters(usage)
        yield from self.warm_nodes(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Instance")
    def data_nodes(self, usage: BaseUsage) -> Iterator[Metering]:
        kind = self.cluster_config.instance_type or self.default_type
        yield from by_count(
            lambda: self.cluster_config.instance_count,
            lambda count: [nodes("Instance", kind, count, usage)],
            ONE,
        )

    @charges(*VOLUME)
    def volumes(self) -> Iterator[Metering]:
        if self.ebs_options.ebs_enabled:
            yield from by_count(
                lambda: self.cluster_config.instance_count, partial(volumes, self.ebs_options), ONE
            )

    @charges("Dedicated master")
    def masters(self, usage: BaseUsage) -> Iterator[Metering]:
        config = self.cluster_config
        if config.dedicated_master_enabled:
            kind = config.dedicated_master_type or self.default_type
            yield from by_count(
                lambda: config.dedicated_master_count,
                lambda count: [nodes("Dedicated master", kind, count, usage)],
                ONE,
            )

    @charges("UltraWarm instance", "UltraWarm storage")
    def warm_nodes(self, usage: BaseUsage) -> Iterator[Metering]:
        if self.cluster_config.warm_enabled:
            yield from self.warm_hours(usage)
            yield from metered(SERVICE, WARM, usage)

    @charges("UltraWarm instance")
    def warm_hours(self, usage: BaseUsage) -> Iterator[Metering]:
        config = self.cluster_config
        if config.warm_type is None:
            raise missing("clusterConfig.warmType")
        if config.warm_count is None:
            raise missing("clusterConfig.warmCount")
        yield nodes("UltraWarm instance", config.warm_type, config.warm_count, usage)


def nodes(name: str, kind: str, count: Decimal, usage: BaseUsage) -> Meter:
    bare = kind.removesuffix(".search").removesuffix(".elasticsearch")
    return reservable(
        f"{name} ({usage.bought}, {kind})", Sku(SERVICE, f"ESInstance:{bare}"), usage, count=count
    )


@charges(*VOLUME)
def volumes(ebs: EbsOptions, count: Decimal) -> Iterator[Metering]:
    if ebs.volume_type not in STORAGE:
        raise InputError(f"volumeType is {ebs.volume_type}; expected one of {', '.join(STORAGE)}")
    yield from storage(ebs, count)
    yield from iops(ebs, count)
    yield from throughput(ebs, count)


@charges(VOLUME[0])
def storage(ebs: EbsOptions, count: Decimal) -> Iterator[Meter]:
    set_ = ebs.volume_size is not None
    yield Meter(
        f"Storage ({ebs.volume_type})",
        Sku(SERVICE, STORAGE[ebs.volume_type]),
        ebs.size * count,
        Unit.GB_MONTHS,
        assumed=None if set_ else f"{LEAST} GB a node, the least, as no size is stated",
    )


@charges(VOLUME[1])
def iops(ebs: EbsOptions, count: Decimal) -> Iterator[Meter]:
    """Yield the IOPS that the type does not include."""
    kind, provisioned = ebs.volume_type, ebs.iops or ZERO
    if kind == "gp3" and provisioned:
        provisioned -= max(GP3_IOPS, GP3_IOPS_PER_GB * ebs.size)
    if kind in {"io1", "gp3"} and provisioned > 0:
        sku = Sku(SERVICE, "ES:GP3-PIOPS" if kind == "gp3" else "ES:PIOPS")
        yield Meter(f"Storage IOPS ({kind})", sku, provisioned * count, Unit.IOPS_MONTHS)


@charges(VOLUME[2])
def throughput(ebs: EbsOptions, count: Decimal) -> Iterator[Meter]:
    """Yield the MiBps that gp3 does not include."""
    if ebs.volume_type != "gp3" or not ebs.throughput:
        return
    terabytes = divide(ebs.size, GB_PER_TB).to_integral_value(rounding="ROUND_CEILING")
    included = GP3_MIBPS_PER_TB * terabytes if ebs.size >= GP3_LARGE else GP3_MIBPS
    beyond = max(ebs.throughput - included, ZERO)
    if beyond:
        sku = Sku(SERVICE, "ES:GP3-Provisioned-Throughput")
        yield Meter("Throughput (gp3)", sku, beyond * count, Unit.MIBPS_MONTHS)
