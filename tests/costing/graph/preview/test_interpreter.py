"""The interpreter that runs a program, and the command that installs what it has not."""

import json
import logging
import os
import sys
from pathlib import Path

import pytest

from costing.errors import CallError, ProgramError
from costing.graph.preview import interpreter, project, run
from costing.graph.preview.dependencies import install_command
from costing.graph.preview.interpreter import given, of_user, program
from tests.costing.graph.preview.program import SITE, environment, one, write
from tests.costing.graph.preview.program import run as run_source

OURS = Path(sys.executable)


def python(folder: Path) -> Path:
    return folder.resolve() / "bin" / "python"


def options(**specified: str) -> str:
    return f"name: shop\nruntime: {{name: python, options: {json.dumps(specified)}}}\n"


@pytest.fixture(autouse=True)
def no_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the interpreters of whoever runs the tests."""
    for name in ("VIRTUAL_ENV", "PULUMI_PYTHON_CMD", "UV_PROJECT_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    interpreter.installed.cache_clear()


@pytest.mark.parametrize(
    ("name", "specified"),
    [
        (".venv", options()),
        ("venv", options()),
        ("env", options(virtualenv="env")),
        (".venv", options(toolchain="uv")),
    ],
)
def test_a_program_runs_in_its_projects_environment(
    tmp_path: Path, name: str, specified: str
) -> None:
    environment(tmp_path / name)
    source = "from only_there import NAME\naws.s3.Bucket(NAME)"
    graph = run_source(tmp_path, source, project=specified)
    assert one(graph, "from-its-own").inputs == {}


@pytest.mark.parametrize("specified", [options(toolchain="uv"), options()])
def test_uv_environment_of_the_workspace_is_found(tmp_path: Path, specified: str) -> None:
    """Pulumi takes uv where a uv.lock is in the folder or above it."""
    environment(tmp_path / ".venv")
    (tmp_path / "uv.lock").touch()
    folder = write(tmp_path / "member", "", project=specified)
    assert program(project.read(folder)).python == python(tmp_path / ".venv")


def test_uv_environment_is_read_from_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(tmp_path / "elsewhere")
    folder = write(tmp_path, "")
    (folder / "uv.lock").touch()
    monkeypatch.setenv("UV_PROJECT_ENVIRONMENT", "elsewhere")
    assert program(project.read(folder)).python == python(tmp_path / "elsewhere")


@pytest.mark.parametrize("specified", [options(toolchain="poetry"), options()])
def test_poetry_environment_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, specified: str
) -> None:
    environment(tmp_path / "cache" / "shop-py3")
    command = tmp_path / "bin" / "poetry"
    command.parent.mkdir()
    command.write_text(f"#!/bin/sh\necho {tmp_path}/cache/shop-py3\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent))
    folder = write(tmp_path / "shop", "", project=specified)
    (folder / "poetry.lock").touch()
    assert program(project.read(folder)).python == python(tmp_path / "cache" / "shop-py3")


@pytest.mark.parametrize("spelling", ["folder", "interpreter", "relative", "command"])
def test_python_option_names_what_runs_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelling: str
) -> None:
    environment(tmp_path / ".venv", sdk=False)  # of the project: the option goes before it
    other = environment(tmp_path / "other")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(other / "bin"))
    named = {
        "folder": str(other),
        "interpreter": str(other / "bin" / "python"),
        "relative": "other",
        "command": "python3",
    }[spelling]
    folder = write(tmp_path, "from only_there import NAME\naws.s3.Bucket(NAME)")
    assert one(run(folder, python=named), "from-its-own").inputs == {}


@pytest.mark.parametrize("named", ["gone", "gone/bin/python", ".", "Pulumi.yaml", "notes.sh"])
def test_python_option_refuses_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    folder = write(tmp_path, "")
    (folder / "notes.sh").write_text("#!/bin/sh\necho 2 apples\n")
    (folder / "notes.sh").chmod(0o755)
    monkeypatch.chdir(folder)
    with pytest.raises(CallError, match=f"^--python {named}: no Python interpreter; name one"):
        given(named)


def test_missing_virtualenv_is_reported_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where the program runs twice, and is told that a package is missing."""
    source = "raise ValueError('always')"
    with caplog.at_level(logging.WARNING), pytest.raises(ProgramError, match="always"):
        run_source(tmp_path, source, project=options(virtualenv="gone"))
    (message,) = [each.getMessage() for each in caplog.records]
    assert message == (
        f"Pulumi.yaml: virtualenv gone does not exist; the program runs with {OURS}; "
        "create the environment, or specify an interpreter with --python"
    )


class TestWithoutAnEnvironmentOfItsOwn:
    """Pulumi runs what the user's shell does."""

    def test_plimsolls_own_interpreter_is_the_last_resort(self) -> None:
        assert of_user() == OURS

    def test_the_active_environment_goes_first(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        active, first = (environment(tmp_path / name) for name in ("active", "first"))
        monkeypatch.setenv("VIRTUAL_ENV", str(active))
        monkeypatch.setenv("PATH", str(first / "bin"))
        assert of_user() == python(active)

    def test_first_python_on_the_path_is_used(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = (environment(tmp_path / name) for name in ("first", "second"))
        folders = [str(first / "bin"), str(second / "bin")]
        monkeypatch.setenv("PATH", os.pathsep.join(folders))
        assert of_user().parent == first / "bin"

    def test_pulumi_python_cmd_names_the_command(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = environment(tmp_path / "made")
        (made / "bin" / "python-of-ours").symlink_to("python")
        (made / "bin" / "python3").unlink()
        monkeypatch.setenv("PATH", str(made / "bin"))
        monkeypatch.setenv("PULUMI_PYTHON_CMD", "python-of-ours")
        assert of_user().name == "python-of-ours"

    @pytest.mark.parametrize("kind", ["without the SDK", "broken", "not Python"])
    def test_an_interpreter_without_the_sdk_is_passed_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        if kind == "without the SDK":
            environment(tmp_path / "e", sdk=False)
        else:
            (tmp_path / "e" / "bin").mkdir(parents=True)
            command = tmp_path / "e" / "bin" / "python3"
            command.write_text("#!/bin/sh\necho done\n" if kind == "not Python" else "")
            command.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path / "e" / "bin"))
        assert of_user() == OURS

    def test_sdk_in_the_working_directory_is_ignored(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder called pulumi/ is common in a project."""
        environment(tmp_path / "e", sdk=False)
        for name in interpreter.PACKAGES:
            (tmp_path / name).mkdir()
            (tmp_path / name / "__init__.py").touch()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PATH", str(tmp_path / "e" / "bin"))
        assert of_user() == OURS


PIP = "/env/bin/python -m pip install"


@pytest.mark.parametrize(
    ("files", "specified", "command"),
    [
        ((), options(), f"{PIP} pulumi-eks"),
        (("requirements.txt",), options(), f"{PIP} -r requirements.txt"),
        (("pyproject.toml",), options(), f"{PIP} ."),
        (("pyproject.toml", "requirements.txt"), options(), f"{PIP} -r requirements.txt"),
        (("pyproject.toml",), options(toolchain="uv"), "uv sync"),
        (("pyproject.toml", "uv.lock"), options(), "uv sync"),
        (("pyproject.toml", "poetry.lock"), options(), "poetry install"),
        (("pyproject.toml",), options(toolchain="poetry"), "poetry install"),
        (("pyproject.toml", "pdm.lock"), options(), "pdm install"),
        (("Pipfile",), options(), "pipenv install, then pipenv run plimsoll"),
        (("uv.lock", "requirements.txt"), options(toolchain="pip"), f"{PIP} -r requirements.txt"),
    ],
)
def test_the_command_follows_the_dependency_file(
    tmp_path: Path, files: tuple[str, ...], specified: str, command: str
) -> None:
    folder = write(tmp_path, "", project=specified, files=dict.fromkeys(files, ""))
    read = project.read(folder)
    said = install_command(read, folder, Path("/env/bin/python"), "pulumi_eks.cluster")
    assert said == command


def test_an_environment_of_uv_is_installed_into_with_uv(tmp_path: Path) -> None:
    """It has no pip of its own."""
    made = environment(tmp_path / "e e")
    with (made / "pyvenv.cfg").open("a") as settings:
        settings.write("uv = 0.9.1\n")
    folder = write(tmp_path, "", files={"requirements.txt": ""})
    said = install_command(project.read(folder), folder, python(made), "pulumi_eks")
    assert said == f"uv pip install --python '{python(made)}' -r requirements.txt"


@pytest.mark.parametrize(
    ("source", "missing"),
    [("", "pulumi"), ("import no_such_package", "pulumi"), ("import pulumi_aws", "pulumi_aws")],
)
def test_missing_package_names_interpreter_and_fixes(
    tmp_path: Path, source: str, missing: str
) -> None:
    made = environment(tmp_path / ".venv", sdk=False)
    (site,) = made.glob("lib/python*/site-packages")
    if missing == "pulumi_aws":
        for each in SITE.iterdir():
            if each.name not in {"pulumi_aws", "sdk.pth"} and each.suffix != ".pth":
                (site / each.name).symlink_to(each)
    with pytest.raises(ProgramError) as raised:
        run_source(tmp_path, source, files={"requirements.txt": "pulumi\n"})
    said = str(raised.value)
    assert f"No module named '{missing}' in {python(made)}; " in said
    assert f"{python(made)} -m pip install -r requirements.txt" in said
    assert said.endswith("or name another interpreter: --python PATH")
