"""Amazon Redshift. https://aws.amazon.com/redshift/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.public_addresses import (
    AddressUsage,
    given_or,
    has_public_address,
    in_use,
)
from costing.resources._shared.reservations import ReservedUsage, reservable
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonRedshift"
ZONES = 2  # of a Multi-AZ cluster
SNAPSHOTS = Line("backup_storage_gb", "Backup storage", "Redshift:PaidSnapshots")
SPECTRUM = Line("spectrum_data_scanned_tb", "Spectrum", "DataScanned", Unit.TB)


def scaling(node_type: str) -> Line:
    return Line(
        "excess_concurrency_scaling_secs",
        f"Concurrency scaling ({node_type})",
        f"CS:{node_type}",
        Unit.SECONDS,
    )


def storage(node_type: str) -> Line:
    return Line("managed_storage_gb", f"Managed storage ({node_type})", f"RMS:{node_type}")


class BaseUsage(ReservedUsage, TransferUsage, AddressUsage):
    pass


ClusterUsage = usage_of(
    "ClusterUsage", [scaling("ra3."), SPECTRUM, storage("ra3."), SNAPSHOTS], BaseUsage
)


class Cluster(PricedResource):
    """Nodes, managed storage of RA3 and RG nodes, Spectrum queries, snapshots.

    A Multi-AZ cluster has its number of nodes in each of two zones. Usage gives concurrency
    scaling beyond the credits of an hour a day.
    """

    type = "aws:redshift/cluster:Cluster"
    usage = ClusterUsage

    node_type: str
    number_of_nodes: Decimal = Decimal(1)
    multi_az: bool = False
    publicly_accessible: bool = False  # see costing/graph/public_addresses.py

    def meters(self, usage: BaseUsage, links: Links) -> Iterator[Metering]:
        yield from self.nodes(usage)
        yield from self.addresses(usage, links)
        yield from metered(SERVICE, [SPECTRUM], usage)
        yield from self.managed_storage(usage)
        yield from metered(SERVICE, [SNAPSHOTS], usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Cluster usage", "Concurrency scaling")
    def nodes(self, usage: BaseUsage) -> Iterator[Metering]:
        kind = self.node_type
        name, sku = f"Cluster usage ({usage.bought}, {kind})", Sku(SERVICE, f"Node:{kind}")
        yield from by_count(
            lambda: self.number_of_nodes * (ZONES if self.multi_az else 1),
            lambda count: [reservable(name, sku, usage, count=count)],
            Decimal(1),
        )
        yield from metered(SERVICE, [scaling(kind)], usage)

    def addresses(self, usage: BaseUsage, links: Links) -> Iterator[Metering]:
        own = partial(self.own_addresses, usage, links)
        yield from given_or(usage.public_ipv4_addresses, own, usage.hours)

    def own_addresses(self, usage: BaseUsage, links: Links) -> Iterator[Metering]:
        """Yield the addresses of a public cluster: one a node, and one of the leader node."""
        if has_public_address(links):
            nodes = self.number_of_nodes * (ZONES if self.multi_az else 1)
            count = nodes if nodes == 1 else nodes + 1
            yield replace(in_use(count, usage.hours), assumed="one address for each node")

    @charges("Managed storage")
    def managed_storage(self, usage: BaseUsage) -> Iterator[Meter]:
        if self.node_type.startswith(("ra3.", "rg.")):
            yield from metered(SERVICE, [storage(self.node_type)], usage)


class ClusterSnapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:redshift/clusterSnapshot:ClusterSnapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOTS])
    service = SERVICE
    lines = (SNAPSHOTS,)
