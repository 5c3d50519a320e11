"""Rules for AWS X-Ray."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "xray-encryption-customer-managed-key",
        must_be("type", "KMS"),
        types=("aws:xray/encryptionConfig:EncryptionConfig",),
        concern="security",
        severity="low",
        title="AWS X-Ray does not encrypt traces with a customer managed key",
        risk="Access to traces, which can contain URLs and queries, cannot be restricted by a "
        "key policy.",
        fix='type="KMS", key_id=key.arn',
        aws_docs="https://docs.aws.amazon.com/xray/latest/devguide/xray-console-encryption.html",
        regulated=True,
    ),
)
