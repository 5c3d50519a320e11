"""The Python that a program is meant to run with, and the file that it starts from.

https://www.pulumi.com/docs/iac/languages-sdks/python/, "Virtual environments", read 2026-11-20.
"""

import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from costing.errors import ProgramError
from costing.preview.project import Project

LOG = logging.getLogger("costing.preview")


@dataclass(frozen=True, slots=True)
class Program:
    python: Path
    folder: Path  # that it runs in
    path: Path  # a folder with a __main__.py, or a file


def program(project: Project) -> Program:
    """Raise ProgramError where Pulumi.yaml's `main` is not there."""
    root = project.folder.resolve()
    path = (root / (project.file.main or ".")).resolve()
    if not path.exists():
        raise ProgramError(f"{project.path}: its main, {project.file.main}, is not there")
    if path.is_dir() and not (path / "__main__.py").is_file():
        raise ProgramError(f"{project.path}: there is no __main__.py in {path}")
    return Program(interpreter(project), path if path.is_dir() else path.parent, path)


def interpreter(project: Project) -> Path:
    """Return the Python of the program's virtual environment; ours where it has none."""
    for environment in environments(project):
        for python in (environment / "bin" / "python", environment / "Scripts" / "python.exe"):
            if python.exists():
                return python
    named = project.options.get("virtualenv")
    if named:
        LOG.warning(
            "%s: its virtualenv, %s, is not there: the program runs with plimsoll's own Python",
            project.path,
            named,
        )
    return Path(sys.executable)


def environments(project: Project) -> Iterator[Path]:
    root = project.folder.resolve()
    named = project.options.get("virtualenv")
    if named:
        yield root / str(named)
    match project.options.get("toolchain"):
        case "uv":
            yield from (folder / ".venv" for folder in (root, *root.parents) if is_uv(folder))
        case "poetry":
            yield from poetry(root)
    if not named:
        yield root / ".venv"
        yield root / "venv"


def is_uv(folder: Path) -> bool:
    return (folder / "uv.lock").is_file() or (folder / "pyproject.toml").is_file()


def poetry(root: Path) -> Iterator[Path]:
    command = shutil.which("poetry")
    if command is None:
        return
    found = subprocess.run(  # noqa: S603 (a program of the user's own, by its full path)
        [command, "env", "info", "--path"], cwd=root, capture_output=True, text=True, check=False
    )
    if found.returncode == 0 and found.stdout.strip():
        yield Path(found.stdout.strip())
