"""What keeps mail from being read on its way."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=("aws:ses/configurationSet:ConfigurationSet",),
    concern="security",
    severity="medium",
    fix='delivery_options={"tls_policy": "Require"}',
    same_intent_as=("CKV_AWS_365",),
    url="https://docs.aws.amazon.com/ses/latest/dg/security-protocols.html",
)
def mail_over_tls(configuration: Resource) -> Iterator[Finding]:
    """Mail is handed over encrypted, or not at all."""
    yield from want(configuration, "deliveryOptions.tlsPolicy", "Require")
