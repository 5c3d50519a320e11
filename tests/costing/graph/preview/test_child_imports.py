"""Modules of generated packages: loaded when a program uses a name, with the same names."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pulumi_aws
import pytest

from costing.graph.preview.child_imports import GeneratedPackages, exported

PACKAGE = """\
import typing
# Export this package's modules as members:
from ._enums import *
from .get_thing import *
from .thing import *
from . import outputs
"""
MODULES = {
    "_enums": "__all__ = ['Size', 'Thing']\nSize = 'large'\nThing = None\n",
    "get_thing": "__all__ = [\n    'get_thing',\n    'GetThing',\n]\nGetThing = int\n"
    "def get_thing(): return 1\n",
    "thing": "__all__ = ['Thing']\nclass Thing: pass\n",
    "outputs": "__all__ = ['Part']\nclass Part: pass\n",
}


@pytest.fixture
def sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Write a generated package pulumi_sample.store; yield its folder."""
    folder = tmp_path / "pulumi_sample" / "store"
    folder.mkdir(parents=True)
    (tmp_path / "pulumi_sample" / "__init__.py").touch()
    (folder / "__init__.py").write_text(PACKAGE)
    for name, text in MODULES.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [GeneratedPackages(), *sys.meta_path])
    yield folder
    for name in loaded():
        del sys.modules[name]


def loaded() -> list[str]:
    return [name for name in sys.modules if name.startswith("pulumi_sample")]


def store() -> ModuleType:
    return importlib.import_module("pulumi_sample.store")


@pytest.mark.usefixtures("sdk")
def test_a_name_loads_only_its_module() -> None:
    package = store()
    assert loaded() == ["pulumi_sample", "pulumi_sample.store"]
    assert package.Thing.__name__ == "Thing"  # the last module that exports it
    assert loaded()[2:] == ["pulumi_sample.store.thing"]
    assert package.outputs.Part
    assert {"Size", "Thing", "get_thing", "outputs", "typing"} <= set(dir(package))
    with pytest.raises(AttributeError, match=r"'pulumi_sample.store' has no attribute 'Thin'"):
        _ = package.Thin


@pytest.mark.usefixtures("sdk")
@pytest.mark.parametrize("name", ["pulumi_sample.store.get_thing", "pulumi_sample.store"])
def test_a_function_replaces_its_module(name: str) -> None:
    importlib.import_module(name)
    assert store().get_thing() == 1


@pytest.mark.usefixtures("sdk")
def test_all_names_can_be_imported() -> None:
    names: dict[str, object] = {}
    exec("from pulumi_sample.store import *", names)  # noqa: S102 (the statement under test)
    assert {"Size", "Thing", "get_thing", "GetThing", "outputs"} <= set(names)


def test_package_without_lists_of_names_is_executed(sdk: Path) -> None:
    (sdk / "thing.py").write_text("class Thing: pass\n")
    assert vars(store())["Thing"].__name__ == "Thing"


@pytest.mark.parametrize("name", ["kms", "s3", "sqs"])
def test_names_are_those_of_the_whole_package(name: str) -> None:
    whole = getattr(pulumi_aws, name)
    found = exported(Path(whole.__file__).read_text(), Path(whole.__file__).parent)
    assert found is not None
    names, _ = found
    others = {each for each in vars(whole) if not each.startswith("_")} - set(names) - {"typing"}
    assert all(hasattr(whole, each) for each in names)
    assert others <= {path.stem for path in Path(whole.__file__).parent.glob("*.py")}
