"""What keeps traffic to a load balancer from being read."""

import re
from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.listeners import serves_plain_http
from policies.reading.stack import Stack
from policies.reading.tokens import LISTENERS
from policies.reading.values import all_of, any_of, found, is_open, one_of, read
from policies.rule import stack_rule

# A policy's name says the oldest TLS it speaks: TLS13-1-2-… speaks 1.2 and 1.3.
MODERN = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)\b")
DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"


@stack_rule(
    types=LISTENERS,
    concern="security",
    severity="high",
    fix='protocol="HTTPS" with a certificate, or default_actions that redirect to HTTPS',
    same_intent_as=("CKV_AWS_2",),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
)
def listener_https_or_redirect(listener: Resource, stack: Stack) -> Iterator[Finding]:
    """A listener serves over TLS; one on plain HTTP does nothing but send clients there."""
    yield from found(serves_plain_http(listener, stack), listener, "protocol", "HTTPS")


@stack_rule(
    types=LISTENERS,
    concern="security",
    severity="medium",
    fix='ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06"',
    same_intent_as=("CKV_AWS_103",),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
)
def listener_tls_1_2(listener: Resource, stack: Stack) -> Iterator[Finding]:
    """A listener speaks no TLS older than 1.2, which browsers and auditors refuse."""
    plain = serves_plain_http(listener, stack)
    if plain is True:
        yield from found(plain, listener, "protocol", "HTTPS with TLS 1.2")
        return
    policy = read(listener, "sslPolicy", DEFAULT_POLICY)
    old = UNKNOWN if is_open(policy) else not MODERN.match(str(policy))
    secure = one_of(read(listener, "protocol"), ("HTTPS", "TLS"))
    broken = any_of([plain, all_of([secure, old])])
    yield from found(broken, listener, "sslPolicy", "a policy of TLS 1.2 or newer")
