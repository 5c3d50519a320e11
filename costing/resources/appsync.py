"""AWS AppSync. https://aws.amazon.com/appsync/pricing/."""

from collections.abc import Iterator

from pydantic import Field
from typing_extensions import override

from costing.errors import NotPriced
from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSAppSync"
QUERIED = (
    Line("monthly_requests", "Queries and mutations", "GraphQLInvocation", Unit.REQUESTS),
    Line("monthly_updates", "Real-time updates", "GraphQLNotification", Unit.REQUESTS),
    Line("monthly_connection_mins", "Connections", "ConnectionDuration", Unit.MINUTES),
)
MOVED = (
    Line("monthly_operations", "Event operations", "EventOperations", Unit.OPERATIONS),
    Line("monthly_connection_mins", "Connections", "EventConnectionDuration", Unit.MINUTES),
)
MEMORY_GIB = {  # of the current sizes; older ones are named by their instance
    "SMALL": "1.55",
    "MEDIUM": "3.22",
    "LARGE": "12.3",
    "XLARGE": "25.05",
    "LARGE_2X": "50.47",
    "LARGE_4X": "101.38",
    "LARGE_8X": "203.26",
    "LARGE_12X": "317.77",
}


class GraphQLApi(StatedResource):
    """Queries, updates to subscribers, and the minutes that these stay connected."""

    type = "aws:appsync/graphQLApi:GraphQLApi"
    usage = usage_of("GraphQLApiUsage", QUERIED)
    service = SERVICE
    lines = QUERIED


class Api(StatedResource):
    """Operations of an event API, and the minutes that clients stay connected."""

    type = "aws:appsync/api:Api"
    usage = usage_of("EventApiUsage", MOVED)
    service = SERVICE
    lines = MOVED


class ApiCache(PricedResource):
    """A cache by the hour, by its memory."""

    type = "aws:appsync/apiCache:ApiCache"

    size: str = Field(alias="type")

    @override
    @charges("Cache")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        if self.size not in MEMORY_GIB:
            raise NotPriced(f"no price of a cache of type {self.size} is known", "type")
        sku = Sku(SERVICE, f"CacheUsage:{MEMORY_GIB[self.size]}GB")
        yield Meter(f"Cache ({self.size})", sku, HOURS_PER_MONTH, Unit.HOURS)
