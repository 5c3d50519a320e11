"""Rules for Amazon SNS."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, given, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import TOPIC


@resource_rule(
    types=(TOPIC,),
    concern="security",
    severity="medium",
    title="SNS topic is not encrypted",
    risk="Stored messages can be read from the underlying storage.",
    fix="kms_master_key_id=key.id",
    same_intent_as=("CKV_AWS_26",),
    aws_docs="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
)
def sns_topic_encryption(topic: Resource) -> Iterator[Finding]:
    path = "kmsMasterKeyId"
    yield from found(not_(given(topic, path)), topic, path, "a KMS key")


RULES: tuple[Rule, ...] = (sns_topic_encryption,)
