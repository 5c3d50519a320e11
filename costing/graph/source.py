"""SOURCE on the command line: a folder with a program, a file, standard input, a git revision."""

import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from costing.errors import CallError, FileError, nearest
from costing.files import yaml_file
from costing.files.text import content_of, limited
from costing.graph import preview
from costing.graph.git_source import PREFIX, check_out, check_program, parts
from costing.graph.preview.access import Access
from costing.graph.preview.assumptions import NONE, Assumptions
from costing.graph.preview.folder_paths import replaced
from costing.graph.readers import detect
from costing.graph.readers.regions import default_region, with_default_region
from costing.graph.resource import Graph

LOG = logging.getLogger("costing.graph.preview")
STDIN = "-"
OWN = "plimsoll"  # the namespace of a stack's settings for the command
PATHS = ("usage", "waivers")
KEYS = (*PATHS, "profile", "budget", "stackOutputs", "stackReferences")


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """Options of the command that change what a source holds."""

    access: Access = Access()  # noqa: RUF009 (frozen)
    # For resources without one; None for that of AWS_REGION or AWS_DEFAULT_REGION.
    region: str | None = None
    python: str | None = None  # interpreter, or virtual environment; None for the program's own
    assumptions: Assumptions = NONE


DEFAULT_OPTIONS = SourceOptions()


@dataclass(frozen=True, slots=True)
class StackSettings:
    """What Pulumi.<stack>.yaml states for the command: `plimsoll:usage` and the like."""

    usage: Path | None = None
    waivers: Path | None = None
    profile: str | None = None
    budget: Decimal | None = None  # USD a month


@dataclass(frozen=True, slots=True)
class Opened:
    graph: Graph
    settings: StackSettings = StackSettings()


def opened(
    source: str, stack: str | None = None, options: SourceOptions = DEFAULT_OPTIONS
) -> Opened:
    """Return what a source holds. Raise CostingError, one line, where it cannot be read."""
    if source.startswith(PREFIX):
        return at_revision(source, stack, options)
    if source != STDIN and Path(source).is_dir():
        return previewed(Path(source), stack, options)
    warn_of_file(source, options)
    found = in_region(detect.read(*content(source)), options)
    if stack not in {None, found.source.stack}:
        raise CallError(f"{source} holds the stack {found.source.stack}, not {stack}")
    return with_settings(found)


def in_region(graph: Graph, options: SourceOptions) -> Graph:
    return with_default_region(graph, default_region(options.region, os.environ))


def compare(
    base: str,
    head: str | None = None,
    stack: str | None = None,
    options: SourceOptions = DEFAULT_OPTIONS,
) -> tuple[Opened, Opened]:
    """Return both sides of a difference.

    Of a single source: a preview's old states and its new ones, or a folder at git's HEAD and as
    it is now, or a revision and the folder as it is now.
    """
    if head is None and not is_program(base):
        warn_of_file(base, options)
        file = content(base)
        old_graph, new_graph = detect.read_base(*file), detect.read(*file)
        return (
            with_settings(in_region(old_graph, options)),
            with_settings(in_region(new_graph, options)),
        )
    if head is None and base.startswith(PREFIX):
        head = parts(base)[1]
    elif head is None:
        head, base = base, f"{PREFIX}HEAD:{base}"
    if base == head == STDIN:
        raise CallError("only one of the two sources can be standard input")
    any_program = is_program(base) or is_program(head)
    of_file = replace(options, python=None) if any_program else options

    def side(source: str, of_program: str | None) -> Opened:
        if is_program(source):
            return opened(source, of_program, options)
        return opened(source, None, of_file)

    if is_program(head) and not is_program(base):  # a file says which stack it is of
        old = side(base, None)
        return old, side(head, stack or old.graph.source.stack or None)
    new = side(head, stack)
    return side(base, stack or new.graph.source.stack or None), new


def is_program(source: str) -> bool:
    return source.startswith(PREFIX) or (source != STDIN and Path(source).is_dir())


def warn_of_file(source: str, options: SourceOptions) -> None:
    if options.python is not None:
        text = "--python %s has no effect: %s is a file, so no program runs"
        LOG.warning(text, options.python, source)


def content(source: str) -> tuple[bytes, str]:
    """Return the bytes of a file, and its name in messages. Raise FileError."""
    if source == STDIN:
        return limited(sys.stdin.buffer.read, "standard input", detect.LARGEST), "standard input"
    return content_of(Path(source), detect.LARGEST), source


def previewed(folder: Path, stack: str | None, options: SourceOptions) -> Opened:
    graph = preview.run(
        folder,
        stack,
        access=options.access,
        region=options.region,
        python=options.python,
        assumptions=options.assumptions,
    )
    return Opened(graph, settings_of(graph.config, folder, graph.source.project))


def at_revision(source: str, stack: str | None, options: SourceOptions) -> Opened:
    """Preview a program as it was; what it says of its own place is said of the real one."""
    checkout = check_out(source)
    if checkout.copy.is_file():
        warn_of_file(source, options)
        return Opened(in_region(detect.read(*content(str(checkout.copy))), options))
    check_program(source, checkout)
    found = previewed(checkout.copy, stack or selected(checkout.folder), options)
    graph = replaced(found.graph, str(checkout.root_copy), str(checkout.root))
    return replace(found, graph=graph)


def selected(folder: Path) -> str | None:
    """Return the stack that the workspace has selected: it is selected for the real folder."""
    from costing.graph.preview import project  # noqa: PLC0415

    if not (folder / "Pulumi.yaml").is_file():
        return None
    real = project.read(folder)
    stack = project.selected(real)
    return stack if stack in real.stacks else None


def with_settings(graph: Graph) -> Opened:
    """Heed the settings that a preview holds, where it is read in its own project's folder."""
    project = project_here()
    if not isinstance(project, dict) or project.get("name") != graph.source.project:
        return Opened(graph)
    return Opened(graph, settings_of(graph.config, Path(), graph.source.project))


def project_here() -> object:
    """Return what Pulumi.yaml of the working folder holds, None where none can be read."""
    try:
        return yaml_file.read(Path("Pulumi.yaml")).value
    except FileError:
        return None


def settings_of(config: Mapping[str, Any], folder: Path, project: str) -> StackSettings:
    """Raise CallError for a setting that says nothing to the command.

    In a project that is itself called plimsoll the program's own settings stand beside them.
    """
    stated = {
        key.removeprefix(f"{OWN}:"): value
        for key, value in config.items()
        if key.startswith(f"{OWN}:")
    }
    for key in stated:
        if key not in KEYS and project != OWN:
            raise CallError(f"{OWN}:{key} is no setting of the command's{nearest(key, KEYS)}")
    for key, value in stated.items():
        if key in KEYS and not isinstance(value, str | int | float | Decimal):
            raise CallError(f"{OWN}:{key} is {value}, and must be a plain text")
    paths = {key: folder / str(stated[key]) if stated.get(key) else None for key in PATHS}
    profile = stated.get("profile")
    return StackSettings(
        **paths,
        profile=str(profile) if profile else None,
        budget=usd(stated["budget"]) if stated.get("budget") not in (None, "") else None,
    )


def usd(stated: object) -> Decimal:
    try:
        value = Decimal(str(stated).replace("_", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise CallError(f"{OWN}:budget is {stated!r}, no sum in USD")
    return value
