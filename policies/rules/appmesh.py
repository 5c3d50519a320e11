"""Rules for AWS App Mesh."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, items, not_
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import (
    input_is_given,
    input_rule,
    must_be_given,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/app-mesh/latest/userguide"
NODE = "aws:appmesh/virtualNode:VirtualNode"
GATEWAY = "aws:appmesh/virtualGateway:VirtualGateway"
MESH = "aws:appmesh/mesh:Mesh"


@resource_rule(
    types=(NODE, GATEWAY),
    concern="security",
    severity="medium",
    title="AWS App Mesh listener accepts traffic without TLS",
    risk="Requests between services can be read and changed in transit.",
    fix='"tls": {"mode": "STRICT", "certificate": {...}} of each listener',
    same_intent_as=(),
    aws_docs=f"{GUIDE}/tls.html",
    production=True,
)
def appmesh_listener_tls_strict(resource: Resource) -> Iterator[Finding]:
    for path, listener in items(resource, "spec.listeners"):
        strict = equal(at(listener, "tls.mode"), "STRICT")
        yield from found(not_(strict), resource, f"{path}.tls.mode", "STRICT")


RULES: tuple[Rule, ...] = (
    appmesh_listener_tls_strict,
    input_rule(
        "appmesh-client-policy-enforces-tls",
        must_not_be("spec.backendDefaults.clientPolicy.tls.enforce", False, expected=True),
        types=(NODE, GATEWAY),
        concern="security",
        severity="medium",
        title="AWS App Mesh client policy does not enforce TLS",
        risk="A backend without TLS is called in plain text.",
        fix='"client_policy": {"tls": {"enforce": True, "validation": {...}}} of the defaults',
        aws_docs=f"{GUIDE}/tls.html",
        production=True,
    ),
    input_rule(
        "appmesh-mesh-drops-external-egress",
        must_not_be("spec.egressFilter.type", "ALLOW_ALL", expected="DROP_ALL"),
        types=(MESH,),
        concern="security",
        severity="medium",
        title="AWS App Mesh mesh lets its proxies send traffic out of the mesh",
        risk="A compromised service can send data to any address.",
        fix='spec={"egress_filter": {"type": "DROP_ALL"}}',
        aws_docs="https://docs.aws.amazon.com/app-mesh/latest/APIReference/API_EgressFilter.html",
    ),
    input_rule(
        "appmesh-access-logging",
        must_be_given("spec.logging.accessLog", "an access log", when=input_is_given("spec")),
        types=(NODE, GATEWAY),
        concern="operations",
        severity="low",
        title="AWS App Mesh virtual node or gateway has no access log",
        risk="Requests to the service cannot be traced after an incident.",
        fix='"logging": {"access_log": {"file": {"path": "/dev/stdout"}}} in the spec',
        aws_docs=f"{GUIDE}/envoy-logs.html",
        regulated=True,
    ),
)
