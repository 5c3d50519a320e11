"""Amazon SNS. https://aws.amazon.com/sns/pricing/.

Of a standard topic each started 64 KB is a request; deliveries are charged by protocol, those
to SQS and Lambda not at all. A FIFO topic is charged by messages and by their bytes.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import in_chunks, times
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit, divide

SERVICE = "AmazonSNS"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
CHUNK_KB = 64
KB_PER_GB = Decimal(1024 * 1024)

HTTP = ("HTTP/HTTPS notifications", "DeliveryAttempts-HTTP", Unit.NOTIFICATIONS)
EMAIL = ("Email/Email-JSON notifications", "DeliveryAttempts-SMTP", Unit.NOTIFICATIONS)
FIREHOSE = ("Kinesis Firehose notifications", "DeliveryAttempts-FIREHOSE", Unit.MESSAGES)
PUSH = ("Mobile Push notifications", "DeliveryAttempts-APNS", Unit.NOTIFICATIONS)
MACOS = ("MacOS notifications", "DeliveryAttempts-MACOS", Unit.NOTIFICATIONS)
SMS = ("SMS notifications", "DeliveryAttempts-SMS", Unit.NOTIFICATIONS)

BY_PROTOCOL = {
    "http": HTTP,
    "https": HTTP,
    "email": EMAIL,
    "email-json": EMAIL,
    "firehose": FIREHOSE,
    "application": PUSH,
    "sms": SMS,
}
BY_KEY = {
    "http_subscriptions": HTTP,
    "email_subscriptions": EMAIL,
    "kinesis_subscriptions": FIREHOSE,
    "mobile_push_subscriptions": PUSH,
    "macos_subscriptions": MACOS,
    "sms_subscriptions": SMS,
}

PUBLISHED = ("API requests", "FIFO", *dict.fromkeys(name for name, _, _ in BY_KEY.values()))


def sns(usage_type: str) -> Sku:
    return Sku(SERVICE, usage_type)


class TopicUsage(TransferUsage):
    monthly_requests: Quantity = None
    request_size_kb: Quantity = None  # one chunk where not given
    http_subscriptions: Quantity = None  # those of the stack where not given; so the others
    email_subscriptions: Quantity = None
    kinesis_subscriptions: Quantity = None
    mobile_push_subscriptions: Quantity = None
    macos_subscriptions: Quantity = None
    sms_subscriptions: Quantity = None
    sms_notification_price: Quantity = None  # USD, of the country they go to


class DeliveryUsage(ResourceUsage):
    monthly_requests: Quantity = None  # of this subscription alone; see also its topic's
    request_size_kb: Quantity = None


class Topic(PricedResource):
    """Messages published, and their delivery to the subscriptions of the stack or of the usage.

    Where the stack has subscriptions, ways to deliver that it does not use are not listed. An SMS
    has no list price here, as that is its country's: usage may give one.
    """

    type = "aws:sns/topic:Topic"
    usage = TopicUsage
    left_out = (LeftOut("Message archiving", "archivePolicy"),)

    fifo_topic: bool = False

    def meters(self, usage: TopicUsage, links: Links) -> Iterator[Metering]:
        yield from self.published(usage, links)
        yield from transfer(usage, SERVICE, links)

    @charges(*PUBLISHED)
    def published(self, usage: TopicUsage, links: Links) -> Iterator[Metering]:
        subscriptions = [
            links.read(Subscription, each) for each in links.referrers(SUBSCRIPTION, "topic")
        ]
        if self.fifo_topic:
            yield from fifo(usage, Decimal(len(subscriptions)))
            return
        chunks = in_chunks(usage.monthly_requests, usage.request_size_kb, chunk_kb=CHUNK_KB)
        yield Meter(
            "API requests",
            sns("Requests-Tier1"),
            chunks,
            Unit.REQUESTS,
            usage="monthly_requests",
        )
        yield from deliveries(usage, subscriptions, chunks)


@charges(*dict.fromkeys(name for name, _, _ in BY_KEY.values()))
def deliveries(
    usage: TopicUsage, subscriptions: "Sequence[Subscription]", chunks: Quantity
) -> Iterator[Meter]:
    for key, delivery in BY_KEY.items():
        found = [each for each in subscriptions if BY_PROTOCOL.get(each.protocol) == delivery]
        stated = getattr(usage, key)
        if not (stated or found) and (subscriptions or delivery is SMS):
            continue
        count = Decimal(len(found)) if stated is None and found else stated
        missing = key if count is None else "monthly_requests"
        price = usage.sms_notification_price if delivery is SMS else None
        yield delivered(delivery, times(chunks, count), missing, price)


def delivered(
    delivery: tuple[str, str, Unit], quantity: Quantity, key: str, price: Quantity = None
) -> Meter:
    name, usage_type, unit = delivery
    return Meter(name, sns(usage_type), quantity, unit, usage=key, usage_unit_price=price)


def fifo(usage: TopicUsage, subscriptions: Decimal) -> Iterator[Meter]:
    """Yield messages and bytes in, and out again once for each subscription of the stack."""
    messages = usage.monthly_requests
    kb = times(messages, usage.request_size_kb)
    gb = None if kb is None else divide(kb, KB_PER_GB)
    payload = "request_size_kb" if messages is not None else "monthly_requests"
    rows = (
        ("FIFO Publish API requests", "F-Request-Tier1", messages, Unit.REQUESTS),
        ("FIFO Publish API payload", "F-Ingress-Tier1", gb, Unit.GB),
        ("FIFO notifications", "F-DA-SQS", times(messages, subscriptions), Unit.MESSAGES),
        ("FIFO notification payload", "F-Egress-SQS", times(gb, subscriptions), Unit.GB),
    )
    for name, usage_type, quantity, unit in rows:
        key = payload if unit is Unit.GB else "monthly_requests"
        yield Meter(name, sns(usage_type), quantity, unit, usage=key)


FILTERED = (
    Line("monthly_matched_gb", "Payload filtering, matched", "PL-Filter-Matched", Unit.GB),
    Line("monthly_filtered_out_gb", "Payload filtering, filtered out", "PL-Filtered-Out", Unit.GB),
)


class Subscription(PricedResource):
    """Deliveries that usage gives for the subscription, none to SQS and Lambda; payload filters."""

    type = SUBSCRIPTION
    usage = usage_of("SubscriptionUsage", FILTERED, DeliveryUsage)

    protocol: str
    filter_policy_scope: str | None = None

    def meters(self, usage: DeliveryUsage, links: Links) -> Iterator[Metering]:
        yield from self.deliveries(usage, links)
        filtered = metered(SERVICE, FILTERED, usage)
        yield from only_if(lambda: self.filter_policy_scope == "MessageBody", *filtered)

    @charges(*dict.fromkeys(name for name, _, _ in BY_PROTOCOL.values()))
    def deliveries(self, usage: DeliveryUsage, links: Links) -> Iterator[Meter]:
        delivery = BY_PROTOCOL.get(self.protocol)
        if delivery is None:
            return
        if usage.monthly_requests is not None or links.follow("topic", Topic.type) is None:
            chunks = in_chunks(usage.monthly_requests, usage.request_size_kb, chunk_kb=CHUNK_KB)
            yield delivered(delivery, chunks, "monthly_requests")
