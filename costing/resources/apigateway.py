"""Amazon API Gateway: REST APIs. https://aws.amazon.com/api-gateway/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonApiGateway"


class RestApiUsage(TransferUsage):
    monthly_requests: Quantity = None


class RestApi(PricedResource):
    """The requests to an API."""

    type = "aws:apigateway/restApi:RestApi"
    usage = RestApiUsage

    def meters(self, usage: RestApiUsage, links: Links) -> Iterator[Meter]:
        yield Meter(
            "Requests",
            Sku(SERVICE, "ApiGatewayRequest"),
            usage.monthly_requests,
            Unit.REQUESTS,
            usage="monthly_requests",
        )
        yield from transfer(usage, SERVICE, links)


class Stage(PricedResource):
    """The cache of a stage; a stage without one is free."""

    type = "aws:apigateway/stage:Stage"

    cache_cluster_enabled: bool = False
    cache_cluster_size: str | None = None  # GB

    @override
    @charges("Cache memory")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        if not self.cache_cluster_enabled:
            return
        size = self.cache_cluster_size
        if size is None:
            raise missing("cacheClusterSize")
        sku = Sku(SERVICE, f"ApiGatewayCacheUsage:{size}GB")
        yield Meter(f"Cache memory ({size} GB)", sku, HOURS_PER_MONTH, Unit.HOURS)
