"""Rules for Amazon QLDB."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:qldb/ledger:Ledger",),
    concern="availability",
    severity="medium",
    title="QLDB ledger has no deletion protection",
    risk="One API call or changed program deletes the ledger.",
    fix="deletion_protection=True",
    same_intent_as=("CKV_AWS_172",),
    aws_docs="https://docs.aws.amazon.com/qldb/latest/developerguide/ledger-management.basics.html",
    production=True,
)
def qldb_ledger_deletion_protection(ledger: Resource) -> Iterator[Finding]:
    yield from forbid(ledger, "deletionProtection", False, expected=True)


RULES: tuple[Rule, ...] = (qldb_ledger_deletion_protection,)
