"""Rules for Amazon QLDB."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "qldb-ledger-deletion-protection",
        must_not_be("deletionProtection", False, expected=True),
        types=("aws:qldb/ledger:Ledger",),
        concern="availability",
        severity="medium",
        title="QLDB ledger has no deletion protection",
        risk="One API call or changed program deletes the ledger.",
        fix="deletion_protection=True",
        same_intent_as=("CKV_AWS_172",),
        aws_docs="https://docs.aws.amazon.com/qldb/latest/developerguide/ledger-management.basics.html",
        production=True,
    ),
    input_rule(
        "qldb-ledger-standard-permissions",
        must_be("permissionsMode", "STANDARD"),
        types=("aws:qldb/ledger:Ledger",),
        concern="security",
        severity="medium",
        title="QLDB ledger does not control access to tables and commands",
        risk="Every principal with access to the ledger can change all its tables.",
        fix='permissions_mode="STANDARD"',
        same_intent_as=("CKV_AWS_170",),
        aws_docs="https://docs.aws.amazon.com/qldb/latest/developerguide/getting-started-standard-mode.html",
    ),
)
