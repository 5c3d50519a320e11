"""Rules for Amazon QLDB."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid, require
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


@resource_rule(
    types=("aws:qldb/ledger:Ledger",),
    concern="security",
    severity="medium",
    title="QLDB ledger does not control access to tables and commands",
    risk="Every principal with access to the ledger can change all its tables.",
    fix='permissions_mode="STANDARD"',
    same_intent_as=("CKV_AWS_170",),
    aws_docs="https://docs.aws.amazon.com/qldb/latest/developerguide/getting-started-standard-mode.html",
)
def qldb_ledger_standard_permissions(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "permissionsMode", "STANDARD")


RULES: tuple[Rule, ...] = (
    qldb_ledger_deletion_protection,
    qldb_ledger_standard_permissions,
)
