"""Search domains of Amazon OpenSearch Service, with OpenSearch or Elasticsearch.

https://aws.amazon.com/opensearch-service/pricing/. Extended Support is charged by the normalized
instance hour, and as much as the instance from the second rate on:
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/what-is.html.
"""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import ClassVar

from pydantic import Field

from costing.aws.engine_versions import Version
from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.extended_support import NAME as EXTENDED
from costing.resources._shared.inputs import missing
from costing.resources._shared.left_out import LeftOut
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
# Performance that gp3 includes: AWS big data blog, "Lower your Amazon OpenSearch Service storage
# cost with gp3 Amazon EBS volumes"; the steps of 3 TiB are unverified.
GP3_IOPS, GP3_IOPS_PER_GB = Decimal(3000), Decimal(3)
GP3_MIBPS, GP3_LARGE, GP3_MIBPS_PER_STEP = Decimal(125), Decimal(170), Decimal(250)
GP3_STEP = Decimal(3 * 1024)  # GiB
FACTORS = {  # normalized instance hours of an hour, by instance size; 2xlarge is 2 x xlarge
    "nano": Decimal("0.25"),
    "micro": Decimal("0.5"),
    "small": Decimal(1),
    "medium": Decimal(2),
    "large": Decimal(4),
    "xlarge": Decimal(8),
}
WARM = (Line("warm_storage_gb", "UltraWarm storage", "ES:Managed-Storage", silent=True),)


class BaseUsage(ReservedUsage, TransferUsage):
    pass


DomainUsage = usage_of("DomainUsage", WARM, BaseUsage)


class NodeConfig(Block):
    enabled: bool = False
    count: Decimal = Decimal(1)
    type: str | None = None


class NodeOption(Block):
    """Nodes of one role, "coordinator"."""

    node_type: str = ""
    node_config: NodeConfig = NodeConfig()


class ClusterConfig(Block):
    instance_type: str | None = None
    instance_count: Decimal = Decimal(1)
    dedicated_master_enabled: bool = False
    dedicated_master_type: str | None = None
    dedicated_master_count: Decimal = MASTERS
    warm_enabled: bool = False
    warm_type: str | None = None
    warm_count: Decimal | None = None
    node_options: list[NodeOption] = Field(default_factory=list)

    def coordinators(self) -> Iterator[tuple[str, Decimal]]:
        """Yield type and number of dedicated coordinator nodes."""
        for option in self.node_options:
            if option.node_type == "coordinator" and option.node_config.enabled:
                if option.node_config.type is None:
                    raise missing("clusterConfig.nodeOptions.nodeConfig.type")
                yield option.node_config.type, option.node_config.count


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
    """Data nodes with their volumes, dedicated master, coordinator and warm nodes."""

    usage = DomainUsage
    default_type: ClassVar[str]
    left_out = (
        LeftOut(
            "Cold storage",
            "clusterConfig.coldStorageOptions.enabled",
            reason="no price of cold storage is known",
        ),
    )

    cluster_config: ClusterConfig = ClusterConfig()
    ebs_options: EbsOptions = EbsOptions()

    def meters(self, usage: BaseUsage, links: Links) -> Iterator[Metering]:
        yield from self.data_nodes(usage)
        yield from self.volumes()
        yield from self.masters(usage)
        yield from self.coordinators(usage)
        yield from self.warm_nodes(usage)
        yield from self.surcharge(usage, links)
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

    @charges("Dedicated coordinator")
    def coordinators(self, usage: BaseUsage) -> Iterator[Metering]:
        for kind, count in self.cluster_config.coordinators():
            yield nodes("Dedicated coordinator", kind, count, usage)

    @charges(EXTENDED)
    def surcharge(self, usage: BaseUsage, links: Links) -> Iterator[Meter]:
        version = self.charged_version(links.on)
        if version is not None:
            for kind, count in self.instances():
                yield surcharged_nodes(version, links.on, kind, count * usage.hours)

    @abstractmethod
    def charged_version(self, on: date) -> Version | None:
        """Return the engine version if it is billed for Extended Support on that day."""

    def instances(self) -> Iterator[tuple[str, Decimal]]:
        """Yield type and number of all nodes."""
        config = self.cluster_config
        yield config.instance_type or self.default_type, config.instance_count
        if config.dedicated_master_enabled:
            yield config.dedicated_master_type or self.default_type, config.dedicated_master_count
        yield from config.coordinators()
        if config.warm_enabled and config.warm_type and config.warm_count:
            yield config.warm_type, config.warm_count

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


def bare(kind: str) -> str:
    return kind.removesuffix(".search").removesuffix(".elasticsearch")


def nodes(name: str, kind: str, count: Decimal, usage: BaseUsage) -> Meter:
    sku = Sku(SERVICE, f"ESInstance:{bare(kind)}")
    return reservable(f"{name} ({usage.bought}, {kind})", sku, usage, count=count)


def surcharged_nodes(version: Version, on: date, kind: str, hours: Decimal) -> Meter:
    """Meter Extended Support of nodes. The usage types' names are assumptions."""
    if version.has_second_rate(on):
        return Meter(
            f"{EXTENDED} ({kind})",
            Sku(SERVICE, f"ExtendedSupport:{bare(kind)}"),
            hours,
            Unit.HOURS,
            assumed="as much as the instance, since the extension",
            listed_as=Sku(SERVICE, f"ESInstance:{bare(kind)}"),
        )
    return Meter(
        f"{EXTENDED} ({kind}, normalized instance hours)",
        Sku(SERVICE, "ExtendedSupport:NormalizedInstanceHours"),
        hours * normalization_factor(kind),
        Unit.HOURS,
    )


def normalization_factor(kind: str) -> Decimal:
    size = bare(kind).partition(".")[2]
    if size in FACTORS:
        return FACTORS[size]
    multiple = size.removesuffix("xlarge")
    if size.endswith("xlarge") and multiple.isdecimal():
        return FACTORS["xlarge"] * int(multiple)
    raise InputError(f"the normalization factor of {kind} is unknown")


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
        assumed=None if set_ else f"{LEAST} GB a node, the minimum, as no size is set",
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
    steps = divide(ebs.size, GP3_STEP).to_integral_value(rounding="ROUND_CEILING")
    included = GP3_MIBPS_PER_STEP * steps if ebs.size >= GP3_LARGE else GP3_MIBPS
    beyond = max(ebs.throughput - included, ZERO)
    if beyond:
        sku = Sku(SERVICE, "ES:GP3-Provisioned-Throughput")
        yield Meter("Throughput (gp3)", sku, beyond * count, Unit.MIBPS_MONTHS)
