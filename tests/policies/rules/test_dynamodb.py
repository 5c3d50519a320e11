"""Rules for Amazon DynamoDB."""

from costing.model import UNKNOWN
from policies.engine.selectors.backups import SELECTION
from policies.engine.selectors.tokens import TABLE
from tests.policies.row import Row, declare, of_input

ORDERS = declare(TABLE, "orders")
OF_ORDERS = {"resources": [ORDERS]}
ROWS = [
    Row(
        "dynamodb-table-backup-plan",
        None,
        [ORDERS, declare(SELECTION, "it", {"resources": [ORDERS]})],
    ),
    Row("dynamodb-table-backup-plan", "violation", [ORDERS]),
    Row(
        "dynamodb-table-backup-plan",
        "unknown",
        [ORDERS, declare(SELECTION, "it", {"resources": UNKNOWN})],
    ),
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
