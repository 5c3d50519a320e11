"""What tells where a function spends its time."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import FUNCTION
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=(FUNCTION,),
    concern="operations",
    severity="low",
    fix='tracing_config={"mode": "Active"}',
    same_intent_as=("CKV_AWS_50",),
    url="https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
)
def function_traced(function: Resource) -> Iterator[Finding]:
    """A function's calls are traced, those of what it calls as well."""
    yield from want(function, "tracingConfig.mode", "Active", "PassThrough")
