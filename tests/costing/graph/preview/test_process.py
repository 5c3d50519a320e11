"""The process of a program: its own interpreter, its own folder."""

import gc
import json
import logging
import sys
from pathlib import Path

import pytest

import costing
from costing.graph.preview import session
from costing.graph.resource import Graph
from tests.costing.graph.preview.program import PROJECT, environment, one, run

OURS = Path(costing.__file__).parents[1]


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


PACKAGES = ("costing", "plimsoll", "policies")


@pytest.mark.parametrize("initial", [True, False])
@pytest.mark.parametrize("name", PACKAGES)
def test_the_programs_packages_come_before_the_installed_ones(
    name: str, *, initial: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed wheel is in one folder with the packages that the program needs."""
    site = tmp_path / "site-packages"
    (site / "plimsoll-1.dist-info").mkdir(parents=True)
    for package in PACKAGES:
        (site / package).mkdir()
        (site / package / "__init__.py").touch()
    (site / "needed.py").write_text("NAME = 'needed'")
    monkeypatch.setattr(session, "OURS", site)
    environment(tmp_path / "program" / ".venv")  # without the source tree on its path
    monkeypatch.setenv("PYTHONPATH", str(site))
    files = {f"{name}/part.py": f"NAME = '{name}-part'"}
    source = f"""
    import needed
    from {name} import part
    aws.s3.Bucket(needed.NAME)
    aws.s3.Bucket(part.NAME)
    """
    if initial:
        files[f"{name}/__init__.py"] = ""
    graph = run(tmp_path / "program", source, files=files)
    assert {each.name for each in graph.of_type("aws:s3/bucket:Bucket")} == {
        "needed",
        f"{name}-part",
    }


def test_a_linked_source_tree_is_left_out_of_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link and the folder that it leads to are one entry of the path."""
    (tmp_path / "link").symlink_to(OURS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "link"))
    source = "import sys\npulumi.export('told', json.dumps({'path': sys.path}))"
    path = specified(run(tmp_path / "program", source))["path"]
    assert isinstance(path, list)
    assert str(tmp_path / "link") not in path


def specified(graph: Graph) -> dict[str, object]:
    request_text: dict[str, object] = json.loads(one(graph, "shop-dev").outputs["told"])
    return request_text


def test_path_of_the_program_excludes_plimsoll(tmp_path: Path) -> None:
    source = "import sys\npulumi.export('told', json.dumps({'path': sys.path}))"
    path = specified(run(tmp_path, source))["path"]
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
    request_text = specified(run(tmp_path, source))
    assert request_text == {"input": "", "argv": [str(tmp_path)], "folder": str(tmp_path)}


def test_preview_does_not_change_the_calling_process(tmp_path: Path) -> None:
    before = gc.isenabled(), sys.getswitchinterval()
    run(tmp_path, "aws.s3.Bucket('b')")
    assert (gc.isenabled(), sys.getswitchinterval()) == before


def test_pulumi_cloud_environments_are_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        run(tmp_path, "", stack="environment: [shop/dev]\n", project=PROJECT)
    assert "Pulumi.dev.yaml: environments are ignored" in caplog.text
