"""Plain HTTP on the listeners of a load balancer."""

from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import Truth, all_of, any_of, blocks, equal, is_unknown, not_, read
from policies.engine.selectors.tokens import LISTENER, LOAD_BALANCER
from policies.engine.stack import Stack

HTTP_PORT = 80
LISTENER_RULE = "aws:lb/listenerRule:ListenerRule"
APPLICATION = "application"


def serves_plain_http(listener: Resource, stack: Stack) -> Truth:
    rules = stack.attached(listener, "listenerArn", LISTENER_RULE)
    forwards = any_of(forwards_requests(each) for each in rules.found)
    return all_of([accepts_http(listener, stack), any_of([not_(redirects(listener)), forwards])])


def forwards_requests(rule: Resource) -> Truth:
    """Return whether a listener rule sends requests to targets."""
    return any_of(equal(at(action, "type"), "forward") for action in blocks(rule, "actions"))


def accepts_http(listener: Resource, stack: Stack) -> Truth:
    protocol = read(listener, "protocol")
    if protocol is None:  # HTTP is the default of an Application Load Balancer
        return not_(of_gateway(listener, stack))
    return equal(protocol, "HTTP")


def redirects(listener: Resource) -> Truth:
    """Return whether the listener redirects clients to HTTPS."""
    return any_of(map(to_https, blocks(listener, "defaultActions")))


def to_https(action: Any) -> Truth:  # noqa: ANN401 (JSON)
    https = equal(at(action, "redirect.protocol"), "HTTPS")
    return all_of([equal(at(action, "type"), "redirect"), https])


def of_gateway(listener: Resource, stack: Stack) -> Truth:
    """Return whether the listener belongs to a Gateway Load Balancer, which has no protocol."""
    arn = read(listener, "loadBalancerArn")
    balancer = stack.follow(listener, "loadBalancerArn", LOAD_BALANCER)
    if isinstance(balancer, Resource):
        return equal(read(balancer, "loadBalancerType", "application"), "gateway")
    return UNKNOWN if is_unknown(arn) else ":loadbalancer/gwy/" in str(arn)


def only_redirects(balancer: Resource, stack: Stack) -> Truth:
    """Return whether port 80 of a load balancer only redirects to HTTPS."""
    listeners = stack.attached(balancer, "loadBalancerArn", LISTENER)
    redirecting = any_of(
        all_of([equal(read(each, "port"), HTTP_PORT), accepts_http(each, stack), redirects(each)])
        for each in listeners.found
    )
    plain = any_of(serves_plain_http(each, stack) for each in listeners.found)
    if not listeners.unknown:
        return all_of([redirecting, not_(plain)])
    return False if plain is True else UNKNOWN


def of_kind(balancer: Resource, kind: str) -> Truth:
    """Return whether a load balancer is of a kind; a Classic one counts as an Application one."""
    return equal(read(balancer, "loadBalancerType", APPLICATION), kind)
