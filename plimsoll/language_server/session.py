"""Open projects of an editor: which files belong to which project, and their last results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from costing.errors import CallError
from plimsoll.language_server.values import Analysis, Request
from plimsoll.report.cost_table import usd

PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
Annotations = Literal["lenses", "hints", "none"]
ANNOTATIONS = ("lenses", "hints", "none")
MOST_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of the editor; the keys are those of `plimsoll` in its configuration."""

    stack: str | None = None
    profile: str | None = None
    python: str | None = None
    timeout: float | None = None  # seconds
    annotations: Annotations = "lenses"
    delay: float = 0.3  # seconds between a save and the preview


def options_of(given: object) -> Options:
    """Return the settings of an editor. Raise CallError for an unknown or invalid one."""
    if given is None:
        return Options()
    if not isinstance(given, Mapping):
        raise CallError("initializationOptions: not an object; pass the settings of plimsoll")
    if unknown := sorted(set(given) - set(Options.__dataclass_fields__)):
        known = ", ".join(Options.__dataclass_fields__)
        raise CallError(f"settings: unknown setting {unknown[0]}; known: {known}")
    values = {key: value for key, value in given.items() if value not in {None, ""}}
    for key in ("stack", "profile", "python"):
        if not isinstance(values.get(key, ""), str):
            raise CallError(f"settings: {key} is {values[key]!r}; write text")
    for key in ("timeout", "delay"):
        value = values.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise CallError(f"settings: {key} is {value!r}; write seconds")
        if not 0 <= value <= MOST_SECONDS:
            raise CallError(f"settings: {key} is {value}; write 0 to {MOST_SECONDS:.0f} seconds")
    if values.get("annotations", "lenses") not in ANNOTATIONS:
        raise CallError(f"settings: annotations is none of {', '.join(ANNOTATIONS)}")
    return Options(**values)


@dataclass(slots=True)
class Project:
    """State of one project. `analyzed`: lines of its files when the last good result began."""

    folder: Path
    result: Analysis | None = None  # the last whose program ran
    failed: Analysis | None = None  # the newest, if its program did not run
    running: bool = False
    analyzed: dict[str, list[str]] = field(default_factory=dict)
    published: set[Path] = field(default_factory=set)  # files with diagnostics

    @property
    def current(self) -> bool:
        return self.failed is None


def request_of(folder: Path, options: Options) -> Request:
    return Request(folder, options.stack, options.profile, options.python, options.timeout)


def project_of(path: Path, roots: Sequence[Path]) -> Path | None:
    """Return the folder of the nearest Pulumi.yaml above a file, inside the workspace's folders."""
    inside = [root for root in roots if path.is_relative_to(root)]
    for folder in path.parents:
        if not any(folder.is_relative_to(root) for root in inside):
            return None
        if any((folder / name).is_file() for name in PROJECT_FILES):
            return folder
    return None


def accepted(project: Project, found: Analysis) -> None:
    """Keep a result: a failure does not replace the last result of a program that ran."""
    if found.failed:
        project.failed = found
    else:
        project.result, project.failed = found, None


def shown(project: Project) -> Analysis | None:
    """Return the last good result with the problems of the newest failure."""
    if project.failed is None:
        return project.result
    if project.result is None:
        return project.failed
    return replace(project.result, problems=project.failed.problems)


def status(project: Project) -> dict[str, Any]:
    """Return the text of the status line with total, budget and state."""
    found, failed = project.result, project.failed
    state = "running" if project.running else "failed" if failed else "ready" if found else "idle"
    over = bool(found and found.budget is not None and found.high > found.budget)
    return {
        "project": str(project.folder),
        "state": state,
        "stack": found.stack if found else "",
        "text": text_of(found, failed),
        "monthlyCost": str(found.total) if found else None,
        "budget": str(found.budget) if found and found.budget is not None else None,
        "overBudget": over,
        "message": failed.problems[0].message if failed else "",
    }


def text_of(found: Analysis | None, failed: Analysis | None) -> str:
    if found is None:
        return "the program does not run" if failed else "not analyzed"
    parts = [f"{found.stack}: {usd(found.total)} a month"]
    if found.low != found.high:
        parts.append(f"{usd(found.low)} to {usd(found.high)}")
    if found.budget is not None:
        over = "over budget" if found.high > found.budget else "budget"
        parts.append(f"{over} {usd(found.budget)}")
    if found.gaps:
        parts.append(f"{found.gaps} not priced")
    if failed:
        parts.append("not current: the program does not run")
    return ", ".join(parts)
