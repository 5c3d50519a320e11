"""Rules for Amazon DynamoDB."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "dynamodb-table-replica-customer-managed-key",
        "kmsKeyArn",
        passes=["arn:aws:kms:us-east-1:123456789012:key/1"],
        fails=[None],
    ),
    *of_input(
        "dynamodb-replica-point-in-time-recovery",
        "pointInTimeRecovery",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "dynamodb-table-deletion-protection",
        "deletionProtectionEnabled",
        passes=[True],
        fails=[None],
    ),
]
