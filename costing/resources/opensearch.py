"""Amazon OpenSearch Service. https://aws.amazon.com/opensearch-service/pricing/."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pydantic import Field
from typing_extensions import override

from costing.aws.engine_versions import Version, surcharged
from costing.graph.resource import Resource
from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.search_domains import SERVICE, SearchDomain
from costing.resources._shared.usage_meters import Line, metered
from costing.units import HOURS_PER_MONTH, Unit

STORAGE = Line("storage_gb", "Storage", "StorageUsedInS3ByteHour")
VECTORS = "VECTORSEARCH"
HALF, TWO = Decimal("0.5"), Decimal(2)


class Domain(SearchDomain):
    """Data nodes with their volumes, dedicated master, coordinator and warm nodes."""

    type = "aws:opensearch/domain:Domain"
    default_type = "m4.large.search"

    engine_version: object = None  # "OpenSearch_2.5", "Elasticsearch_7.4", or UNKNOWN

    @override
    def charged_version(self, on: date) -> Version | None:
        given = self.engine_version
        engine, _, number = str(given).partition("_") if isinstance(given, str) else ("", "", "")
        if engine.lower() == "elasticsearch":
            return surcharged("elasticsearch", number, on)
        return surcharged("opensearch", number or given, on)


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

    def meters(self, usage: CollectionUsage, links: Links) -> Iterator[Metering]:
        yield from self.indexing(usage, links)
        yield from self.searching(usage, links)
        yield from metered(SERVICE, [STORAGE], usage)

    @charges("Indexing")
    def indexing(self, usage: CollectionUsage, links: Links) -> Iterator[Meter]:
        yield self.compute("Indexing", "IndexingOCU", usage.indexing_ocu, "indexing_ocu", links)

    @charges("Search and query")
    def searching(self, usage: CollectionUsage, links: Links) -> Iterator[Meter]:
        yield self.compute("Search and query", "SearchOCU", usage.search_ocu, "search_ocu", links)

    def compute(self, name: str, usage_type: str, units: Quantity, key: str, links: Links) -> Meter:
        least = self.least(links) if units is None else None
        held = least if units is None else units
        return Meter(
            name,
            Sku(SERVICE, usage_type),
            None if held is None else held * HOURS_PER_MONTH,
            Unit.OCU_HOURS,
            usage=key,
            assumed="the least that is charged" if least else None,
        )

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
