"""Rules for Amazon Comprehend."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, given, not_
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=(
        "aws:comprehend/entityRecognizer:EntityRecognizer",
        "aws:comprehend/documentClassifier:DocumentClassifier",
    ),
    concern="security",
    severity="low",
    title="Comprehend model (AWS) is not encrypted with a customer managed key",
    risk="Access to the model cannot be restricted through a key policy.",
    fix="model_kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_267",),
    aws_docs="https://docs.aws.amazon.com/comprehend/latest/dg/kms-in-comprehend.html",
)
def comprehend_model_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    path = "modelKmsKeyId"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a customer managed key")


@resource_rule(
    types=(
        "aws:comprehend/entityRecognizer:EntityRecognizer",
        "aws:comprehend/documentClassifier:DocumentClassifier",
    ),
    concern="security",
    severity="low",
    title="Comprehend training volume (AWS) is not encrypted with a customer managed key",
    risk="Access to training data cannot be restricted through a key policy.",
    fix="volume_kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_268",),
    aws_docs="https://docs.aws.amazon.com/comprehend/latest/dg/kms-in-comprehend.html",
)
def comprehend_volume_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    path = "volumeKmsKeyId"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a customer managed key")


RULES: tuple[Rule, ...] = (
    comprehend_model_customer_managed_key,
    comprehend_volume_customer_managed_key,
)
