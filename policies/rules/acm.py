"""Rules for AWS Certificate Manager (ACM)."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import found, is_unknown, items
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_is, input_rule, must_not_be


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


RULES: tuple[Rule, ...] = (
    acm_certificate_no_wildcard_domain,
    input_rule(
        "acm-certificate-transparency-logging",
        must_not_be(
            "options.certificateTransparencyLoggingPreference", "DISABLED", expected="ENABLED"
        ),
        types=("aws:acm/certificate:Certificate",),
        concern="security",
        severity="low",
        title="ACM certificate is not in the transparency logs",
        risk="Browsers refuse the certificate, and forged ones are not noticed.",
        fix='options={"certificate_transparency_logging_preference": "ENABLED"}',
        same_intent_as=("CKV_AWS_234", "acm_certificates_transparency_logs_enabled"),
        aws_docs="https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html",
    ),
    input_rule(
        "acm-certificate-strong-key",
        must_not_be("keyAlgorithm", "RSA_1024", expected="RSA_2048 or an elliptic curve"),
        types=("aws:acm/certificate:Certificate",),
        concern="security",
        severity="high",
        title="ACM certificate has an RSA key of 1,024 bits",
        risk="The key can be computed from the certificate.",
        fix='key_algorithm="EC_prime256v1"',
        same_intent_as=("acm_certificates_with_secure_key_algorithms",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html",
    ),
    input_rule(
        "acmpca-root-authority-disabled",
        must_not_be("enabled", True, expected=False, when=input_is("type", "ROOT")),
        types=("aws:acmpca/certificateAuthority:CertificateAuthority",),
        concern="security",
        severity="low",
        title="Private root certificate authority (ACM PCA) is enabled",
        risk="Certificates can be issued by the root, which cannot be revoked.",
        fix="enabled=False once the subordinate authorities have certificates",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/pca-controls.html",
        regulated=True,
    ),
)
