"""What keeps what is searched for from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=("aws:cloudsearch/domain:Domain",),
    concern="security",
    severity="medium",
    fix='endpoint_options={"enforce_https": True}',
    same_intent_as=("CKV_AWS_220",),
    url="https://docs.aws.amazon.com/cloudsearch/latest/developerguide/configuring-domain-endpoint-options.html",
)
def cloudsearch_https_only(domain: Resource) -> Iterator[Finding]:
    """A domain answers over HTTPS only."""
    yield from want(domain, "endpointOptions.enforceHttps", True)
