"""What tells which step of an execution failed, and on what."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=("aws:sfn/stateMachine:StateMachine",),
    concern="operations",
    severity="low",
    fix='logging_configuration={"level": "ERROR", "include_execution_data": True, ...}',
    same_intent_as=("CKV_AWS_285",),
    url="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
)
def executions_logged(machine: Resource) -> Iterator[Finding]:
    """A state machine logs what its steps were given and what they answered."""
    yield from want(machine, "loggingConfiguration.includeExecutionData", True)
