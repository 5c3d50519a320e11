"""Amazon EBS: volumes and snapshots. https://aws.amazon.com/ebs/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal, Self

from pydantic import Field
from typing_extensions import override

from costing.errors import InputError
from costing.graph.resource import Resource
from costing.model import Meter
from costing.resources._shared.ebs_volumes import Volume as VolumeInputs
from costing.resources._shared.ebs_volumes import VolumeType, ebs, volume_meters
from costing.resources._shared.inputs import without
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import HOURS_PER_MONTH, Unit

LEAST = Decimal(8)  # GiB, where no size is set
VOLUME, SNAPSHOT = "aws:ebs/volume:Volume", "aws:ebs/snapshot:Snapshot"
COPY = "aws:ebs/snapshotCopy:SnapshotCopy"


class VolumeUsage(ResourceUsage):
    monthly_standard_io_requests: Quantity = None  # of a magnetic volume


class Volume(PricedResource, VolumeInputs):
    """A volume: its storage, and the IOPS and throughput beyond what is included."""

    type = VOLUME
    usage = VolumeUsage

    volume_size: Decimal | None = Field(None, alias="size")  # GiB
    volume_type: VolumeType = Field("gp2", alias="type")

    def meters(self, usage: VolumeUsage, links: Links) -> Iterator[Metering]:
        yield from volume_meters(
            self.sized(links), least=LEAST, io_requests=usage.monthly_standard_io_requests
        )

    def sized(self, links: Links) -> Self:
        """Return the volume with its own size, else that of the volume behind its snapshot."""
        if "volume_size" in self.model_fields_set:
            return self
        try:
            return self.model_copy(update={"volume_size": size_of_origin(links)})
        except InputError as error:
            return without(self, {"volume_size": error})


class Size(Block):
    size: Decimal | None = None


def size_of_origin(links: Links) -> Decimal | None:
    """Return the GiB of the volume that a volume's snapshot was made of."""
    snapshot = links.follow("snapshotId", SNAPSHOT, COPY)
    return None if snapshot is None else size_of_source(links.of(snapshot))


def size_of_source(links: Links) -> Decimal | None:
    """Return the GiB of the volume that a snapshot, or the snapshot it copies, was made of."""
    seen: set[str] = set()
    while links.resource.urn not in seen:
        seen.add(links.resource.urn)
        source: Resource | None
        if links.resource.type == COPY:
            source = links.follow("sourceSnapshotId", SNAPSHOT, COPY)
        else:
            source = links.follow("volumeId", VOLUME)
        if source is None:
            return None
        if source.type == VOLUME:
            return links.read(Size, source).size or LEAST
        links = links.of(source)
    return None


class StoredUsage(ResourceUsage):
    storage_gb: Quantity = None  # of the blocks that are kept; the whole volume where not given


class SnapshotUsage(StoredUsage):
    monthly_list_block_requests: Quantity = None
    monthly_get_block_requests: Quantity = None  # of 512 KiB
    monthly_put_block_requests: Quantity = None
    fast_snapshot_restore_hours: Quantity = None  # DSU-hours: each snapshot and zone for itself


DIRECT_APIS = (
    ("monthly_list_block_requests", "List", "ListChangedBlocks and ListSnapshotBlocks requests"),
    ("monthly_get_block_requests", "Get", "GetSnapshotBlock requests"),
    ("monthly_put_block_requests", "Put", "PutSnapshotBlock requests"),
)


class SnapshotStorage(PricedResource):
    """The storage of a snapshot: at most the size of its volume."""

    storage_tier: Literal["standard", "archive"] = "standard"

    @charges("EBS snapshot storage", "EBS snapshot archive storage")
    def kept(self, usage: StoredUsage, links: Links) -> Iterator[Meter]:
        archived = self.storage_tier == "archive"
        size = size_of_source(links) if usage.storage_gb is None else usage.storage_gb
        whole = usage.storage_gb is None and size is not None
        yield Meter(
            "EBS snapshot archive storage" if archived else "EBS snapshot storage",
            ebs("EBS:SnapshotArchiveStorage" if archived else "EBS:SnapshotUsage"),
            size,
            Unit.GB_MONTHS,
            usage="storage_gb",
            assumed="the size of the volume" if whole else None,
        )


class Snapshot(SnapshotStorage):
    """A snapshot: its storage, fast restores and direct API requests."""

    type = SNAPSHOT
    usage = SnapshotUsage
    usage_for: ClassVar = {"volumeId": "storage_gb"}

    def meters(self, usage: SnapshotUsage, links: Links) -> Iterator[Metering]:
        yield from self.kept(usage, links)
        yield Meter(
            "Fast snapshot restore",
            ebs("EBS:FastSnapshotRestore"),
            usage.fast_snapshot_restore_hours,
            Unit.HOURS,
            usage="fast_snapshot_restore_hours",
        )
        for key, api, name in DIRECT_APIS:
            unit = Unit.REQUESTS if api == "List" else Unit.SNAPSHOT_API_UNITS
            quantity = getattr(usage, key)
            yield Meter(name, ebs(f"EBS:directAPI.snapshot.{api}"), quantity, unit, usage=key)


class SnapshotCopy(SnapshotStorage):
    """A copy of a snapshot. The transfer from another region, billed once, is no monthly cost."""

    type = COPY
    usage = StoredUsage
    usage_for: ClassVar = {"sourceSnapshotId": "storage_gb"}

    def meters(self, usage: StoredUsage, links: Links) -> Iterator[Metering]:
        yield from self.kept(usage, links)


class SnapshotImport(SnapshotStorage):
    """A snapshot of a disk image, whose size only usage gives."""

    type = "aws:ebs/snapshotImport:SnapshotImport"
    usage = StoredUsage

    def meters(self, usage: StoredUsage, links: Links) -> Iterator[Metering]:
        yield from self.kept(usage, links)


class FastSnapshotRestore(PricedResource):
    """Fast snapshot restore in one zone, by the hour."""

    type = "aws:ebs/fastSnapshotRestore:FastSnapshotRestore"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield Meter(
            "Fast snapshot restore", ebs("EBS:FastSnapshotRestore"), HOURS_PER_MONTH, Unit.HOURS
        )


class Image(PricedResource):
    """The snapshots behind an image made of an instance or copied, as usage gives them."""

    type = "aws:ec2/amiFromInstance:AmiFromInstance"
    aliases = ("aws:ec2/amiCopy:AmiCopy",)
    usage = StoredUsage

    @override
    def meters(self, usage: StoredUsage, links: Links) -> Iterator[Meter]:
        yield Meter(
            "EBS snapshot storage",
            ebs("EBS:SnapshotUsage"),
            usage.storage_gb,
            Unit.GB_MONTHS,
            usage="storage_gb",
        )
