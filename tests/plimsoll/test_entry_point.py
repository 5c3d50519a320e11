"""The installed command and `python -m plimsoll`: from any folder, and completed by the shell."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(sys.executable).parent
# As the installed script starts: without the working directory on the module path.
COMMAND = (sys.executable, "-P", "-c", "from plimsoll.__main__ import main; main()")
ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Return what a command prints. Raise AssertionError where it fails."""
    ended = subprocess.run(  # noqa: S603 (this interpreter, its scripts, and bash)
        command,
        cwd=cwd,
        env={**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.defpath}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project with packages of its own that have the names of ours."""
    for name in ("costing", "policies"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the project runs')\n")
    for name in ("infra", "plimsoll", "yaml"):
        (tmp_path / name).mkdir()
    (tmp_path / "yaml" / "__init__.py").touch()
    return tmp_path


def test_command_ignores_the_projects_packages(project: Path) -> None:
    assert "ec2" in run(*COMMAND, "rules", "list", cwd=project)


def test_module_ignores_the_projects_packages(project: Path) -> None:
    printed = run(sys.executable, "-m", "plimsoll", "rules", "list", cwd=project)
    assert "ec2" in printed


def test_module_runs_from_its_own_source_tree() -> None:
    assert "plimsoll" in run(sys.executable, "-m", "plimsoll", "--version", cwd=ROOT)


def test_command_goes_before_packages_on_pythonpath(project: Path) -> None:
    (project / "yaml" / "__init__.py").unlink()
    assert "ec2" in run(*COMMAND, "rules", "list", cwd=project, PYTHONPATH=str(project))


@pytest.mark.parametrize("arguments", [["--help"], ["tradeoffs", "--help"]])
def test_help_imports_no_array_library(arguments: list[str]) -> None:
    loaded = """
import sys
from plimsoll.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    print([name for name in ("numpy", "scipy") if name in sys.modules])
"""
    printed = run(sys.executable, "-c", loaded, *arguments, cwd=ROOT)
    assert printed.splitlines()[-1] == "[]"


def test_completion_of_options_imports_no_models() -> None:
    code = "import sys, plimsoll.completion as c; print(c.options(['cost', '--fr'])); "
    code += "print([name for name in ('pydantic', 'costing.model') if name in sys.modules])"
    assert run(sys.executable, "-c", code, cwd=ROOT).split("\n")[:2] == ["['--free-tier']", "[]"]


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("plimsoll cos", "cost"),
        ("plimsoll rules sh", "show"),
        ("plimsoll cost --py", "--python"),
        ("plimsoll check --skip x --sk", "--skip"),
        ("plimsoll cost --stack dev --sta", "--stack-outputs"),
        ("plimsoll cost --format js", "json"),
    ],
)
def test_bash_completes_commands_and_options(tmp_path: Path, words: str, completed: str) -> None:
    script = f"""
        eval "$(plimsoll --show-completion)"
        COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _plimsoll_completion plimsoll
        echo "${{COMPREPLY[@]}}"
    """
    assert run("bash", "--norc", "-c", script, cwd=tmp_path).split() == [completed]
