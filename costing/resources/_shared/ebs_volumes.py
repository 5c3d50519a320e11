"""EBS volumes, alone or as part of an instance. https://aws.amazon.com/ebs/pricing/.

A gp3 volume includes 3,000 IOPS and 125 MiBps; more of either is billed.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges, in_group
from costing.resources._shared.priced_resource import Block, Quantity
from costing.units import Unit

VolumeType = Literal["gp2", "gp3", "io1", "io2", "st1", "sc1", "standard"]

NAMES = {
    "gp2": "general purpose SSD, gp2",
    "gp3": "general purpose SSD, gp3",
    "io1": "provisioned IOPS SSD, io1",
    "io2": "provisioned IOPS SSD, io2",
    "st1": "throughput optimized HDD, st1",
    "sc1": "cold HDD, sc1",
    "standard": "magnetic",
}
STORAGE = {
    "io1": "EBS:VolumeUsage.piops",
    "standard": "EBS:VolumeUsage",
}
GP3_IOPS, GP3_MIBPS = Decimal(3000), Decimal(125)  # included
IO2_TIERS = (  # (from, to, usage type): tiers of the IOPS of one io2 volume
    (Decimal(0), Decimal(32_000), "EBS:VolumeP-IOPS.io2"),
    (Decimal(32_000), Decimal(64_000), "EBS:VolumeP-IOPS.io2.tier2"),
    (Decimal(64_000), Decimal("Infinity"), "EBS:VolumeP-IOPS.io2.tier3"),
)


def ebs(usage_type: str) -> Sku:
    return Sku("AmazonEC2", usage_type)


class Volume(Block):
    """A volume's inputs, under the names that instances and templates give them."""

    volume_size: Decimal | None = None  # GiB
    volume_type: VolumeType = "gp2"
    iops: Decimal | None = None
    throughput: Decimal | None = None  # MiBps


VOLUME = ("Storage", "Provisioned IOPS", "Provisioned throughput", "I/O requests")


def volume_meters(
    volume: Volume,
    *,
    least: Decimal,
    group: str | None = None,
    count: Decimal = Decimal(1),
    io_requests: Quantity = None,
) -> Iterator[Metering]:
    """Yield the charges of `count` volumes; `least` GiB each where the size is not set."""
    yield from in_group(of_type(volume, least, count, io_requests), group)


@charges(*VOLUME)
def of_type(
    volume: Volume, least: Decimal, count: Decimal, io_requests: Quantity
) -> Iterator[Metering]:
    """Yield storage, IOPS, throughput and magnetic I/O requests."""
    kind = volume.volume_type
    yield from storage(volume, least, count)
    match kind:
        case "gp3":
            yield from gp3_iops(volume, count)
            yield from gp3_throughput(volume, count)
        case "io1" | "io2":
            yield from provisioned_iops(volume, count)
        case "standard":
            yield Meter(
                "I/O requests",
                ebs("EBS:VolumeIOUsage"),
                io_requests,
                Unit.REQUESTS,
                usage="monthly_standard_io_requests",
            )


@charges("Storage")
def storage(volume: Volume, least: Decimal, count: Decimal) -> Iterator[Meter]:
    kind, size = volume.volume_type, volume.volume_size
    yield Meter(
        f"Storage ({NAMES[kind]})",
        ebs(STORAGE.get(kind, f"EBS:VolumeUsage.{kind}")),
        (least if size is None else size) * count,
        Unit.GB_MONTHS,
        assumed=f"{least} GB, as no size is set" if size is None else None,
    )


@charges("Provisioned IOPS")
def provisioned_iops(volume: Volume, count: Decimal) -> Iterator[Meter]:
    iops = volume.iops or Decimal(100)  # the least that EC2 accepts
    if volume.volume_type == "io1":
        yield iops_meter("EBS:VolumeP-IOPS.piops", iops * count)
        return
    for start, end, usage_type in IO2_TIERS:
        if iops > start:
            yield iops_meter(usage_type, (min(iops, end) - start) * count)


@charges("Provisioned IOPS")
def gp3_iops(volume: Volume, count: Decimal) -> Iterator[Meter]:
    if volume.iops is not None and volume.iops > GP3_IOPS:
        yield iops_meter("EBS:VolumeP-IOPS.gp3", (volume.iops - GP3_IOPS) * count)


@charges("Provisioned throughput")
def gp3_throughput(volume: Volume, count: Decimal) -> Iterator[Meter]:
    if volume.throughput is not None and volume.throughput > GP3_MIBPS:
        yield Meter(
            "Provisioned throughput",
            ebs("EBS:VolumeP-Throughput.gp3"),
            (volume.throughput - GP3_MIBPS) * count,
            Unit.MIBPS_MONTHS,
        )


def iops_meter(usage_type: str, quantity: Decimal) -> Meter:
    return Meter("Provisioned IOPS", ebs(usage_type), quantity, Unit.IOPS_MONTHS)
