"""Amazon OpenSearch Service. https://aws.amazon.com/opensearch-service/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from costing.graph import Resource
from costing.model import Meter, Sku
from costing.parts.search import (
    SERVICE,
    BaseUsage,
    ClusterConfig,
    DomainUsage,
    EbsOptions,
    domain,
)
from costing.parts.stated import Line, metered
from costing.parts.transfer import transfer
from costing.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

STORAGE = Line("storage_gb", "Storage", "StorageUsedInS3ByteHour")
VECTORS = "VECTORSEARCH"
HALF, TWO = Decimal("0.5"), Decimal(2)


class Domain(PricedResource):
    """Data nodes with their volumes, masters, warm nodes.

    Left out: cold storage, the extended support of old versions.
    """

    type = "aws:opensearch/domain:Domain"
    usage = DomainUsage

    cluster_config: ClusterConfig = ClusterConfig()
    ebs_options: EbsOptions = EbsOptions()

    def meters(self, usage: BaseUsage, links: Links) -> Iterator[Meter]:
        yield from domain(self.cluster_config, self.ebs_options, usage, "m4.large.search")
        yield from transfer(usage, SERVICE, links)


COLLECTION = "aws:opensearch/serverlessCollection:ServerlessCollection"


class CollectionUsage(ResourceUsage):
    indexing_ocu: Quantity = None  # OpenSearch Compute Units, on average
    search_ocu: Quantity = None
    storage_gb: Quantity = None


class ServerlessCollection(PricedResource):
    """Compute that collections of a kind share, and storage.

    An account pays for a half of a unit each to index and to search at least, twice that with
    standby replicas: once for all collections under a key, but apart for vectors. The first of
    the stack carries it; how many keys there are is not looked at.
    """

    type = COLLECTION
    usage = CollectionUsage

    kind: str = Field("TIMESERIES", alias="type")
    standby_replicas: str = "ENABLED"

    def meters(self, usage: CollectionUsage, links: Links) -> Iterator[Meter]:
        least = self.least(links)
        for name, usage_type, units, key in (
            ("Indexing", "IndexingOCU", usage.indexing_ocu, "indexing_ocu"),
            ("Search and query", "SearchOCU", usage.search_ocu, "search_ocu"),
        ):
            held = least if units is None else units
            yield Meter(
                name,
                Sku(SERVICE, usage_type),
                None if held is None else held * HOURS_PER_MONTH,
                Unit.OCU_HOURS,
                usage=key,
                assumed="the least that is charged" if units is None and least else None,
            )
        yield from metered(SERVICE, [STORAGE], usage)

    def least(self, links: Links) -> Decimal | None:
        """Return the least units of either, None where an earlier collection carries them."""
        alike = [
            each
            for each in links.graph.of_type(COLLECTION)
            if each.region == links.resource.region and is_vector(each) == (self.kind == VECTORS)
        ]
        if alike[0].urn != links.resource.urn:
            return None
        return HALF if self.standby_replicas == "DISABLED" else HALF * TWO


def is_vector(collection: Resource) -> bool:
    return collection.inputs.get("type") == VECTORS
