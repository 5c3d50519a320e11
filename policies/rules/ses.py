"""Rules for Amazon SES."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "ses-configuration-set-tls-required",
        must_be("deliveryOptions.tlsPolicy", "Require"),
        types=("aws:ses/configurationSet:ConfigurationSet",),
        concern="security",
        severity="medium",
        title="SES configuration set does not require TLS",
        risk="Mail is delivered in plain text to servers without TLS.",
        fix='delivery_options={"tls_policy": "Require"}',
        same_intent_as=("CKV_AWS_365",),
        aws_docs="https://docs.aws.amazon.com/ses/latest/dg/security-protocols.html",
    ),
    input_rule(
        "ses-v2-configuration-set-tls-required",
        must_be("deliveryOptions.tlsPolicy", "REQUIRE"),
        types=("aws:sesv2/configurationSet:ConfigurationSet",),
        concern="security",
        severity="medium",
        title="SES configuration set sends mail without TLS",
        risk="Mail can be read in transit.",
        fix='delivery_options={"tls_policy": "REQUIRE"}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ses-controls.html",
    ),
    input_rule(
        "ses-receipt-rule-tls-required",
        must_be("tlsPolicy", "Require"),
        types=("aws:ses/receiptRule:ReceiptRule",),
        concern="security",
        severity="low",
        title="SES receipt rule accepts mail without TLS",
        risk="Mail can be read in transit.",
        fix='tls_policy="Require"',
        aws_docs="https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html",
        production=True,
    ),
)
