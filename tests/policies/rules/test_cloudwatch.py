"""Rules for Amazon CloudWatch."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "cloudwatch-log-group-one-year", "retentionInDays", passes=[None, 365, 0], fails=[30]
    ),
]
