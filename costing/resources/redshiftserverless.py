"""Amazon Redshift Serverless. https://aws.amazon.com/redshift/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

SERVICE = "AmazonRedshift"
STORAGE = Line("storage_gb", "Managed storage", "RMS:Serverless")
SNAPSHOTS = Line("backup_storage_gb", "Backup storage", "Redshift:PaidSnapshots")


class WorkgroupUsage(TransferUsage):
    monthly_hrs: Quantity = None  # in which queries run
    monthly_rpu_hrs: Quantity = None  # where the capacity differs from the base


class Workgroup(PricedResource):
    """Compute while queries run: the base capacity for the hours that usage gives."""

    type = "aws:redshiftserverless/workgroup:Workgroup"
    usage = WorkgroupUsage
    usage_for: ClassVar = {"baseCapacity": "monthly_rpu_hrs"}
    left_out = (
        LeftOut(
            "Public IPv4 address",
            "publiclyAccessible",
            reason="the number of public addresses of a workgroup is not documented",
            usage_types=("PublicIPv4:InUseAddress",),
        ),
    )

    base_capacity: Decimal = Decimal(128)  # RPUs

    def meters(self, usage: WorkgroupUsage, links: Links) -> Iterator[Metering]:
        yield from self.compute(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Compute")
    def compute(self, usage: WorkgroupUsage) -> Iterator[Meter]:
        quantity = usage.monthly_rpu_hrs
        if quantity is None and usage.monthly_hrs is not None:
            quantity = usage.monthly_hrs * self.base_capacity
        yield Meter(
            "Compute",
            Sku(SERVICE, "Redshift:ServerlessUsage"),
            quantity,
            Unit.RPU_HOURS,
            usage="monthly_hrs",
        )


class Namespace(StatedResource):
    """Managed storage of a warehouse, and its snapshots."""

    type = "aws:redshiftserverless/namespace:Namespace"
    usage = usage_of("NamespaceUsage", [STORAGE, SNAPSHOTS])
    service = SERVICE
    lines = (STORAGE, SNAPSHOTS)


class Snapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:redshiftserverless/snapshot:Snapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOTS])
    service = SERVICE
    lines = (SNAPSHOTS,)
