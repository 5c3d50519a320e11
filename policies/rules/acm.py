"""Rules for AWS Certificate Manager (ACM)."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import found, is_unknown, items
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:acm/certificate:Certificate",),
    concern="security",
    severity="low",
    title="ACM certificate covers a wildcard domain",
    risk="A stolen private key impersonates every subdomain, including those added later.",
    fix=(
        'domain_name and subject_alternative_names: list each host name instead of "*.example.com"'
    ),
    same_intent_as=("CKV2_AWS_71",),
    aws_docs="https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html",
)
def acm_certificate_no_wildcard_domain(certificate: Resource) -> Iterator[Finding]:
    for key in ("domainName", "subjectAlternativeNames"):
        for path, name in items(certificate, key):
            wild = UNKNOWN if is_unknown(name) else "*" in str(name)
            yield from found(wild, certificate, path, "a host name")


RULES: tuple[Rule, ...] = (acm_certificate_no_wildcard_domain,)
