"""Checks of `plimsoll doctor`: the installation first, then projects, stacks and their files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from costing.errors import CostingError
from costing.graph.preview import interpreter, project
from costing.graph.preview.yaml_program import template
from costing.graph.source import StackSettings, settings_of
from costing.plan import decisions
from costing.prices.book import installed
from plimsoll.diagnosis.check import Check
from plimsoll.internal_errors import EXTRAS
from plimsoll.price_age import OLD, REFRESH
from plimsoll.projects.discovery import programs
from plimsoll.projects.file import NAME, read

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
CLI_SECONDS = 10


def of_installation() -> Iterator[Check]:
    yield python()
    yield Check("ok", "plimsoll", f"{version('plimsoll')} in {Path(__file__).parents[2]}")
    yield from packages()
    yield from extras()
    yield pulumi_cli()
    yield git()
    yield prices(datetime.now(UTC).date())
    yield Check(
        "ok", "network", "not needed; only plimsoll prices refresh, comment and preflight use it"
    )


def python() -> Check:
    own = sys.version_info[:2]
    text = f"{sys.version.split()[0]} ({sys.executable})"
    if own < OLDEST_PYTHON:
        return Check("error", "Python", f"{text}; use 3.11 or newer")
    if own > NEWEST_PYTHON:
        return Check("warning", "Python", f"{text} is newer than 3.13, the newest that is tested")
    return Check("ok", "Python", text)


def packages() -> Iterator[Check]:
    for name in ("pulumi", "pulumi-aws"):
        try:
            yield Check("ok", name, f"{version(name)}, for programs without their own environment")
        except PackageNotFoundError:
            yield Check("warning", name, f"not installed; pip install {name}")


def extras() -> Iterator[Check]:
    for extra in sorted(set(EXTRAS.values())):
        lacking = [name for name, its in EXTRAS.items() if its == extra and find_spec(name) is None]
        if lacking:
            remedy = f"for its commands: pip install 'plimsoll[{extra}]'"
            yield Check("ok", f"plimsoll[{extra}]", f"not installed; {remedy}")
        else:
            yield Check("ok", f"plimsoll[{extra}]", "installed")


def pulumi_cli() -> Check:
    """Return the version of Pulumi's CLI, which deploys; estimates and checks need none."""
    path = shutil.which("pulumi")
    if path is None:
        return Check("ok", "Pulumi CLI", "not installed; only deployments need it")
    try:
        ended = subprocess.run(  # noqa: S603 (Pulumi's CLI, by its full path)
            [path, "version"],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            capture_output=True,
            text=True,
            timeout=CLI_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Check("warning", "Pulumi CLI", f"{path} does not run: {type(error).__name__}")
    return Check("ok", "Pulumi CLI", f"{ended.stdout.strip()} ({path})")


def git() -> Check:
    path = shutil.which("git")
    if path is None:
        return Check("warning", "git", "not installed; sources git:REVISION need it")
    return Check("ok", "git", path)


def prices(today: date) -> Check:
    book = installed()
    every = (book.prices[region].dates().values() for region in book.regions())
    dates = [date.fromisoformat(str(each)) for of_region in every for each in of_region]
    age = today - max(dates)
    text = f"{len(book.regions())} regions, dated {min(dates)} to {max(dates)}"
    if age > OLD:
        return Check("warning", "prices", f"{text}, the newest {age.days} days old; run {REFRESH}")
    return Check("ok", "prices", text)


def of_folder(folder: Path) -> Iterator[Check]:
    if (folder / NAME).is_file():
        yield checked(str(folder / NAME), lambda: read(folder / NAME))
    found = [*programs(folder)]
    if folder in found:  # folders below are projects of their own
        found = [folder]
    if not found:
        yield Check("warning", str(folder), "no Pulumi.yaml here or below; name a project's folder")
    for each in found:
        yield from of_project(each)


def of_project(folder: Path) -> Iterator[Check]:
    try:
        found = project.read(folder)
    except CostingError as error:
        other = "runtime is" in str(error)
        yield Check("warning" if other else "error", str(folder), str(error))
        return
    if found.language == "yaml":
        yield checked(str(found.path), lambda: yaml_program_of(found))
    else:
        yield checked(str(found.path), lambda: interpreter_of(found))
    if not found.stacks:
        yield Check("warning", str(found.path), "no Pulumi.<stack>.yaml; previewed as stack dev")
    for name, path in found.stacks.items():
        yield from of_stack(found, name, path)


def yaml_program_of(found: project.Project) -> str:
    program = template.read(found)
    return f"program in YAML ({program.file}), which needs no interpreter"


def interpreter_of(found: project.Project) -> str:
    program = interpreter.program(found)
    count = interpreter.installed(program.python)
    lacking = "" if count == len(interpreter.PACKAGES) else ", without pulumi or pulumi_aws"
    return f"project {found.name}, interpreter {program.python}{lacking}"


def of_stack(found: project.Project, name: str, path: Path) -> Iterator[Check]:
    try:
        config = project.stack(found, name).config
        settings = settings_of(config, found.folder, found.name)
    except CostingError as error:
        yield Check("error", str(path), str(error))
        return
    yield Check("ok", str(path), "readable")
    yield from of_files(settings)


def of_files(settings: StackSettings) -> Iterator[Check]:
    from costing.usage.file import read as read_usage
    from plimsoll.part_budgets import part_budgets
    from policies.engine.waivers import read as read_waivers

    if settings.usage:
        yield checked(str(settings.usage), lambda: read_usage(settings.usage or Path()))
    if settings.waivers:
        yield checked(str(settings.waivers), lambda: read_waivers(settings.waivers or Path()))
    if settings.plan:
        yield checked(str(settings.plan), lambda: decisions.read(settings.plan or Path()))
    if settings.rules and not settings.rules.exists():
        yield Check("error", str(settings.rules), "No such file or directory; correct the setting")
    if settings.budgets:
        yield checked("plimsoll:budgets", lambda: part_budgets(settings.budgets or {}))


def checked(name: str, read_it: Callable[[], object]) -> Check:
    """Return the result of reading a file: its text if it has one."""
    try:
        found = read_it()
    except CostingError as error:
        return Check("error", name, str(error).removeprefix(f"{name}: "))
    return Check("ok", name, found if isinstance(found, str) else "valid")
