"""What keeps a message broker up when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule

IN_ZONES = ("ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")


@resource_rule(
    types=("aws:mq/broker:Broker",),
    concern="availability",
    severity="high",
    fix='deployment_mode="ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ" for RabbitMQ',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html",
    production=True,
)
def broker_in_two_zones(broker: Resource) -> Iterator[Finding]:
    """A broker has a second one in another zone that takes over."""
    yield from want(broker, "deploymentMode", *IN_ZONES, default="SINGLE_INSTANCE")
