"""Mistakes in YAML files that Plimsoll reads: stack files, usage files, plimsoll.yaml, plans."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from costing.errors import CostingError
from costing.files import yaml_file
from plimsoll.language_server.values import Analysis, Problem, failure

Kind = Literal["stack", "usage", "projects", "workload"]
STACK_FILE = re.compile(r"Pulumi\.[^.]+\.ya?ml")


def kind_of(path: Path, found: Analysis | None) -> Kind | None:
    """Return what Plimsoll reads a file as; None for any other file."""
    if STACK_FILE.fullmatch(path.name):
        return "stack"
    if path.name in {"plimsoll.yaml", "plimsoll.yml"}:
        return "projects"
    if path.suffix not in {".yaml", ".yml"}:
        return None
    if (found and found.usage == path) or path.stem == "usage" or path.parent.name == "usage":
        return "usage"
    return "workload" if path.stem == "workload" else None


def mistakes(path: Path, text: str) -> list[Problem]:
    """Return the first mistake of a file as it is in the editor; an empty list if it is valid."""
    try:
        yaml_file.parsed(text, path.name)
    except CostingError as error:
        return [failure(str(error), path.parent, "yaml")]
    return []


def mistakes_of_saved(kind: Kind, path: Path) -> list[Problem]:
    """Return the mistakes of a file on the disk against its format.

    A stack file is checked with the project, and its mistakes are the project's.
    """
    try:
        READERS[kind](path)
    except CostingError as error:
        return [failure(str(error), path.parent, kind)]
    return []


def read_usage(path: Path) -> object:
    from costing.usage.file import read

    return read(path)


def read_projects(path: Path) -> object:
    from plimsoll.projects.file import read

    return read(path)


def read_workload(path: Path) -> object:
    from costing.plan.workload_file import read

    return read(path)


READERS: Mapping[Kind, Callable[[Path], object]] = {
    "stack": yaml_file.read,
    "usage": read_usage,
    "projects": read_projects,
    "workload": read_workload,
}
