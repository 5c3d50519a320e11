"""A search domain, OpenSearch's or Elasticsearch's: the same machines under two names.

https://aws.amazon.com/opensearch-service/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.parts.reservations import ReservedUsage, reservable
from costing.parts.stated import Line, metered, usage_of
from costing.parts.transfer import TransferUsage
from costing.priced_resource import Block
from costing.units import Unit, divide

SERVICE = "AmazonES"
LEAST = Decimal(10)  # GB
MASTERS = Decimal(3)
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


def domain(
    config: ClusterConfig, ebs: EbsOptions, usage: BaseUsage, default_type: str
) -> Iterator[Meter]:
    """Yield the nodes by what they are for, and the volumes of the data nodes."""
    kind = config.instance_type or default_type
    yield nodes("Instance", kind, config.instance_count, usage)
    if ebs.ebs_enabled:
        yield from volumes(ebs, config.instance_count)
    if config.dedicated_master_enabled:
        master = config.dedicated_master_type or default_type
        yield nodes("Dedicated master", master, config.dedicated_master_count, usage)
    if config.warm_enabled:
        if config.warm_type is None or config.warm_count is None:
            raise InputError("clusterConfig.warmType and warmCount are not stated")
        yield nodes("UltraWarm instance", config.warm_type, config.warm_count, usage)
        yield from metered(SERVICE, WARM, usage)


def nodes(name: str, kind: str, count: Decimal, usage: BaseUsage) -> Meter:
    bare = kind.removesuffix(".search").removesuffix(".elasticsearch")
    return reservable(
        f"{name} ({usage.bought}, {kind})", Sku(SERVICE, f"ESInstance:{bare}"), usage, count=count
    )


def volumes(ebs: EbsOptions, count: Decimal) -> Iterator[Meter]:
    if ebs.volume_type not in STORAGE:
        raise InputError(f"volumeType {ebs.volume_type} is not one of {', '.join(STORAGE)}")
    size = LEAST if ebs.volume_size is None else ebs.volume_size
    yield Meter(
        f"Storage ({ebs.volume_type})",
        Sku(SERVICE, STORAGE[ebs.volume_type]),
        size * count,
        Unit.GB_MONTHS,
        assumed=f"{LEAST} GB a node, the least, as no size is stated"
        if ebs.volume_size is None
        else None,
    )
    iops, mibps = beyond(ebs, size)
    code = "ES:GP3-PIOPS" if ebs.volume_type == "gp3" else "ES:PIOPS"
    if iops > 0:
        yield Meter(
            f"Storage IOPS ({ebs.volume_type})", Sku(SERVICE, code), iops * count, Unit.IOPS_MONTHS
        )
    if mibps > 0:
        yield Meter(
            f"Throughput ({ebs.volume_type})",
            Sku(SERVICE, "ES:GP3-Provisioned-Throughput"),
            mibps * count,
            Unit.MIBPS_MONTHS,
        )


def beyond(ebs: EbsOptions, size: Decimal) -> tuple[Decimal, Decimal]:
    """Return the IOPS and MiBps of one volume that its type does not include."""
    iops = ebs.iops or ZERO
    match ebs.volume_type:
        case "io1":
            return iops, ZERO
        case "gp3":
            terabytes = divide(size, GB_PER_TB).to_integral_value(rounding="ROUND_CEILING")
            included = GP3_MIBPS_PER_TB * terabytes if size >= GP3_LARGE else GP3_MIBPS
            return (
                max(iops - max(GP3_IOPS, GP3_IOPS_PER_GB * size), ZERO),
                max((ebs.throughput or ZERO) - included, ZERO),
            )
    return ZERO, ZERO
