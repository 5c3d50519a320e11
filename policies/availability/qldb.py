"""What keeps a ledger from being deleted."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import refuse
from policies.rule import resource_rule


@resource_rule(
    types=("aws:qldb/ledger:Ledger",),
    concern="availability",
    severity="medium",
    fix="deletion_protection=True",
    same_intent_as=("CKV_AWS_172",),
    url="https://docs.aws.amazon.com/qldb/latest/developerguide/ledger-management.basics.html",
    production=True,
)
def ledger_deletion_protected(ledger: Resource) -> Iterator[Finding]:
    """AWS refuses to delete a ledger until its protection is taken off on purpose."""
    yield from refuse(ledger, "deletionProtection", False, wanted=True)
