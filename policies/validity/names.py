"""Limits of physical names, and the name that Pulumi derives.

Without a name, Pulumi appends a hyphen and seven random hexadecimal characters to the name of the
resource in the program:
https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
"""

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from costing.graph.resource import Resource
from policies.engine.logic import is_set
from policies.validity.tables import Constraint, constraints_of, text

SUFFIX = "-0123abc"
LOWER_CASE = {"aws:s3/bucket:Bucket"}


@cache
def rows() -> Mapping[str, Sequence[str]]:
    _, *found = csv.reader(text("names.csv").splitlines())
    return {row[0]: row for row in found}


def named_types() -> tuple[str, ...]:
    """Return the resource types whose physical names have a limit."""
    return tuple(rows())


@cache
def name_limit(kind: str) -> Constraint:
    """Return the limit of the physical name of a resource type.

    Its checks are those that the API's own constraints on the input do not contain.
    """
    _, name, longest, pattern, _ = rows()[kind]
    others = [each.checks for each in constraints_of(kind) if each.input == name]
    return Constraint(
        input=name,
        api=kind,
        checks=frozenset({"length", "pattern"}.difference(*others)),
        values=(),
        any_case=False,
        pattern=pattern,
        least=None,
        most=Decimal(longest),
    )


def generated_name(resource: Resource, name: str) -> str | None:
    """Return the physical name that Pulumi derives; None if it exists or has a given prefix."""
    if resource.id or is_set(resource, f"{name}Prefix"):
        return None
    made = f"{resource.name}{SUFFIX}"
    return made.lower() if resource.type in LOWER_CASE else made
