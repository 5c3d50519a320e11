"""Open a SOURCE of the command line: a folder, a file, standard input or a git revision."""

import json
import logging
import os
import re
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
from costing.graph.git_source import PREFIX, check_out, check_program, has_project, parts
from costing.graph.preview.access import Access
from costing.graph.preview.assumptions import NONE, Assumptions
from costing.graph.preview.folder_paths import replaced
from costing.graph.readers import detect
from costing.graph.readers.regions import default_region, with_default_region
from costing.graph.resource import Graph

LOG = logging.getLogger("costing.graph.preview")
STDIN = "-"
OWN = "plimsoll"  # the namespace of a stack's settings for the command
PATHS = ("usage", "waivers", "rules", "plan")
PROGRAM_FILE = re.compile(r"Pulumi(\..+)?\.ya?ml|.+\.py")
KEYS = (
    *PATHS,
    *("profile", "budget", "budgets", "ruleSettings", "timeout", "stackOutputs", "stackReferences"),
)


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """Command-line options that affect reading a source."""

    access: Access = Access()  # noqa: RUF009 (frozen)
    # Region of resources without one. None: AWS_REGION or AWS_DEFAULT_REGION.
    region: str | None = None
    python: str | None = None  # interpreter, or virtual environment; None for the program's own
    assumptions: Assumptions = NONE
    # Limit of a program's run. None: the stack's `plimsoll:timeout`, else the default.
    timeout_seconds: float | None = None
    all_outputs: bool = False  # of a state, also those that no cost model or rule reads


DEFAULT_OPTIONS = SourceOptions()


@dataclass(frozen=True, slots=True)
class StackSettings:
    """Settings in Pulumi.<stack>.yaml for the command, such as `plimsoll:usage`."""

    usage: Path | None = None
    waivers: Path | None = None
    rules: Path | None = None
    profile: str | None = None
    budget: Decimal | None = None  # USD a month
    budgets: Mapping[str, Any] | None = None  # of parts, as written
    plan: Path | None = None  # JSON of plimsoll plan
    rule_settings: Mapping[str, Any] | None = None  # by rule, as written


@dataclass(frozen=True, slots=True)
class Opened:
    graph: Graph
    settings: StackSettings = StackSettings()


def opened(
    source: str, stack: str | None = None, options: SourceOptions = DEFAULT_OPTIONS
) -> Opened:
    """Return the graph and settings of a source. Raise CostingError if it cannot be read."""
    if source.startswith(PREFIX):
        return at_revision(source, stack, options)
    if source != STDIN and Path(source).is_dir():
        return previewed(Path(source), stack, options)
    check_file(source)
    warn_of_file(source, options)
    found = in_region(of_file(source, options), options)
    if stack not in {None, found.source.stack}:
        raise CallError(f"{source} is of stack {found.source.stack}, not {stack}; remove --stack")
    return with_settings(found)


def of_file(source: str, options: SourceOptions) -> Graph:
    if source == STDIN:
        return detect.read(*content(source))
    return detect.read_file(Path(source), all_outputs=options.all_outputs)


def check_file(source: str) -> None:
    """Raise CallError for a file of a program: the source of a program is its folder."""
    path = Path(source)
    if PROGRAM_FILE.fullmatch(path.name) and path.is_file():
        raise CallError(f"{source}: a file of a program; name its folder instead: {path.parent}")


def in_region(graph: Graph, options: SourceOptions) -> Graph:
    return with_default_region(graph, default_region(options.region, os.environ))


def compare(
    base: str,
    head: str | None = None,
    stack: str | None = None,
    options: SourceOptions = DEFAULT_OPTIONS,
) -> tuple[Opened, Opened]:
    """Return the base and the head of a comparison.

    A single source is compared with itself: a preview's old states with its new states, a
    folder at git's HEAD with the working tree, a revision with the working tree.
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
        if Path(head).is_dir() and not has_project(Path(head)):
            check_program(base, check_out(base))
    elif head is None:
        head, base = base, f"{PREFIX}HEAD:{base}"
    if base == head == STDIN:
        raise CallError("both sources are standard input; specify a file for one of them")
    any_program = is_program(base) or is_program(head)
    of_file = replace(options, python=None) if any_program else options

    def side(source: str, of_program: str | None) -> Opened:
        if is_program(source):
            return opened(source, of_program, options)
        return opened(source, None, of_file)

    if is_program(head) and not is_program(base):  # a file contains the name of its stack
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
    """Return the bytes of a file and the file's name in messages. Raise FileError."""
    if source == STDIN and sys.stdin is None:
        raise CallError("standard input is closed; specify a file")
    if source == STDIN:
        return limited(sys.stdin.buffer.read, "standard input", detect.LARGEST), "standard input"
    return content_of(Path(source), detect.LARGEST), source


def previewed(folder: Path, stack: str | None, options: SourceOptions) -> Opened:
    graph = preview.run(
        folder,
        stack,
        timeout_seconds=options.timeout_seconds,
        access=options.access,
        region=options.region,
        python=options.python,
        assumptions=options.assumptions,
    )
    return Opened(graph, settings_of(graph.config, folder, graph.source.project))


def at_revision(source: str, stack: str | None, options: SourceOptions) -> Opened:
    """Preview a program at a git revision; paths refer to the original folder, not the copy."""
    checkout = check_out(source)
    if checkout.copy.is_file():
        warn_of_file(source, options)
        return Opened(in_region(detect.read(*content(str(checkout.copy))), options))
    check_program(source, checkout)
    found = previewed(checkout.copy, stack or selected(checkout.folder), options)
    graph = replaced(found.graph, str(checkout.root_copy), str(checkout.root))
    return replace(found, graph=graph)


def selected(folder: Path) -> str | None:
    """Return the workspace's selected stack, which Pulumi keeps by the path of the real folder."""
    from costing.graph.preview import project  # noqa: PLC0415

    if not (folder / "Pulumi.yaml").is_file():
        return None
    real = project.read(folder)
    stack = project.selected(real)
    return stack if stack in real.stacks else None


def with_settings(graph: Graph) -> Opened:
    """Return a graph with its settings, if the working folder is the project of the preview."""
    if not is_project_here(graph.source.project):
        return Opened(graph)
    found = settings_of(graph.config, Path(), graph.source.project)
    for key in PATHS:
        check_inside(key, getattr(found, key))
    return Opened(graph, found)


def check_inside(key: str, path: Path | None) -> None:
    """Raise CallError if a file of a preview names a file outside of the project's folder.

    The preview may come from others: its settings must not make the command read any file.
    """
    if path is not None and not path.resolve().is_relative_to(Path.cwd().resolve()):
        raise CallError(f"{OWN}:{key}: {path} is outside of this folder; use --{key} {path}")


def is_project_here(name: str) -> bool:
    """Return whether the Pulumi.yaml of the working folder is of this project.

    The file is parsed only if it contains the name: the parser is slow to import.
    """
    path = Path("Pulumi.yaml")
    try:
        content = content_of(path)
        if name.encode() not in content and content.isascii():
            return False
        project = yaml_file.parsed(content, str(path)).value
    except FileError:
        return False
    return isinstance(project, dict) and project.get("name") == name


def settings_of(config: Mapping[str, Any], folder: Path, project: str) -> StackSettings:
    """Return the settings for the command. Raise CallError for an unknown or invalid setting.

    A project named plimsoll has the program's own settings in the same namespace.
    """
    specified = {
        key.removeprefix(f"{OWN}:"): value
        for key, value in config.items()
        if key.startswith(f"{OWN}:")
    }
    for key in specified:
        if key not in KEYS and project != OWN:
            raise CallError(f'unknown setting "{OWN}:{key}"{nearest(key, KEYS)}')
    budgets = lines_of(specified, "budgets", "`component=NAME: USD`")
    rule_settings = lines_of(specified, "ruleSettings", "`RULE: {SETTING: VALUE}`")
    for key, value in specified.items():
        if key in KEYS and not isinstance(value, str | int | float | Decimal):
            raise CallError(f"{OWN}:{key} is {value}; write text")
    paths = {key: folder / str(specified[key]) if specified.get(key) else None for key in PATHS}
    profile = specified.get("profile")
    return StackSettings(
        **paths,
        profile=str(profile) if profile else None,
        budget=usd(specified["budget"]) if specified.get("budget") not in (None, "") else None,
        budgets=budgets,
        rule_settings=rule_settings,
    )


def lines_of(specified: dict[str, Any], key: str, line: str) -> Mapping[str, Any] | None:
    """Remove a setting that is a mapping, and return it. Raise CallError for another value."""
    found = specified.pop(key, None)
    if isinstance(found, str) and found.startswith("{"):  # Pulumi passes mappings as JSON
        found = json.loads(found)
    if found is not None and not isinstance(found, Mapping):
        raise CallError(f"{OWN}:{key} is {found}; write {line} lines below it")
    return found


def usd(specified: object) -> Decimal:
    try:
        value = Decimal(str(specified).replace("_", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise CallError(f"{OWN}:budget is {specified!r}; write an amount in USD, such as 500")
    return value
