"""Amazon DynamoDB Accelerator. https://aws.amazon.com/dynamodb/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonDAX"


class ClusterUsage(TransferUsage):
    monthly_hrs: Quantity = None


class Cluster(PricedResource):
    """The nodes of a cluster: a primary and its replicas."""

    type = "aws:dax/cluster:Cluster"
    usage = ClusterUsage

    node_type: str
    replication_factor: Decimal

    def meters(self, usage: ClusterUsage, links: Links) -> Iterator[Metering]:
        yield from self.nodes(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Nodes")
    def nodes(self, usage: ClusterUsage) -> Iterator[Meter]:
        hours = HOURS_PER_MONTH if usage.monthly_hrs is None else usage.monthly_hrs
        yield Meter(
            f"Nodes ({self.node_type})",
            Sku(SERVICE, f"NodeUsage:{self.node_type.replace('dax.', 'dax-')}"),
            hours * self.replication_factor,
            Unit.HOURS,
        )
