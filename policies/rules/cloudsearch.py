"""Rules for Amazon CloudSearch."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "cloudsearch-domain-https-only",
        must_be("endpointOptions.enforceHttps", True),
        types=("aws:cloudsearch/domain:Domain",),
        concern="security",
        severity="medium",
        title="CloudSearch domain accepts plain HTTP",
        risk="Search requests and documents can be read in transit.",
        fix='endpoint_options={"enforce_https": True}',
        same_intent_as=("CKV_AWS_220",),
        aws_docs="https://docs.aws.amazon.com/cloudsearch/latest/developerguide/configuring-domain-endpoint-options.html",
    ),
    input_rule(
        "cloudsearch-domain-minimum-tls-1-2",
        must_be("endpointOptions.tlsSecurityPolicy", "Policy-Min-TLS-1-2-2019-07"),
        types=("aws:cloudsearch/domain:Domain",),
        concern="security",
        severity="medium",
        title="CloudSearch domain accepts TLS versions before 1.2",
        risk="Old versions of TLS have known weaknesses.",
        fix='endpoint_options={"tls_security_policy": "Policy-Min-TLS-1-2-2019-07", ...}',
        same_intent_as=("CKV_AWS_218",),
        aws_docs="https://docs.aws.amazon.com/cloudsearch/latest/developerguide/configuring-domain-endpoint-options.html",
    ),
)
