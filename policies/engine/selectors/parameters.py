"""Values in a database's parameter group."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import Truth, any_of, blocks, equal, is_set, is_unknown, one_of, read
from policies.engine.stack import Stack

TRUE = ("1", "on", "true")
DEFAULTS = "default."  # prefix of AWS's default groups, which cannot be changed


def setting(group: Resource, name: str) -> Any:  # noqa: ANN401 (JSON)
    """Return the value of a parameter in lower case; None where the group does not set it.

    UNKNOWN where a name or the value is unknown.
    """
    hidden = False
    for block in blocks(group, "parameters"):
        called = at(block, "name")
        if is_unknown(called):
            hidden = True
        elif str(called).lower() == name:
            value = at(block, "value")
            return UNKNOWN if is_unknown(value) else str(value).lower()
    return UNKNOWN if hidden else None


def group_settings(
    stack: Stack, database: Resource, path: str, kind: str, name: str
) -> Iterator[Any]:
    """Yield the value of a parameter in the database's parameter group, if it has one."""
    if not is_set(database, path):
        return
    group = stack.follow(database, path, kind)
    if isinstance(group, Resource):
        yield setting(group, name)
    elif not str(read(database, path)).startswith(DEFAULTS):
        yield UNKNOWN  # a group outside the stack


def is_on(value: object) -> Truth:
    return UNKNOWN if is_unknown(value) else one_of(value, TRUE)


def says(value: object, *options: str) -> Truth:
    return any_of(equal(value, option) for option in options)
