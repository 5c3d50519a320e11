"""Limits of physical names, and the name that Pulumi derives.

Without a name, Pulumi appends a hyphen and seven random hexadecimal characters to the name of the
resource in the program:
https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
"""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from costing.graph.resource import Resource
from policies.engine.logic import is_set
from policies.validity.tables import Constraint, constraints_of, text

SUFFIX = "-0123abc"
LOWER_CASE = {"aws:s3/bucket:Bucket"}


@cache
def name_limits() -> Mapping[str, Constraint]:
    """Return the limits of the physical name by resource type."""
    return {row["type"]: limit(row) for row in csv.DictReader(text("names.csv").splitlines())}


def limit(row: Mapping[str, str]) -> Constraint:
    others = [each.checks for each in constraints_of(row["type"]) if each.input == row["input"]]
    return Constraint(
        input=row["input"],
        api=row["type"],
        checks=frozenset({"length", "pattern"}.difference(*others)),
        values=(),
        any_case=False,
        pattern=row["pattern"],
        least=None,
        most=Decimal(row["longest"]),
    )


def generated_name(resource: Resource, name: str) -> str | None:
    """Return the physical name that Pulumi derives; None if it exists or has a given prefix."""
    if resource.id or is_set(resource, f"{name}Prefix"):
        return None
    made = f"{resource.name}{SUFFIX}"
    return made.lower() if resource.type in LOWER_CASE else made
