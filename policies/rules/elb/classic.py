"""Rules for Elastic Load Balancing: Classic Load Balancers."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, items, not_, one_of
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.sessions import is_given
from policies.rules._shared.input_rules import input_is, input_rule, must_be, must_not_be

STRONG_POLICY = "ELBSecurityPolicy-TLS-1-2-2017-01"
OLD_PROTOCOLS = ("Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1")


@resource_rule(
    types=("aws:elb/loadBalancer:LoadBalancer",),
    concern="security",
    severity="medium",
    title="ELB Classic Load Balancer listener has no certificate",
    risk="Requests can be read in transit.",
    fix='listeners=[{"ssl_certificate_id": certificate.arn, ...}]',
    same_intent_as=("CKV_AWS_127", "elb_ssl_listeners_use_acm_certificate"),
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-create-https-ssl-load-balancer.html",
)
def elb_classic_listener_certificate(resource: Resource) -> Iterator[Finding]:
    for path, listener in items(resource, "listeners"):
        own = is_given(at(listener, "sslCertificateId"))
        yield from found(not_(own), resource, f"{path}.sslCertificateId", "a certificate of ACM")


@resource_rule(
    types=("aws:elb/loadBalancer:LoadBalancer",),
    concern="security",
    severity="high",
    title="ELB Classic Load Balancer listener accepts plain text",
    risk="Requests and passwords can be read in transit.",
    fix='listeners=[{"lb_protocol": "HTTPS", "ssl_certificate_id": certificate.arn, ...}]',
    same_intent_as=("elb_ssl_listeners",),
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html",
)
def elb_classic_listener_encrypted(resource: Resource) -> Iterator[Finding]:
    for path, listener in items(resource, "listeners"):
        plain = one_of(lower(at(listener, "lbProtocol")), ("http", "tcp"))
        yield from found(plain, resource, f"{path}.lbProtocol", "HTTPS or SSL")


@resource_rule(
    types=("aws:elb/loadBalancer:LoadBalancer",),
    concern="security",
    severity="low",
    title="ELB Classic Load Balancer sends plain text to its instances",
    risk="Requests can be read inside the VPC.",
    fix='listeners=[{"instance_protocol": "HTTPS", "ssl_certificate_id": certificate.arn, ...}]',
    same_intent_as=("CKV_AWS_376",),
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html",
    production=True,
)
def elb_classic_encryption_to_instances(resource: Resource) -> Iterator[Finding]:
    for path, listener in items(resource, "listeners"):
        protocol = lower(at(listener, "instanceProtocol"))
        plain = one_of(protocol, ("http", "tcp"))
        certificate = is_given(at(listener, "sslCertificateId"))
        open_ = all_of([one_of(protocol, ("https", "ssl")), not_(certificate)])
        yield from found(
            any_of([plain, open_]),
            resource,
            f"{path}.instanceProtocol",
            "HTTPS or SSL, with a certificate",
        )


@resource_rule(
    types=("aws:elb/loadBalancerPolicy:LoadBalancerPolicy",),
    concern="security",
    severity="medium",
    title="ELB Classic Load Balancer policy accepts TLS versions before 1.2",
    risk="Old versions of TLS have known weaknesses.",
    fix=(
        'policy_attributes=[{"name": "Reference-Security-Policy", "value": '
        '"ELBSecurityPolicy-TLS-1-2-2017-01"}]'
    ),
    same_intent_as=("CKV_AWS_213", "elb_insecure_ssl_ciphers"),
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html",
)
def elb_classic_secure_protocols(resource: Resource) -> Iterator[Finding]:
    for path, attribute in items(resource, "policyAttributes"):
        name, value = at(attribute, "name"), at(attribute, "value")
        old = all_of([one_of(name, OLD_PROTOCOLS), one_of(lower(value), ("true",))])
        strong = one_of(value, (STRONG_POLICY, STRONG_POLICY.removeprefix("ELBSecurityPolicy-")))
        policy = all_of([equal(name, "Reference-Security-Policy"), not_(strong)])
        yield from found(any_of([old, policy]), resource, path, STRONG_POLICY)


def lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


RULES: tuple[Rule, ...] = (
    elb_classic_listener_certificate,
    elb_classic_listener_encrypted,
    elb_classic_encryption_to_instances,
    input_rule(
        "elb-classic-connection-draining",
        must_be("connectionDraining", True),
        types=("aws:elb/loadBalancer:LoadBalancer",),
        concern="availability",
        severity="low",
        title="ELB Classic Load Balancer drops connections of leaving instances",
        risk="Requests fail during deployments and scaling.",
        fix="connection_draining=True",
        same_intent_as=("elb_connection_draining_enabled",),
        aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html",
        production=True,
    ),
    elb_classic_secure_protocols,
    input_rule(
        "elb-target-group-health-check-encrypted",
        must_not_be(
            "healthCheck.protocol",
            "HTTP",
            "TCP",
            expected="HTTPS",
            when=input_is("protocol", "HTTPS", "TLS"),
        ),
        types=("aws:lb/targetGroup:TargetGroup",),
        concern="security",
        severity="low",
        title="ELB target group with encrypted traffic has plain health checks",
        risk="The target has to keep a plain text port open.",
        fix='health_check={"protocol": "HTTPS", ...}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        production=True,
    ),
)
