"""Amazon Redshift. https://aws.amazon.com/redshift/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import Meter, Sku
from costing.parts.reservations import ReservedUsage, reservable
from costing.parts.stated import Line, metered, usage_of
from costing.parts.transfer import TransferUsage, transfer
from costing.priced_resource import Links, PricedResource, ResourceUsage
from costing.units import Unit

SERVICE = "AmazonRedshift"
SNAPSHOTS = Line("backup_storage_gb", "Backup storage", "Redshift:PaidSnapshots")
SPECTRUM = Line("spectrum_data_scanned_tb", "Spectrum", "DataScanned", Unit.TB)


def of_node(node_type: str) -> tuple[Line, ...]:
    """Return what a node of this type is metered on, as far as usage states it."""
    scaling = Line(
        "excess_concurrency_scaling_secs",
        f"Concurrency scaling ({node_type})",
        f"CS:{node_type}",
        Unit.SECONDS,
    )
    storage = Line("managed_storage_gb", f"Managed storage ({node_type})", f"RMS:{node_type}")
    stores = node_type.startswith(("ra3.", "rg."))
    return (scaling, SPECTRUM, *((storage,) if stores else ()), SNAPSHOTS)


class BaseUsage(ReservedUsage, TransferUsage):
    pass


ClusterUsage = usage_of("ClusterUsage", of_node("ra3."), BaseUsage)


class Cluster(PricedResource):
    """Nodes, storage that RA3 and RG nodes keep apart, queries over S3, snapshots.

    Left out: the hour of concurrency scaling that a cluster earns each day.
    """

    type = "aws:redshift/cluster:Cluster"
    usage = ClusterUsage

    node_type: str
    number_of_nodes: Decimal = Decimal(1)

    def meters(self, usage: BaseUsage, links: Links) -> Iterator[Meter]:
        yield reservable(
            f"Cluster usage ({usage.bought}, {self.node_type})",
            Sku(SERVICE, f"Node:{self.node_type}"),
            usage,
            count=self.number_of_nodes,
        )
        yield from metered(SERVICE, of_node(self.node_type), usage)
        yield from transfer(usage, SERVICE, links)


class ClusterSnapshot(PricedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:redshift/clusterSnapshot:ClusterSnapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOTS])

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from metered(SERVICE, [SNAPSHOTS], usage)
