"""Rules for Elastic Load Balancing: listeners."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.listeners import (
    APPLICATION,
    accepts_http,
    of_kind,
    serves_plain_http,
    to_https,
)
from policies.engine.selectors.tokens import CLASSIC_LOAD_BALANCER, LISTENER, LOAD_BALANCER
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
# The name of a policy has its minimum TLS version: TLS13-1-2-… allows 1.2 and 1.3.
# Policies with "Ext" in their name add ciphers without forward secrecy or in CBC mode.
MODERN = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)\b(?!-Ext[0-9]?-20)(?!-Ext)")
DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"


@stack_rule(
    types=(LISTENER, CLASSIC_LOAD_BALANCER),
    concern="security",
    severity="high",
    title="ELB listener serves plain HTTP",
    risk="Requests and responses can be read and changed in transit.",
    fix='protocol="HTTPS" with a certificate, or default_actions that redirect to HTTPS',
    same_intent_as=("CKV_AWS_2",),
    aws_docs=f"{GUIDE}/create-https-listener.html",
    subsumes=("elb-listener-minimum-tls-1-2",),
)
def elb_listener_https(listener: Resource, stack: Stack) -> Iterator[Finding]:
    if listener.type == CLASSIC_LOAD_BALANCER:
        for path, each in items(listener, "listeners"):
            plain = equal(lower(at(each, "lbProtocol")), "http")
            yield from found(plain, listener, f"{path}.lbProtocol", "HTTPS")
        return
    yield from found(serves_plain_http(listener, stack), listener, "protocol", "HTTPS")


def lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


@stack_rule(
    types=(LISTENER,),
    concern="security",
    severity="medium",
    title="ELB listener accepts TLS versions older than 1.2 or weak ciphers",
    risk="Old TLS versions and their ciphers have known attacks.",
    fix='ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06"',
    same_intent_as=("CKV_AWS_103", "CKV2_AWS_74"),
    aws_docs=f"{GUIDE}/describe-ssl-policies.html",
)
def elb_listener_minimum_tls_1_2(listener: Resource, stack: Stack) -> Iterator[Finding]:
    plain = serves_plain_http(listener, stack)
    if plain is True:
        yield from found(plain, listener, "protocol", "HTTPS with TLS 1.2")
        return
    policy = read(listener, "sslPolicy", DEFAULT_POLICY)
    old = UNKNOWN if is_unknown(policy) else not MODERN.match(str(policy))
    secure = one_of(read(listener, "protocol"), ("HTTPS", "TLS"))
    broken = any_of([plain, all_of([secure, old])])
    yield from found(broken, listener, "sslPolicy", "a security policy with TLS 1.2 or newer")


@stack_rule(
    types=(LOAD_BALANCER,),
    concern="security",
    severity="medium",
    title="ELB HTTP listener does not redirect to HTTPS",
    risk="Clients that use HTTP exchange data in plain text.",
    fix=(
        'lb.Listener(load_balancer_arn=balancer.arn, port=80, protocol="HTTP", '
        'default_actions=[{"type": "redirect", "redirect": {"protocol": "HTTPS", '
        '"port": "443", "status_code": "HTTP_301"}}])'
    ),
    same_intent_as=("CKV2_AWS_20",),
    aws_docs=f"{GUIDE}/load-balancer-listeners.html",
)
def elb_http_listener_redirects_to_https(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    listeners = stack.attached(balancer, "loadBalancerArn", LISTENER)
    plain = [(each, stays_on_http(each, stack)) for each in listeners.found]
    broken = any_of([*(stays for _, stays in plain), *(UNKNOWN for _ in listeners.unknown)])
    staying = ", ".join(each.name for each, stays in plain if stays is True)
    because = f"{staying} does not redirect to HTTPS on port 443"
    broken = all_of([of_kind(balancer, APPLICATION), broken])
    yield from found(broken, balancer, "", "a redirect", because=because)


def stays_on_http(listener: Resource, stack: Stack) -> Truth:
    sent = any_of(
        all_of([to_https(action), equal(at(action, "redirect.port"), "443")])
        for action in blocks(listener, "defaultActions")
    )
    return all_of([accepts_http(listener, stack), not_(sent)])


@stack_rule(
    types=(LOAD_BALANCER,),
    concern="cost",
    severity="low",
    title="ELB load balancer has no listener",
    risk="The load balancer is charged by the hour and serves nothing.",
    fix="add an lb.Listener for the load balancer, or delete it",
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    manual_fix=lambda _, __, ___: None,
)
def elb_load_balancer_has_listener(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    listeners = stack.attached(balancer, "loadBalancerArn", LISTENER)
    listens: Truth = bool(listeners.found)
    if not listens and listeners.unknown:
        listens = UNKNOWN
    because = f"the stack has no listener for {balancer.name}"
    yield from found(not_(listens), balancer, "", "a listener", because=because)


RULES: tuple[Rule, ...] = (
    elb_listener_https,
    elb_listener_minimum_tls_1_2,
    elb_http_listener_redirects_to_https,
    elb_load_balancer_has_listener,
)
