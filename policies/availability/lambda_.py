"""What keeps a function able to run when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import FUNCTION
from policies.reading.values import found, not_, stated
from policies.reading.zones import zones_of
from policies.rule import stack_rule


@stack_rule(
    types=(FUNCTION,),
    concern="availability",
    severity="medium",
    fix='vpc_config={"subnet_ids": [a.id, b.id], ...} of two zones or more',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    production=True,
)
def function_in_two_zones(function: Resource, stack: Stack) -> Iterator[Finding]:
    """A function in a VPC has subnets of two zones: with one it stops when that zone does."""
    path = "vpcConfig.subnetIds"
    if stated(function, "vpcConfig"):
        reached = zones_of(stack, function, path)
        yield from found(not_(reached.at_least(2)), function, path, "two zones")
