"""Decisions of a stored plan, as values to compare a stack with."""

from pathlib import Path

from costing.errors import FileError
from costing.files import json_file


def read(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the values of a plan's JSON by fleet and setting, `serving.min_size`: ("6",).

    Raise FileError.
    """
    content = json_file.read(path)
    try:
        planned = [*content["services"], *content["jobs"]]
        return {
            f"{each['settings'] or each['name']}.{one['setting']}": texts(one["value"])
            for each in planned
            for one in each["decisions"]
        }
    except (KeyError, TypeError) as error:
        raise FileError(
            f"{path}: no decisions of a plan; use a file of: plimsoll plan --format json"
        ) from error


def texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
