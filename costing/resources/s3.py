"""Amazon S3. https://aws.amazon.com/s3/pricing/.

Usage types: the S3 user guide's "Understanding your AWS billing and usage reports".
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pydantic import Field

from costing.errors import InputError
from costing.resources._shared.bucket_transfers import (
    ACCELERATED,
    REPLICATED,
    TIMED,
    Replication,
    TransferredUsage,
    accelerated,
    replicated,
)
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges, unmetered
from costing.resources._shared.priced_resource import Block, Links, PricedResource
from costing.resources._shared.storage_classes import ARCHIVE, CLASSES, DEEP_ARCHIVE, EXPRESS, TAGS
from costing.resources._shared.usage_meters import Line, StatedResource, metered, stated, usage_of
from costing.units import Unit

SERVICE = "AmazonS3"


class OtherUsage(TransferUsage, TransferredUsage):
    pass


BucketUsage = usage_of(
    "BucketUsage",
    [TAGS, *(line for _, lines in CLASSES.values() for line in lines)],
    OtherUsage,
)
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"

TIERINGS = "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration"
ARCHIVE_TIERS = {"ARCHIVE_ACCESS": ARCHIVE, "DEEP_ARCHIVE_ACCESS": DEEP_ARCHIVE}


OF_CLASS = "Storage, requests, Lifecycle transition, Retrievals, Select data"
ARCHIVE_ACCESS = "Storage (archive access)"


class Transition(Block):
    storage_class: str


class Rule(Block):
    transitions: list[Transition] = Field(default_factory=list)
    noncurrent_version_transitions: list[Transition] = Field(default_factory=list)

    def classes(self) -> set[str]:
        both = (*self.transitions, *self.noncurrent_version_transitions)
        return {each.storage_class for each in both}


class Lifecycle(Block):
    rules: list[Rule] = Field(default_factory=list)


class Bucket(PricedResource):
    """Objects, requests and retrievals by storage class, acceleration and replication.

    A class is listed if usage gives a value of it, or a lifecycle rule moves objects to it. Usage
    of storage includes old versions, unfinished uploads and the minimum object size of a class.
    """

    type = "aws:s3/bucket:Bucket"
    usage = BucketUsage

    lifecycle_rules: list[Rule] = Field(default_factory=list)
    acceleration_status: str | None = None
    replication_configuration: Replication | None = None

    def meters(self, usage: OtherUsage, links: Links) -> Iterator[Metering]:
        moved, missed = self.moved_to(links)
        archived, unknown = archives(links)
        for kind, (name, lines) in CLASSES.items():
            used = any(stated(usage, line) is not None for line in lines)
            if used or kind == "STANDARD" or kind in moved:
                shown = (
                    replace(line, silent=False) if line in archived else line for line in lines
                )
                yield from metered(SERVICE, shown, usage, name)
        if missed is not None:
            yield replace(unmetered(missed, OF_CLASS), group="another storage class")
        if unknown is not None:
            yield unmetered(unknown, ARCHIVE_ACCESS)
        yield from metered(SERVICE, [TAGS], usage)
        yield from self.accelerated(usage, links)
        yield from self.replicated(usage, links)
        yield from transfer(usage, SERVICE, links)

    @charges(ACCELERATED)
    def accelerated(self, usage: OtherUsage, links: Links) -> Iterator[Metering]:
        yield from accelerated(self.acceleration_status, usage, links)

    @charges(REPLICATED, TIMED)
    def replicated(self, usage: OtherUsage, links: Links) -> Iterator[Metering]:
        yield from replicated(self.replication_configuration, usage, links)

    def moved_to(self, links: Links) -> tuple[set[str], InputError | None]:
        """Return the classes that lifecycle rules move objects to, and the error of a rule.

        Rules are inputs of the bucket or of a lifecycle configuration.
        """
        apart = links.referrers(LIFECYCLE, "bucket")
        holders: Iterable[Bucket | Lifecycle] = (self, *(links.read(Lifecycle, e) for e in apart))
        found: set[str] = set()
        missed = None
        for holder in holders:
            try:
                for rule in holder.lifecycle_rules if isinstance(holder, Bucket) else holder.rules:
                    found |= rule.classes()
            except InputError as error:
                missed = error
        return found, missed


class Tiering(Block):
    access_tier: str


class IntelligentTiering(Block):
    tierings: list[Tiering] = Field(default_factory=list)


def archives(links: Links) -> tuple[set[Line], InputError | None]:
    """Return the archive tiers of a bucket's Intelligent-Tiering configurations, and an error.

    The error is that of a configuration whose tiers are unknown.
    """
    found: set[Line] = set()
    unknown = None
    for each in links.referrers(TIERINGS, "bucket"):
        try:
            tiers = {tier.access_tier for tier in links.read(IntelligentTiering, each).tierings}
        except InputError as error:
            unknown = error
        else:
            found |= {ARCHIVE_TIERS[tier] for tier in tiers & ARCHIVE_TIERS.keys()}
    return found, unknown


ANALYTICS = Line(
    "monthly_monitored_objects",
    "Objects monitored",
    "StorageAnalytics-ObjCount",
    Unit.OBJECT_MONTHS,
)
INVENTORY = Line(
    "monthly_listed_objects", "Objects listed", "Inventory-ObjectsListed", Unit.OBJECTS
)


class AnalyticsConfiguration(StatedResource):
    """Storage class analysis. Storage of an exported report is usage of its bucket."""

    type = "aws:s3/analyticsConfiguration:AnalyticsConfiguration"
    usage = usage_of("AnalyticsUsage", [ANALYTICS])
    service = SERVICE
    lines = (ANALYTICS,)


class Inventory(StatedResource):
    """Objects that inventories list. Storage of the lists is usage of their bucket."""

    type = "aws:s3/inventory:Inventory"
    usage = usage_of("InventoryUsage", [INVENTORY])
    service = SERVICE
    lines = (INVENTORY,)


class DirectoryBucket(StatedResource):
    """S3 Express One Zone: storage, requests, and data beyond 512 KB of a request."""

    type = "aws:s3/directoryBucket:DirectoryBucket"
    usage = usage_of("DirectoryBucketUsage", EXPRESS)
    service = SERVICE
    lines = EXPRESS


VECTORS = (
    Line("storage_gb", "Vector storage", "Vectors-TimedStorage-ByteHrs"),
    Line("monthly_vectors_written_gb", "Vectors written", "Vectors-Put-Bytes", Unit.GB),
)


class VectorsVectorBucket(StatedResource):
    """Vectors stored and written. Queries, and the data they scan, have no known price."""

    type = "aws:s3/vectorsVectorBucket:VectorsVectorBucket"
    usage = usage_of("VectorBucketUsage", VECTORS)
    service = SERVICE
    lines = VECTORS
