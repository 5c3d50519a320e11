"""Transfer Acceleration and cross-region replication of S3 buckets.

https://aws.amazon.com/s3/pricing/, "Data transfer" and "Replication". Usage types: the S3 user
guide's "Understanding your AWS billing and usage reports". Requests and storage of replicas are
usage of the destination bucket.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import Field

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.prices.regions import regions
from costing.resources._shared.data_transfer import LISTED, OTHER_REGION, US_EAST_1
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, Quantity, ResourceUsage
from costing.units import Unit

SERVICE = "AmazonS3"
BUCKET = "aws:s3/bucket:Bucket"
ACCELERATE = "aws:s3/bucketAccelerateConfiguration:BucketAccelerateConfiguration"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
ENABLED = "Enabled"
ACCELERATED = "Transfer acceleration"
REPLICATED = "Replication to another region"
TIMED = "Replication Time Control"
RATE_OF_ALL = Sku(SERVICE, "S3RTC-Out-Bytes")  # one price for all pairs of regions


class TransferredUsage(ResourceUsage):
    monthly_accelerated_gb: Quantity = None
    monthly_replicated_gb: Quantity = None  # to each destination region


class Status(Block):
    status: str = ENABLED


class Destination(Block):
    replication_time: Status | None = None


class Rule(Block):
    status: str = ENABLED
    destination: Destination = Destination()


class Replication(Block):
    rules: list[Rule] = Field(default_factory=list)


@charges(ACCELERATED)
def accelerated(own: str | None, usage: TransferredUsage, links: Links) -> Iterator[Meter]:
    """Yield accelerated data; `own` is the status that the bucket itself sets."""
    apart = [links.read(Status, each).status for each in links.referrers(ACCELERATE, "bucket")]
    if ENABLED in (own, *apart):
        yield Meter(
            ACCELERATED,
            Sku(SERVICE, "DataTransfer-In-ABytes"),
            usage.monthly_accelerated_gb,
            Unit.GB,
            usage="monthly_accelerated_gb",
        )


@dataclass(frozen=True, slots=True)
class Target:
    """A region that a rule replicates to."""

    region: str
    is_timed: bool  # with Replication Time Control
    assumed: str | None = None


@charges(REPLICATED, TIMED)
def replicated(
    own: Replication | None, usage: TransferredUsage, links: Links
) -> Iterator[Metering]:
    """Yield data replicated to other regions, once for each region."""
    found: dict[str, Target] = {}
    for target in targets(own, links):
        same = found.get(target.region)
        found[target.region] = target if same is None or target.is_timed else same
    for _, target in sorted(found.items()):
        yield from to_region(target, usage, links)


def targets(own: Replication | None, links: Links) -> Iterator[Target]:
    """Yield the target of each enabled rule, of the bucket or of a replication configuration."""
    rules = [] if own is None else [(links, "replicationConfiguration.", own)]
    apart = links.referrers(REPLICATION, "bucket")
    rules += [(links.of(each), "", links.read(Replication, each)) for each in apart]
    for of, path, replication in rules:
        for index, rule in enumerate(replication.rules):
            if rule.status == ENABLED:
                timed = rule.destination.replication_time
                is_timed = timed is not None and timed.status == ENABLED
                region = region_of(of, f"{path}rules[{index}].destination.bucket")
                yield Target(region, is_timed) if region else elsewhere(links, is_timed=is_timed)


def elsewhere(links: Links, *, is_timed: bool) -> Target:
    """Return the target of a rule whose bucket is not in the stack."""
    region, _ = OTHER_REGION.get(str(links.resource.region), US_EAST_1)
    return Target(region, is_timed, f"to {region}, as the destination is not in the stack")


def region_of(links: Links, path: str) -> str | None:
    try:
        bucket = links.follow(path, BUCKET)
    except InputError:
        return None
    region = bucket.region if bucket is not None else None
    return region if isinstance(region, str) else None


def to_region(target: Target, usage: TransferredUsage, links: Links) -> Iterator[Meter]:
    known = regions().get(target.region)
    prefix = target.region if known is None else known.prefix
    usage_type = f"{prefix}-AWS-Out-Bytes"
    transferred = Meter(
        REPLICATED,
        Sku(SERVICE, usage_type),
        usage.monthly_replicated_gb,
        Unit.GB,
        usage="monthly_replicated_gb",
        assumed=target.assumed,
        group=f"Replication to {target.region}",
        listed_as=Sku(LISTED, usage_type),
    )
    if target.region != links.resource.region:
        yield transferred
    if target.is_timed:
        sku = Sku(SERVICE, f"{prefix}-S3RTC-Out-Bytes")
        yield replace(transferred, name=TIMED, sku=sku, listed_as=RATE_OF_ALL)
