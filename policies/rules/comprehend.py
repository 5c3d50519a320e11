"""Rules for Amazon Comprehend."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be_given

RULES: tuple[Rule, ...] = (
    input_rule(
        "comprehend-model-customer-managed-key",
        must_be_given("modelKmsKeyId", "a customer managed key"),
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
    ),
    input_rule(
        "comprehend-volume-customer-managed-key",
        must_be_given("volumeKmsKeyId", "a customer managed key"),
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
    ),
)
