from decimal import Decimal
from typing import Any

from costing.graph.resource import Resource
from costing.resources.sns import SUBSCRIPTION, Subscription, Topic
from tests import graphs
from tests.costing.resources.case import Case

TOPIC = graphs.resource(Topic.type, "it")
DELIVERIES = {
    f"DeliveryAttempts-{kind}": None for kind in ("HTTP", "SMTP", "FIREHOSE", "APNS", "MACOS")
}
UNSTATED = {"Requests-Tier1": None, **DELIVERIES}


def subscription(name: str, protocol: str) -> Resource:
    inputs: dict[str, Any] = {"protocol": protocol, "topic": "arn"}
    references = graphs.refers("topic", TOPIC)
    return graphs.resource(SUBSCRIPTION, name, inputs, references=references)


FIFO = ("F-Request-Tier1", "F-Ingress-Tier1", "F-DA-SQS", "F-Egress-SQS")
SMS_PRICE = {"sms_subscriptions": 1, "sms_notification_price": "0.0075"}

CASES = [
    Case("a topic lists each way to deliver", Topic, {}, UNSTATED),
    Case(
        "each started 64 KB is a request, and a delivery to each subscription",
        Topic,
        {},
        {**UNSTATED, "Requests-Tier1": 2_000_000, "DeliveryAttempts-HTTP": 6_000_000},
        usage={"monthly_requests": "1e6", "request_size_kb": 65, "http_subscriptions": 3},
    ),
    Case(
        "the stack's own subscriptions count where no number is stated",
        Topic,
        {},
        {"Requests-Tier1": 1000, "DeliveryAttempts-SMTP": 2000, "DeliveryAttempts-HTTP": 3000},
        usage={"monthly_requests": 1000, "http_subscriptions": 3},
        around=[
            subscription("a", "email"),
            subscription("b", "email-json"),
            subscription("c", "sqs"),
        ],
    ),
    Case(
        "a FIFO topic is charged by messages and bytes, in and out",
        Topic,
        {"fifoTopic": True},
        dict(zip(FIFO, [1_048_576, 16, 2_097_152, 32], strict=True)),
        usage={"monthly_requests": 1_048_576, "request_size_kb": 16},
        around=[subscription("a", "sqs"), subscription("b", "sqs")],
    ),
    Case("whose usage may be open", Topic, {"fifoTopic": True}, dict.fromkeys(FIFO)),
    Case(
        "a subscription of a topic elsewhere has deliveries of its own",
        Subscription,
        {"protocol": "https", "topic": "arn:aws:sns:us-east-1:123456789012:elsewhere"},
        {"DeliveryAttempts-HTTP": 2_000_000},
        usage={"monthly_requests": "1e6", "request_size_kb": 128},
    ),
    Case(
        "filters of the payload are charged by what they match and reject",
        Subscription,
        {"protocol": "sqs", "topic": "arn", "filterPolicyScope": "MessageBody"},
        {"PL-Filter-Matched": 3, "PL-Filtered-Out": None},
        usage={"monthly_matched_gb": 3},
    ),
    Case(
        "deliveries to queues are free",
        Subscription,
        {"protocol": "sqs", "topic": "arn"},
        {},
    ),
    Case(
        "the topic of the stack counts them",
        Subscription,
        {"protocol": "email", "topic": "arn"},
        {},
        around=[TOPIC],
        more={"references": graphs.refers("topic", TOPIC)},
    ),
]


def test_price_of_an_sms_is_a_usage_key() -> None:
    usage = {"monthly_requests": 100, **SMS_PRICE}

    *_, sms = Case("an SMS topic", Topic, {}, {}, usage=usage).meters()

    assert sms.quantity == Decimal(100)
    assert sms.usage_unit_price == Decimal("0.0075")
