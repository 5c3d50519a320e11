"""Rules for AWS Step Functions."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:sfn/stateMachine:StateMachine",),
    concern="operations",
    severity="low",
    title="Step Functions state machine has no logging",
    risk="Inputs and errors of failed steps cannot be inspected.",
    fix='logging_configuration={"level": "ERROR", "include_execution_data": True, ...}',
    same_intent_as=("CKV_AWS_285",),
    aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
)
def sfn_state_machine_logging(instance: Resource) -> Iterator[Finding]:
    yield from require(instance, "loggingConfiguration.includeExecutionData", True)


RULES: tuple[Rule, ...] = (sfn_state_machine_logging,)
