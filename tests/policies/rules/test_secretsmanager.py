"""Rules for AWS Secrets Manager."""

from tests.policies.row import of_input

ROWS = [
    *of_input("secretsmanager-recovery-window", "recoveryWindowInDays", passes=[None], fails=[0]),
    *of_input(
        "secretsmanager-policy-blocks-public",
        "blockPublicPolicy",
        passes=[True],
        fails=[False, None],
    ),
]
