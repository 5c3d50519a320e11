"""Rules for Amazon SES."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:ses/configurationSet:ConfigurationSet",),
    concern="security",
    severity="medium",
    title="SES configuration set does not require TLS",
    risk="Mail is delivered in plain text to servers without TLS.",
    fix='delivery_options={"tls_policy": "Require"}',
    same_intent_as=("CKV_AWS_365",),
    aws_docs="https://docs.aws.amazon.com/ses/latest/dg/security-protocols.html",
)
def ses_configuration_set_tls_required(configuration: Resource) -> Iterator[Finding]:
    yield from require(configuration, "deliveryOptions.tlsPolicy", "Require")


@resource_rule(
    types=("aws:sesv2/configurationSet:ConfigurationSet",),
    concern="security",
    severity="medium",
    title="SES configuration set sends mail without TLS",
    risk="Mail can be read in transit.",
    fix='delivery_options={"tls_policy": "REQUIRE"}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ses-controls.html",
)
def ses_v2_configuration_set_tls_required(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "deliveryOptions.tlsPolicy", "REQUIRE")


@resource_rule(
    types=("aws:ses/receiptRule:ReceiptRule",),
    concern="security",
    severity="low",
    title="SES receipt rule accepts mail without TLS",
    risk="Mail can be read in transit.",
    fix='tls_policy="Require"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html",
    production=True,
)
def ses_receipt_rule_tls_required(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "tlsPolicy", "Require")


RULES: tuple[Rule, ...] = (
    ses_configuration_set_tls_required,
    ses_v2_configuration_set_tls_required,
    ses_receipt_rule_tls_required,
)
