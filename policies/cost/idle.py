"""What is paid for and used by nobody."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import LISTENERS, LOAD_BALANCERS
from policies.reading.values import Truth, any_of, found, given, not_
from policies.rule import stack_rule

ADDRESS = "aws:ec2/eip:Eip"


@stack_rule(
    types=(ADDRESS,),
    concern="cost",
    severity="low",
    fix="delete the address, or attach it",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
    instead=lambda _, __, ___: None,
)
def address_in_use(address: Resource, stack: Stack) -> Iterator[Finding]:
    """An Elastic IP address, which is charged by the hour, is attached to something."""
    used: Truth = any_of(
        [
            given(address, "instance"),
            given(address, "networkInterface"),
            bool(stack.graph.referred.get(address.urn)),
        ]
    )
    because = f"nothing in the stack uses {address.name}"
    yield from found(not_(used), address, "", "something that uses it", because=because)


@stack_rule(
    types=LOAD_BALANCERS,
    concern="cost",
    severity="low",
    fix="delete the load balancer, or an lb.Listener for it",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    instead=lambda _, __, ___: None,
)
def balancer_has_listener(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    """A load balancer, which is charged by the hour, listens for something."""
    listeners = stack.attached(balancer, "loadBalancerArn", *LISTENERS)
    listens: Truth = bool(listeners.found)
    if not listens and listeners.open:
        listens = UNKNOWN
    because = f"no listener of {balancer.name} is in the stack"
    yield from found(not_(listens), balancer, "", "a listener", because=because)
