"""The installed command prices a program in each layout of virtual environments."""

import json
import shutil
from pathlib import Path

import pytest

from tests.install.environments import (
    ROOT,
    THIS,
    Wheel,
    command,
    compile_sdk,
    interpreter,
    uv,
)
from tests.install.programs import MONTHLY_COST, OWN_PACKAGES, PLAIN, written

# Seconds: a preview compiles the modules of the SDK that are imported for the first time.
PATIENT = ("--timeout", "900")


def monthly_cost(plimsoll: Path, folder: Path, *arguments: str | Path) -> str:
    """Return the cost of the program in a folder, with the folder as working directory."""
    ended = command(plimsoll, "cost", ".", "--format", "json", *PATIENT, *arguments, cwd=folder)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stderr.splitlines()
    assert [line for line in lines if "older than 180 days" not in line] == []
    return str(json.loads(ended.stdout)["monthly_cost"])


def linked(folder: Path, made: Path) -> Path:
    """Link an environment as the project's .venv."""
    (folder / ".venv").symlink_to(made)
    return folder


@pytest.mark.parametrize("files", [PLAIN, OWN_PACKAGES], ids=["plain", "own-packages"])
def test_program_without_an_environment(
    tmp_path: Path, installed: Path, files: dict[str, str]
) -> None:
    assert monthly_cost(installed, written(tmp_path, files)) == MONTHLY_COST


def test_plimsoll_in_the_projects_environment(tmp_path: Path, installed: Path) -> None:
    folder = linked(written(tmp_path, OWN_PACKAGES), installed)
    assert monthly_cost(folder / ".venv", folder) == MONTHLY_COST


def test_two_environments(tmp_path: Path, installed: Path, sdk: Path) -> None:
    folder = linked(written(tmp_path, OWN_PACKAGES), sdk)
    assert monthly_cost(installed, folder) == MONTHLY_COST


def test_isolated_command_with_the_python_option(
    tmp_path: Path, installed: Path, sdk: Path
) -> None:
    """A command of pipx is a link in a folder on PATH; its environment is elsewhere."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "plimsoll").symlink_to(installed / "bin" / "plimsoll")
    folder = written(tmp_path / "project", OWN_PACKAGES)
    assert monthly_cost(tmp_path, folder, "--python", sdk) == MONTHLY_COST


def test_a_missing_package_is_named_with_the_interpreter(
    tmp_path: Path, installed: Path, sdk: Path
) -> None:
    folder = linked(written(tmp_path, PLAIN), sdk)
    (folder / "__main__.py").write_text("import pulumi_eks\n")
    ended = command(installed, "cost", ".", *PATIENT, cwd=folder)
    assert ended.returncode == 2
    assert ended.stderr.startswith("plimsoll: __main__.py:1: No module named 'pulumi_eks' in ")
    assert f"install --python {sdk}/bin/python pulumi-eks; or " in ended.stderr


def test_the_platform_runs_in_plimsolls_environment(
    tmp_path: Path, wheel: Wheel, installed: Path
) -> None:
    """The platform imports pydantic, and its Pulumi.yaml names a missing environment."""
    if wheel.version != THIS:
        pytest.skip("slow because of the compilation of pulumi_aws, so tested with one Python")
    for each in ("Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py"):
        shutil.copy(ROOT / each, tmp_path)
    for each in ("infra", "usage"):
        shutil.copytree(ROOT / each, tmp_path / each, ignore=shutil.ignore_patterns("__pycache__"))
    arguments = ("cost", ".", "--stack", "dev", "--format", "json", *PATIENT)
    ended = command(installed, *arguments, cwd=tmp_path)
    assert ended.returncode in {0, 1}, ended.stderr
    assert ended.stderr.count("virtualenv .venv does not exist") == 1
    assert float(json.loads(ended.stdout)["monthly_cost"]) > 100


def test_lowest_accepted_versions(tmp_path: Path, distribution: Path) -> None:
    python = interpreter(THIS)
    assert python is not None
    lowest = tmp_path / "lowest.txt"
    uv(
        *("pip", "compile", "--quiet", "--no-header", "--resolution", "lowest-direct"),
        *("--python", python, ROOT / "pyproject.toml", "--output-file", lowest),
    )
    made = tmp_path / "env"
    uv("venv", "--quiet", "--python", python, made)
    uv("pip", "install", "--quiet", "--python", made, "--requirements", lowest, distribution)
    compile_sdk(made)
    folder = written(tmp_path / "project", PLAIN)
    assert monthly_cost(made, folder) == MONTHLY_COST
    ended = command(made, "check", ".", "--format", "json", *PATIENT, cwd=folder)
    assert ended.returncode in {0, 1}, ended.stderr
    assert json.loads(ended.stdout)
