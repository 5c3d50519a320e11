"""Command that installs a project's dependencies, depending on the file that lists them."""

import shlex
from pathlib import Path

from costing.graph.preview.interpreter import toolchain
from costing.graph.preview.project import Project

# In order of reliability: a lock file identifies the project's tool best.
COMMANDS = {
    "pdm.lock": "pdm install",
    "Pipfile.lock": "pipenv install, then pipenv run plimsoll",
    "Pipfile": "pipenv install, then pipenv run plimsoll",
    "requirements.txt": "{install} -r requirements.txt",
    "pyproject.toml": "{install} .",
    "setup.py": "{install} .",
}
OF_TOOLCHAIN = {"uv": "uv sync", "poetry": "poetry install"}


def install_command(project: Project, folder: Path, python: Path, module: str | None) -> str:
    """Return the command for a program in `folder`; `module`: the missing module, if known."""
    named = toolchain(project, folder)
    if named in OF_TOOLCHAIN:
        return OF_TOOLCHAIN[named]
    for file, command in COMMANDS.items():
        if any((each / file).is_file() for each in (project.folder, folder)):
            return command.format(install=pip_install(python))
    return f"{pip_install(python)} {package(module)}"


def pip_install(python: Path) -> str:
    """Return the pip command for an interpreter; environments created by uv have no pip."""
    settings = python.parent.parent / "pyvenv.cfg"
    quoted = shlex.quote(str(python))
    if settings.is_file() and "\nuv = " in f"\n{settings.read_text(errors='replace')}":
        return f"uv pip install --python {quoted}"
    return f"{quoted} -m pip install"


def package(module: str | None) -> str:
    """Return the package of a module; Pulumi's packages are named like their modules."""
    top = (module or "").partition(".")[0]
    return top.replace("_", "-") if top.startswith("pulumi") else "PACKAGE"
