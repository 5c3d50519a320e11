"""Storage of RDS instances: size, IOPS and throughput, and the dedicated log volume.

https://aws.amazon.com/rds/pricing/. IOPS and throughput that gp3 includes follow the RDS user
guide, "Amazon RDS DB instance storage"; those of Oracle and SQL Server are unverified.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Quantity
from costing.resources._shared.rds_instances import SERVICE
from costing.units import Unit

LEAST = Decimal(20)  # GiB, where the program sets no size
LEAST_PROVISIONED = Decimal(100)  # GiB, the least of a volume with provisioned IOPS
LEAST_IOPS = Decimal(1000)
PROVISIONED = ("io1", "io2")
LOG_VOLUME_GB, LOG_VOLUME_IOPS = Decimal(1024), Decimal(3000)
LOG_VOLUME = "Dedicated log volume"
STORED = (
    "Storage",
    "Provisioned GP3 IOPS",
    "Provisioned GP3 throughput",
    "Provisioned IOPS",
    "I/O requests",
)
NAMES = {
    "gp2": "general purpose SSD, gp2",
    "gp3": "general purpose SSD, gp3",
    "io1": "provisioned IOPS SSD, io1",
    "io2": "provisioned IOPS SSD, io2",
    "standard": "magnetic",
}
SIZES = {  # usage types; the braces stand for the deployment
    "gp2": "RDS:{}GP2-Storage",
    "gp3": "RDS:{}GP3-Storage",
    "io1": "RDS:{}PIOPS-Storage",
    "io2": "RDS:{}PIOPS-Storage-IO2",
    "standard": "RDS:{}StorageUsage",
}
IOPS = {"gp3": "RDS:{}GP3-PIOPS", "io1": "RDS:{}PIOPS", "io2": "RDS:{}IO2-PIOPS"}
THROUGHPUT = "RDS:{}GP3-Throughput"


@dataclass(frozen=True, slots=True)
class Included:
    """IOPS and MiBps that gp3 storage includes: below a size, and from that size on."""

    striped_from: Decimal | None  # GiB
    iops: tuple[Decimal, Decimal] = (Decimal(3000), Decimal(12_000))
    mibps: tuple[Decimal, Decimal] = (Decimal(125), Decimal(500))

    def at(self, size: Decimal) -> tuple[Decimal, Decimal]:
        striped = self.striped_from is not None and size >= self.striped_from
        return self.iops[striped], self.mibps[striped]


INCLUDED = {"oracle": Included(Decimal(200)), "sqlserver": Included(None)}
OTHERS = Included(Decimal(400))


def included(engine: str | None, size: Decimal) -> tuple[Decimal, Decimal]:
    """Return the IOPS and MiBps that gp3 storage of an engine includes."""
    return INCLUDED.get((engine or "").partition("-")[0], OTHERS).at(size)


def is_known(kind: str) -> str:
    """Return the storage type. Raise InputError for an unknown one."""
    if kind not in SIZES:
        raise InputError(f"storageType is {kind}; expected one of {', '.join(SIZES)}")
    return kind


def size_of(kind: str, allocated: Decimal | None) -> tuple[Decimal, str | None]:
    """Return GiB, and the assumption that they rest on."""
    if kind in PROVISIONED and (allocated or ZERO) < LEAST_PROVISIONED:
        return LEAST_PROVISIONED, f"at least {LEAST_PROVISIONED} GB"
    return (LEAST, f"{LEAST} GB, where no size is set") if allocated is None else (allocated, None)


def sized(kind: str, deployment: str, size: Decimal, assumed: str | None) -> Meter:
    return Meter(
        f"Storage ({NAMES[kind]})",
        Sku(SERVICE, SIZES[kind].format(deployment)),
        size,
        Unit.GB_MONTHS,
        assumed=assumed,
    )


def autoscaled(kind: str, deployment: str, added: Quantity, key: str) -> Meter:
    """Meter the storage that storage autoscaling adds."""
    return Meter(
        "Storage added by autoscaling",
        Sku(SERVICE, SIZES[kind].format(deployment)),
        added,
        Unit.GB_MONTHS,
        usage=key,
    )


def gp3_iops(deployment: str, provisioned: Decimal, free: Decimal) -> Iterator[Meter]:
    if provisioned > free:
        name = f"Provisioned GP3 IOPS (above {free:,})"
        yield iops(name, IOPS["gp3"].format(deployment), provisioned - free)


def gp3_throughput(deployment: str, provisioned: Decimal, free: Decimal) -> Iterator[Meter]:
    if provisioned > free:
        yield Meter(
            f"Provisioned GP3 throughput (above {free:,} MiBps)",
            Sku(SERVICE, THROUGHPUT.format(deployment)),
            provisioned - free,
            Unit.MIBPS_MONTHS,
        )


def provisioned_iops(kind: str, deployment: str, count: Decimal | None) -> Meter:
    return iops("Provisioned IOPS", IOPS[kind].format(deployment), max(count or ZERO, LEAST_IOPS))


def iops(name: str, usage_type: str, count: Decimal) -> Meter:
    return Meter(name, Sku(SERVICE, usage_type), count, Unit.IOPS_MONTHS)


@charges(LOG_VOLUME)
def log_volume(kind: str, deployment: str) -> Iterator[Metering]:
    """Yield a dedicated log volume: 1,000 GiB, billed as 1,024, with 3,000 provisioned IOPS."""
    if kind not in PROVISIONED:
        raise InputError(
            f"dedicatedLogVolume is set with storageType {kind}, which AWS does not support",
            "dedicatedLogVolume",
            'set storageType to "io1" or "io2"',
        )
    sku = Sku(SERVICE, SIZES[kind].format(deployment))
    yield Meter(f"{LOG_VOLUME}, storage", sku, LOG_VOLUME_GB, Unit.GB_MONTHS)
    yield iops(f"{LOG_VOLUME}, IOPS", IOPS[kind].format(deployment), LOG_VOLUME_IOPS)
