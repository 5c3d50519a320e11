"""Rules for Amazon CloudSearch."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:cloudsearch/domain:Domain",),
    concern="security",
    severity="medium",
    title="CloudSearch domain accepts plain HTTP",
    risk="Search requests and documents can be read in transit.",
    fix='endpoint_options={"enforce_https": True}',
    same_intent_as=("CKV_AWS_220",),
    aws_docs="https://docs.aws.amazon.com/cloudsearch/latest/developerguide/configuring-domain-endpoint-options.html",
)
def cloudsearch_domain_https_only(domain: Resource) -> Iterator[Finding]:
    yield from require(domain, "endpointOptions.enforceHttps", True)


@resource_rule(
    types=("aws:cloudsearch/domain:Domain",),
    concern="security",
    severity="medium",
    title="CloudSearch domain accepts TLS versions before 1.2",
    risk="Old versions of TLS have known weaknesses.",
    fix='endpoint_options={"tls_security_policy": "Policy-Min-TLS-1-2-2019-07", ...}',
    same_intent_as=("CKV_AWS_218",),
    aws_docs="https://docs.aws.amazon.com/cloudsearch/latest/developerguide/configuring-domain-endpoint-options.html",
)
def cloudsearch_domain_minimum_tls_1_2(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "endpointOptions.tlsSecurityPolicy", "Policy-Min-TLS-1-2-2019-07")


RULES: tuple[Rule, ...] = (
    cloudsearch_domain_https_only,
    cloudsearch_domain_minimum_tls_1_2,
)
