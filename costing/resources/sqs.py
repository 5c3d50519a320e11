"""Amazon SQS. https://aws.amazon.com/sqs/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.resources._shared.requests import in_chunks
from costing.units import Unit

SERVICE = "AWSQueueService"
CHUNK_KB = 64


class QueueUsage(TransferUsage):
    monthly_requests: Quantity = None  # calls of the API: send, receive, delete
    request_size_kb: Quantity = None  # one chunk where not given


class Queue(PricedResource):
    """Requests, one for each started 64 KB, and data transfer."""

    type = "aws:sqs/queue:Queue"
    usage = QueueUsage

    fifo_queue: bool = False

    @override
    def meters(self, usage: QueueUsage, links: Links) -> Iterator[Metering]:
        yield from self.requests(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Requests")
    def requests(self, usage: QueueUsage) -> Iterator[Meter]:
        kind = "Requests-FIFO-Tier1" if self.fifo_queue else "Requests-Tier1"
        yield Meter(
            "Requests",
            Sku(SERVICE, kind),
            in_chunks(usage.monthly_requests, usage.request_size_kb, chunk_kb=CHUNK_KB),
            Unit.REQUESTS,
            usage="monthly_requests",
        )
