"""Rules for qldb."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.engine.finding import Finding
from policies.engine.logic import refuse
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:qldb/ledger:Ledger",),
    concern="availability",
    severity="medium",
    fix="deletion_protection=True",
    same_intent_as=("CKV_AWS_172",),
    url="https://docs.aws.amazon.com/qldb/latest/developerguide/ledger-management.basics.html",
    production=True,
)
def qldb_ledger_deletion_protection(ledger: Resource) -> Iterator[Finding]:
    """AWS refuses to delete a ledger until its protection is taken off on purpose."""
    yield from refuse(ledger, "deletionProtection", False, wanted=True)


RULES: tuple[Rule, ...] = (qldb_ledger_deletion_protection,)
