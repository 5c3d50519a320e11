"""Rules for AWS Step Functions."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "sfn-state-machine-tracing",
        "tracingConfiguration.enabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "sfn-state-machine-customer-managed-key",
        "encryptionConfiguration.type",
        passes=["CUSTOMER_MANAGED_KMS_KEY"],
        fails=["AWS_OWNED_KEY", None],
        kind="aws:sfn/stateMachine:StateMachine",
    ),
    *of_input(
        "sfn-state-machine-no-secrets",
        "definition",
        passes=[None, '{"States": {}}'],
        fails=['{"States": {"a": {"db_password": "correct-horse-battery"}}}'],
    ),
]
