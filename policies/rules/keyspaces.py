"""Rules for Amazon Keyspaces."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "keyspaces-table-point-in-time-recovery",
        must_be("pointInTimeRecovery.status", "ENABLED"),
        types=("aws:keyspaces/table:Table",),
        concern="availability",
        severity="medium",
        title="Keyspaces table of the AWS account has no point-in-time recovery",
        risk="An erroneous write or delete cannot be undone.",
        fix='point_in_time_recovery={"status": "ENABLED"}',
        aws_docs="https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html",
        production=True,
    ),
)
