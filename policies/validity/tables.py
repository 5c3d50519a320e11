"""Constraints by resource type, read on first use of a type."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

PACKAGE = files("policies.validity")
Check = Literal["enum", "pattern", "length", "range", "items", "required"]
SEPARATOR = "|"  # of the values of an enum


@dataclass(frozen=True, slots=True)
class Constraint:
    """Constraint of an API on one input: values, pattern, and bounds."""

    input: str  # path, "rules[].priority"
    api: str  # "elbv2 CreateTargetGroup HealthCheckPath", as messages name it
    checks: frozenset[str]
    values: tuple[str, ...]  # of an enum
    any_case: bool  # whether the provider or AWS accepts the values in any case
    pattern: str
    least: Decimal | None
    most: Decimal | None


def text(name: str) -> str:
    return PACKAGE.joinpath(name).read_text(encoding="utf-8")


@cache
def lines_by_type() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    _, *lines = text("members.csv").splitlines()
    for line in lines:
        found[line.partition(",")[0]].append(line)
    return found


def types() -> tuple[str, ...]:
    """Return the resource types that have constraints."""
    return tuple(lines_by_type())


@cache
def limits() -> Mapping[str, str]:
    """Return the lines of constraints.csv by "service,operation,member"."""
    _, *lines = text("constraints.csv").splitlines()
    return {",".join(line.split(",", 3)[:3]): line for line in lines}


@cache
def constraints_of(kind: str) -> tuple[Constraint, ...]:
    """Return the constraints on the inputs of a resource type."""
    return tuple(made(row) for row in csv.reader(lines_by_type().get(kind, ())))


def made(row: Sequence[str]) -> Constraint:
    _, path, service, operation, member, checks, note = row
    [(*_, values, pattern, least, most, _)] = csv.reader(
        [limits()[f"{service},{operation},{member}"]]
    )
    return Constraint(
        input=path,
        api=f"{service} {operation} {member}",
        checks=frozenset(checks.split()),
        values=tuple(values.split(SEPARATOR)) if values else (),
        any_case=note == "any case",
        pattern=pattern,
        least=Decimal(least) if least else None,
        most=Decimal(most) if most else None,
    )


def checked(kind: str, check: Check) -> Iterator[Constraint]:
    """Yield the constraints of a resource type with this check."""
    return (each for each in constraints_of(kind) if check in each.checks)
