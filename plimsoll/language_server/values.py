"""Values of an analysis: requests, costs and problems at lines. They are sent between processes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "information"]
PLACED = re.compile(r"(?P<file>[^\s:][^:\n]*?\.(?:py|ya?ml|json))(?::(?P<line>\d+))?(?::\d+)?: ")
PROJECT_FILE = "Pulumi.yaml"


@dataclass(frozen=True, slots=True)
class Request:
    """Project to analyze; `stack`, `profile` and `python` as the options of `plimsoll report`."""

    folder: Path
    stack: str | None = None
    profile: str | None = None
    python: str | None = None
    timeout_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    file: str  # from the project's folder
    line: int  # the first is 1


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A charge with its source; `cost` in USD a month, None without a quantity."""

    name: str
    quantity: str  # with unit; "?" for usage that is not set
    unit_price: str  # USD
    cost: Decimal | None
    sku: str
    as_of: str  # date of the price
    source: str  # title of the price's source
    usage: str | None = None  # usage key of the quantity
    assumed: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A resource, or a component with all that it contains. Costs in USD a month."""

    urn: str
    name: str
    type: str
    place: Place
    resources: int  # 1 for a resource
    cost: Decimal
    low: Decimal
    high: Decimal
    gaps: int = 0
    open: int = 0  # charges whose usage is not set
    is_component: bool = False
    charges: tuple[ChargeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding, a gap or a failure. `place` is None for one of the stack as a whole."""

    place: Place | None
    severity: Severity
    code: str  # id of the rule, "gap" or "program"
    message: str
    url: str = ""
    resource: str = ""  # name
    kind: str = ""  # type of the resource
    fix: str = ""  # text of the rule's fix
    called_at: Place | None = None  # line of the component that contains the resource


@dataclass(frozen=True, slots=True)
class Analysis:
    """Result of one run. `failed`: the program does not run, and `problems` has the reason."""

    folder: Path
    stack: str
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    total: Decimal = Decimal(0)  # USD a month
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    budget: Decimal | None = None
    gaps: int = 0
    usage: Path | None = None
    waivers: Path | None = None
    usage_types: Mapping[str, str] = field(default_factory=dict)  # resource with usage → type
    failed: bool = False


def place_of(position: str | None) -> Place | None:
    file, _, line = (position or "").rpartition(":")
    return Place(file, int(line)) if file and line.isdecimal() else None


def failure(message: str, folder: Path, code: str = "program") -> Problem:
    """Return a failure at the line that its message names; else at the project's file."""
    found = PLACED.match(message)
    if found is None:
        return Problem(Place(PROJECT_FILE, 1), "error", code, message)
    file = relative(Path(found["file"]), folder)
    return Problem(Place(file, int(found["line"] or 1)), "error", code, message[found.end() :])


def relative(file: Path, folder: Path) -> str:
    """Return a path from the project's folder; messages name program files from there already."""
    for path in (file, Path.cwd() / file):
        if path.is_absolute() and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return file.as_posix()


def at(items_: Iterable[Item], file: str) -> Mapping[int, list[Item]]:
    """Return the items of a file by line."""
    lines: dict[int, list[Item]] = defaultdict(list)
    for item in items_:
        if item.place.file == file:
            lines[item.place.line].append(item)
    return lines
