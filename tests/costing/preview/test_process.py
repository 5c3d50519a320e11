"""The process of a program: its own interpreter, its own folder."""

import gc
import json
import logging
import sys
import venv
from pathlib import Path

import pytest

import costing
from costing.errors import ProgramError
from costing.graph import Graph
from costing.preview import interpreter, project
from tests.costing.preview.program import PROJECT, one, run, write

OURS = Path(costing.__file__).parents[1]
SITE = next(path for path in map(Path, sys.path) if (path / "pulumi").is_dir())


def environment(folder: Path) -> Path:
    """Make a virtual environment that has the SDK, and a module that ours has not."""
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "sdk.pth").write_text(f"{SITE}\n")
    (site / "only_there.py").write_text("NAME = 'from-its-own'\n")
    return folder


@pytest.mark.parametrize(
    ("name", "options"),
    [
        (".venv", "{}"),
        ("venv", "{}"),
        ("env", "{virtualenv: env}"),
        (".venv", "{toolchain: uv}"),
    ],
)
def test_the_interpreter_is_the_programs(tmp_path: Path, name: str, options: str) -> None:
    environment(tmp_path / name)
    stated = f"name: shop\nruntime: {{name: python, options: {options}}}\n"
    graph = run(tmp_path, "from only_there import NAME\naws.s3.Bucket(NAME)", project=stated)
    assert one(graph, "from-its-own").inputs == {}


def test_uv_s_environment_is_the_workspaces(tmp_path: Path) -> None:
    environment(tmp_path / ".venv")
    (tmp_path / "uv.lock").touch()
    stated = "name: shop\nruntime: {name: python, options: {toolchain: uv}}\n"
    folder = write(tmp_path / "member", "", project=stated)
    assert interpreter.interpreter(project.read(folder)) == tmp_path / ".venv" / "bin" / "python"


def test_without_an_environment_the_program_has_our_interpreter(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stated = "name: shop\nruntime: {name: python, options: {virtualenv: gone}}\n"
    folder = write(tmp_path, "", project=stated)
    with caplog.at_level(logging.WARNING):
        assert interpreter.interpreter(project.read(folder)) == Path(sys.executable)
    assert "its virtualenv, gone, is not there" in caplog.text


def test_an_environment_without_the_sdk_says_what_to_install(tmp_path: Path) -> None:
    venv.create(tmp_path / ".venv", symlinks=True)
    with pytest.raises(ProgramError) as raised:
        run(tmp_path, "")
    assert "No module named 'pulumi'; install what the program needs: " in str(raised.value)
    assert str(tmp_path / ".venv") in str(raised.value)


def test_another_programs_modules_are_its_own(tmp_path: Path) -> None:
    files = {
        "infra/__init__.py": "NAME = 'its-infra'\n",
        "policies/__init__.py": "",
        "values.py": "NAME = 'its-values'\n",
        "stack.py": "NAME = 'its-stack'\n",
    }
    source = """
    import infra, values, stack
    for each in (infra, values, stack):
        aws.s3.Bucket(each.NAME)
    """
    names = {
        each.name for each in run(tmp_path, source, files=files).of_type("aws:s3/bucket:Bucket")
    }
    assert names == {"its-infra", "its-values", "its-stack"}


def stated(graph: Graph) -> dict[str, object]:
    told: dict[str, object] = json.loads(one(graph, "shop-dev").outputs["told"])
    return told


def test_the_path_does_not_lead_to_us(tmp_path: Path) -> None:
    source = "import sys\npulumi.export('told', json.dumps({'path': sys.path}))"
    path = stated(run(tmp_path, source))["path"]
    assert isinstance(path, list)
    assert path[0] == str(tmp_path)
    assert str(OURS) not in path
    assert str(OURS / "costing" / "preview") not in path


def test_the_process_is_as_pulumi_starts_it(tmp_path: Path) -> None:
    source = """
    import pathlib, sys
    pulumi.export("told", json.dumps({"input": sys.stdin.read(), "argv": sys.argv,
                                      "folder": str(pathlib.Path.cwd())}))
    """
    told = stated(run(tmp_path, source))
    assert told == {"input": "", "argv": [str(tmp_path)], "folder": str(tmp_path)}


def test_a_preview_leaves_our_process_as_it_was(tmp_path: Path) -> None:
    before = gc.isenabled(), sys.getswitchinterval()
    run(tmp_path, "aws.s3.Bucket('b')")
    assert (gc.isenabled(), sys.getswitchinterval()) == before


def test_environments_of_pulumis_service_are_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        run(tmp_path, "", stack="environment: [shop/dev]\n", project=PROJECT)
    assert "Pulumi.dev.yaml: its environments are not read" in caplog.text
