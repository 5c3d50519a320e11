"""Rules for Amazon Keyspaces."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "keyspaces-table-point-in-time-recovery",
        "pointInTimeRecovery.status",
        passes=["ENABLED"],
        fails=["DISABLED", None],
    ),
]
