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


RULES: tuple[Rule, ...] = (ses_configuration_set_tls_required,)
