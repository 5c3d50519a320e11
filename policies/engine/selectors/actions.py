"""Access levels of IAM actions, and the actions that support resource-level permissions.

iam_actions.csv lists the actions of AWS's Service Authorization Reference; `python -m
tools.iam_actions` writes it. Actions without a resource type can be granted on "*" only; their
level is `unbounded`.
"""

import csv
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

PATH = Path(__file__).parents[2] / "data" / "iam_actions.csv"
LEVELS = ("permissions", "read", "tagging", "write")


@cache
def bounded_actions() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return access level → service → actions with resource-level permissions."""
    found: dict[str, dict[str, tuple[str, ...]]] = {level: {} for level in LEVELS}
    with PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["access_level"] in found:
                found[row["access_level"]][row["service"]] = tuple(row["actions"].split())
    return found


@cache
def all_actions() -> dict[str, tuple[str, ...]]:
    """Return service → its actions, in lower case."""
    found: dict[str, tuple[str, ...]] = {}
    with PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = tuple(row["actions"].lower().split())
            found[row["service"]] = (*found.get(row["service"], ()), *names)
    return found


@cache
def is_action(pattern: str) -> bool:
    """Return whether a name or pattern, such as "s3:Get*", matches an action of AWS."""
    service, _, name = pattern.lower().partition(":")
    return pattern == "*" or any(
        any(fnmatchcase(action, name) for action in actions)
        for each, actions in all_actions().items()
        if fnmatchcase(each, service)
    )


@cache
def first_of(pattern: str, *levels: str) -> str | None:
    """Return the first action of these access levels that matches a pattern, "ec2:*"; or None."""
    if pattern == "*":
        return "*"
    return next(matching(pattern.lower(), levels), None)


def matching(pattern: str, levels: tuple[str, ...]) -> Iterator[str]:
    service, _, name = pattern.partition(":")
    for level in levels:
        for each, actions in bounded_actions()[level].items():
            if fnmatchcase(each, service):
                taken = (action for action in actions if fnmatchcase(action.lower(), name))
                yield from (f"{each}:{action}" for action in taken)


def first_but(patterns: tuple[str, ...], *levels: str) -> str | None:
    """Return the first action of these access levels that matches none of the patterns."""
    lower = [pattern.lower() for pattern in patterns]
    for action in matching("*:*", levels):
        if not any(fnmatchcase(action.lower(), pattern) for pattern in lower):
            return action
    return None
