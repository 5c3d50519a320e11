"""What traffic between zones costs that Kafka's readers need not cause."""

import re
from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.values import found, is_open, not_, read
from policies.rule import resource_rule

NEAREST = re.compile(
    r"^\s*replica\.selector\.class\s*=\s*\S*RackAwareReplicaSelector", re.MULTILINE
)


@resource_rule(
    types=("aws:msk/configuration:Configuration",),
    concern="cost",
    severity="low",
    fix="replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector in "
    "server_properties, and client.rack at each reader",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html",
)
def kafka_read_in_own_zone(configuration: Resource) -> Iterator[Finding]:
    """Readers take messages from the replica in their zone: those from others are paid for."""
    text = read(configuration, "serverProperties", "")
    near = UNKNOWN if is_open(text) else bool(NEAREST.search(str(text)))
    yield from found(not_(near), configuration, "serverProperties", "the replica of one's own zone")
