"""Rules for AWS Step Functions."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_secret


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


@resource_rule(
    types=("aws:sfn/stateMachine:StateMachine",),
    concern="operations",
    severity="low",
    title="Step Functions state machine has no X-Ray tracing",
    risk="Slow and failing steps cannot be followed through the services that they call.",
    fix='tracing_configuration={"enabled": True}',
    same_intent_as=("CKV_AWS_284",),
    aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html",
    production=True,
)
def sfn_state_machine_tracing(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "tracingConfiguration.enabled", True)


@resource_rule(
    types=("aws:sfn/stateMachine:StateMachine", "aws:sfn/activity:Activity"),
    concern="security",
    severity="low",
    title="Step Functions state machine is not encrypted with a customer managed key",
    risk="Access to the data of executions cannot be restricted through a key policy.",
    fix='encryption_configuration={"type": "CUSTOMER_MANAGED_KMS_KEY", "kms_key_id": key.arn}',
    same_intent_as=("stepfunctions_statemachine_encrypted_with_cmk",),
    aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html",
    regulated=True,
)
def sfn_state_machine_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "encryptionConfiguration.type", "CUSTOMER_MANAGED_KMS_KEY")


@resource_rule(
    types=("aws:sfn/stateMachine:StateMachine",),
    concern="security",
    severity="high",
    title="Step Functions definition contains a secret",
    risk="Everyone who may read the state machine can read the secret.",
    fix="read the secret in the task that needs it",
    same_intent_as=("stepfunctions_statemachine_no_secrets_in_definition",),
    aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/security-best-practices.html",
)
def sfn_state_machine_no_secrets(resource: Resource) -> Iterator[Finding]:
    path = "definition"
    yield from no_secret(resource, path)


RULES: tuple[Rule, ...] = (
    sfn_state_machine_logging,
    sfn_state_machine_tracing,
    sfn_state_machine_customer_managed_key,
    sfn_state_machine_no_secrets,
)
