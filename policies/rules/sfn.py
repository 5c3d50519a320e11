"""Rules for AWS Step Functions."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be, must_have_no_secret

RULES: tuple[Rule, ...] = (
    input_rule(
        "sfn-state-machine-logging",
        must_be("loggingConfiguration.includeExecutionData", True),
        types=("aws:sfn/stateMachine:StateMachine",),
        concern="operations",
        severity="low",
        title="Step Functions state machine has no logging",
        risk="Inputs and errors of failed steps cannot be inspected.",
        fix='logging_configuration={"level": "ERROR", "include_execution_data": True, ...}',
        same_intent_as=("CKV_AWS_285",),
        aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
    ),
    input_rule(
        "sfn-state-machine-tracing",
        must_be("tracingConfiguration.enabled", True),
        types=("aws:sfn/stateMachine:StateMachine",),
        concern="operations",
        severity="low",
        title="Step Functions state machine has no X-Ray tracing",
        risk="Slow and failing steps cannot be followed through the services that they call.",
        fix='tracing_configuration={"enabled": True}',
        same_intent_as=("CKV_AWS_284",),
        aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html",
        production=True,
    ),
    input_rule(
        "sfn-state-machine-customer-managed-key",
        must_be("encryptionConfiguration.type", "CUSTOMER_MANAGED_KMS_KEY"),
        types=("aws:sfn/stateMachine:StateMachine", "aws:sfn/activity:Activity"),
        concern="security",
        severity="low",
        title="Step Functions state machine is not encrypted with a customer managed key",
        risk="Access to the data of executions cannot be restricted through a key policy.",
        fix='encryption_configuration={"type": "CUSTOMER_MANAGED_KMS_KEY", "kms_key_id": key.arn}',
        same_intent_as=("stepfunctions_statemachine_encrypted_with_cmk",),
        aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html",
        regulated=True,
    ),
    input_rule(
        "sfn-state-machine-no-secrets",
        must_have_no_secret("definition"),
        types=("aws:sfn/stateMachine:StateMachine",),
        concern="security",
        severity="high",
        title="Step Functions definition contains a secret",
        risk="Everyone who may read the state machine can read the secret.",
        fix="read the secret in the task that needs it",
        same_intent_as=("stepfunctions_statemachine_no_secrets_in_definition",),
        aws_docs="https://docs.aws.amazon.com/step-functions/latest/dg/security-best-practices.html",
    ),
)
