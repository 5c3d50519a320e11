"""Find the Python interpreter and the entry point of a program.

Sources: https://www.pulumi.com/docs/iac/languages-sdks/python/ and `sdk/python/toolchain` of
Pulumi 3.255, both read 2026-11-30.
"""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from costing.errors import CallError, ProgramError
from costing.graph.preview.project import Project

LOG = logging.getLogger("costing.graph.preview")
PACKAGES = ("pulumi", "pulumi_aws")  # that an AWS program imports
PROBE = """\
import sys
from importlib.util import find_spec
sys.path[:] = filter(None, sys.path)  # -c adds the working directory
print(sum(bool(spec and spec.origin) for spec in map(find_spec, sys.argv[1:])))
"""
PROBE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Program:
    python: Path
    folder: Path  # working directory
    path: Path  # a folder with a __main__.py, or a file


def program(project: Project, python: str | None = None) -> Program:
    """Return the program of a project and its interpreter; `python`: the option --python.

    Raise ProgramError if Pulumi.yaml's `main` does not exist, CallError if `python` is neither an
    interpreter nor a virtual environment.
    """
    root = project.folder.resolve()
    path = (root / (project.file.main or ".")).resolve()
    if not path.exists():
        raise ProgramError(f"{project.path}: main {project.file.main} does not exist; correct it")
    if path.is_dir() and not (path / "__main__.py").is_file():
        raise ProgramError(f"{project.path}: {path} has no __main__.py; set main")
    folder = path if path.is_dir() else path.parent
    chosen = of_project(project, folder) if python is None else given(python)
    return Program(chosen, folder, path)


def given(python: str) -> Path:
    """Return the interpreter of --python: a file, a virtual environment's folder or a command."""
    path = Path(python).expanduser()
    if path.is_dir():
        found = of_environment(path)
    elif path.is_file():
        found = path.absolute()
    else:
        command = shutil.which(python)
        found = Path(command) if command and path.name == python else None
    if found is None or installed(found) is None:
        raise CallError(
            f"--python {python}: no Python interpreter; "
            "name one, or the folder of a virtual environment, for example .venv"
        )
    return found


def of_environment(environment: Path) -> Path | None:
    """Return a virtual environment's interpreter; symbolic links identify the environment."""
    folder = environment.resolve()
    candidates = (folder / "bin" / "python", folder / "Scripts" / "python.exe")
    return next((python for python in candidates if python.exists()), None)


def of_project(project: Project, folder: Path) -> Path:
    """Return the interpreter of the project's environment, else the user's, else Plimsoll's."""
    for environment in environments(project, folder):
        if python := of_environment(environment):
            return python
    python = of_user()
    if named := project.options.get("virtualenv"):
        LOG.warning(
            "%s: virtualenv %s does not exist; the program runs with %s; "
            "create the environment, or specify an interpreter with --python",
            project.path.name,
            named,
            python,
        )
    return python


def environments(project: Project, folder: Path) -> Iterator[Path]:
    """Yield possible folders of the project's environment. Pulumi has no default: .venv, venv."""
    root = project.folder.resolve()
    named = project.options.get("virtualenv")
    if named:
        yield root / str(named)
    match toolchain(project, folder):
        case "uv":
            yield from uv_environments(folder)
        case "poetry":
            yield from poetry_environments(folder)
    if not named:
        yield root / ".venv"
        yield root / "venv"


def toolchain(project: Project, folder: Path) -> str:
    """Return uv, poetry or pip: from Pulumi.yaml, else from the nearest lock file."""
    named = project.options.get("toolchain")
    if named:
        return str(named).lower()
    locked = (name for name in ("uv", "poetry") if holders(folder, f"{name}.lock"))
    return next(locked, "pip")


def holders(folder: Path, *names: str) -> list[Path]:
    """Return this folder and its parents that contain a file of one of these names."""
    return [
        each for each in (folder, *folder.parents) if any((each / name).is_file() for name in names)
    ]


def uv_environments(folder: Path) -> Iterator[Path]:
    for workspace in holders(folder, "uv.lock", "pyproject.toml"):
        if moved := os.environ.get("UV_PROJECT_ENVIRONMENT"):
            yield workspace / moved
        yield workspace / ".venv"


def poetry_environments(folder: Path) -> Iterator[Path]:
    command = shutil.which("poetry")
    if command is None:
        return
    found = subprocess.run(  # noqa: S603 (the user's poetry, by its full path)
        [command, "env", "info", "--path"], cwd=folder, capture_output=True, text=True, check=False
    )
    if found.returncode == 0 and found.stdout.strip():
        yield Path(found.stdout.strip())


def of_user() -> Path:
    """Return the interpreter that Pulumi would run, or Plimsoll's if it has more of the packages.

    Plimsoll's is not preferred: installed apart from the program, it only has its own packages.
    """
    ours = Path(sys.executable)
    candidates = {python.parent.resolve(): python for python in shells()}
    candidates[ours.parent.resolve()] = ours
    if len(candidates) == 1:
        return ours
    complete = (each for each in candidates.values() if installed(each) == len(PACKAGES))
    return next(complete, None) or max(candidates.values(), key=lambda each: installed(each) or 0)


def shells() -> Iterator[Path]:
    """Yield the interpreters of the active environment and of the PATH."""
    if active := os.environ.get("VIRTUAL_ENV"):
        python = of_environment(Path(active))
        if python:
            yield python
    named = os.environ.get("PULUMI_PYTHON_CMD")
    found = (shutil.which(name) for name in ([named] if named else ("python3", "python")))
    first = next(filter(None, found), None)
    if first:
        yield Path(first)


@cache
def installed(python: Path) -> int | None:
    """Return the number of installed packages of `PACKAGES`; None if the interpreter fails."""
    if python == Path(sys.executable):
        return sum(bool(spec and spec.origin) for spec in map(find_spec, PACKAGES))
    try:
        probe = subprocess.run(  # noqa: S603 (the user's interpreter, by its full path)
            [python, "-c", PROBE, *PACKAGES],
            capture_output=True,
            text=True,
            check=True,
            timeout=PROBE_SECONDS,
        )
        return int(probe.stdout.split()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
