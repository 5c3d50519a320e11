"""What keeps notifications from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import TOPIC
from policies.reading.values import found, given, not_
from policies.rule import resource_rule


@resource_rule(
    types=(TOPIC,),
    concern="security",
    severity="medium",
    fix="kms_master_key_id=key.id",
    same_intent_as=("CKV_AWS_26",),
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
)
def topic_encrypted(topic: Resource) -> Iterator[Finding]:
    """Messages are encrypted while a topic holds them."""
    path = "kmsMasterKeyId"
    yield from found(not_(given(topic, path)), topic, path, "a key")
