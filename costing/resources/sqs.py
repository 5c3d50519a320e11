"""Amazon SQS. https://aws.amazon.com/sqs/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import in_chunks
from costing.units import Unit

CHUNK_KB = 64


class QueueUsage(ResourceUsage):
    monthly_requests: Quantity = None  # calls of the API: send, receive, delete
    request_size_kb: Quantity = None  # one chunk where not given


class Queue(PricedResource):
    """Requests, one for each started 64 KB. Data transfer is not metered."""

    type = "aws:sqs/queue:Queue"
    usage = QueueUsage

    fifo_queue: bool = False

    @override
    @charges("Requests")
    def meters(self, usage: QueueUsage, links: Links) -> Iterator[Meter]:
        kind = "Requests-FIFO-Tier1" if self.fifo_queue else "Requests-Tier1"
        yield Meter(
            "Requests",
            Sku("AWSQueueService", kind),
            in_chunks(usage.monthly_requests, usage.request_size_kb, chunk_kb=CHUNK_KB),
            Unit.REQUESTS,
            usage="monthly_requests",
        )
