"""Amazon API Gateway: HTTP and WebSocket APIs.

https://aws.amazon.com/api-gateway/pricing/.
"""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.units import Unit

SERVICE = "AmazonApiGateway"
REQUEST_KB, MESSAGE_KB = Decimal(512), Decimal(32)  # a larger one counts as several


class ApiUsage(TransferUsage):
    monthly_requests: Quantity = None  # of an HTTP API
    request_size_kb: Quantity = None  # on average
    monthly_messages: Quantity = None  # of a WebSocket API
    message_size_kb: Quantity = None  # on average
    monthly_connection_mins: Quantity = None


class Api(PricedResource):
    """The requests to an HTTP API, or the messages and connections of a WebSocket API."""

    type = "aws:apigatewayv2/api:Api"
    usage = ApiUsage

    protocol_type: Literal["HTTP", "WEBSOCKET"]

    def meters(self, usage: ApiUsage, links: Links) -> Iterator[Metering]:
        yield from self.calls(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Requests", "Messages", "Connection duration")
    def calls(self, usage: ApiUsage) -> Iterator[Meter]:
        if self.protocol_type == "HTTP":
            yield Meter(
                "Requests",
                Sku(SERVICE, "ApiGatewayHttpRequest"),
                counted(usage.monthly_requests, usage.request_size_kb, REQUEST_KB),
                Unit.REQUESTS,
                usage="monthly_requests",
            )
        else:
            yield Meter(
                "Messages",
                Sku(SERVICE, "ApiGatewayMessage"),
                counted(usage.monthly_messages, usage.message_size_kb, MESSAGE_KB),
                Unit.MESSAGES,
                usage="monthly_messages",
            )
            yield Meter(
                "Connection duration",
                Sku(SERVICE, "ApiGatewayMinute"),
                usage.monthly_connection_mins,
                Unit.MINUTES,
                usage="monthly_connection_mins",
            )


def counted(count: Decimal | None, size: Decimal | None, chunk: Decimal) -> Decimal | None:
    """Return how many `count` requests of a size count as, each begun `chunk` as one."""
    if count is None or not size:
        return count
    return count * (size / chunk).to_integral_value(ROUND_CEILING)
