"""Contents of the wheel: all that the command needs, and no package of a user's program."""

import ast
import sys
from email import message_from_bytes
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from trove_classifiers import classifiers

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("costing", "plimsoll", "policies")
# Imported packages that a requirement brings in, at the version that fits it.
OF_OTHERS = {
    "botocore": "boto3",
    "google": "pulumi",
    "grpc": "pulumi",
    "pydantic_core": "pydantic",
}
# Their packages are imported when a command needs them.
EXTRAS = ("actuals", "comment", "dask", "lsp", "mcp", "plan", "ray", "sql")
INSTALLED_MIB = 40  # the price book is the most of it


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return ZipFile(built)


def test_every_file_of_the_packages_is_in_the_wheel(wheel: ZipFile) -> None:
    """A .gitignore with `data/` or `*.csv` would drop the price book in silence."""
    files = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert files <= set(wheel.namelist())


def test_wheel_contains_nothing_else(wheel: ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


@pytest.fixture(scope="module")
def metadata(wheel: ZipFile) -> Message:
    (name,) = [each for each in wheel.namelist() if each.endswith(".dist-info/METADATA")]
    return message_from_bytes(wheel.read(name))


def test_metadata_describes_the_project(metadata: Message) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_all("Project-URL")
    assert metadata["Keywords"]


def test_classifiers_exist_and_name_the_tested_versions(metadata: Message) -> None:
    stated = metadata.get_all("Classifier") or []
    assert set(stated) <= classifiers
    assert metadata["Requires-Python"] == ">=3.11"
    prefix = "Programming Language :: Python :: 3."
    named = {each.removeprefix(prefix) for each in stated if each.startswith(prefix)}
    assert named == {"11", "12", "13"}


def test_each_requirement_has_bounds(metadata: Message) -> None:
    """An upper bound must not keep users from updates of their own programs' packages."""
    for each in map(Requirement, metadata.get_all("Requires-Dist") or ()):
        extra = "" if each.marker is None else str(each.marker)
        if "dev" not in extra:
            of_programs = each.name in {"pulumi", "pulumi-aws", "pulumi-policy"}
            bounds = {bound.operator for bound in each.specifier}
            assert bounds == ({">="} if of_programs else {">=", "<"}), each.name


def imported(root: Path) -> set[str]:
    """Return the top-level names that the modules of a package import."""
    nodes = [node for path in root.rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    accepted = [
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    ]
    return {name.partition(".")[0] for name in (*plain, *accepted)}


def test_each_imported_package_is_a_requirement(metadata: Message) -> None:
    requirements = map(Requirement, metadata.get_all("Requires-Dist") or ())
    required = {
        canonicalize_name(each.name)
        for each in requirements
        if each.marker is None or any(each.marker.evaluate({"extra": name}) for name in EXTRAS)
    }
    names = set().union(*(imported(ROOT / package) for package in PACKAGES))
    names -= sys.stdlib_module_names | set(PACKAGES) | set(OF_OTHERS)
    distributions = packages_distributions()
    found = {name: distributions.get(name, [name])[0] for name in names}  # ray is not installed
    assert {*map(canonicalize_name, found.values())} <= required
    assert set(OF_OTHERS.values()) <= required


def test_wheel_is_smaller_than_its_limit(wheel: ZipFile) -> None:
    assert sum(each.file_size for each in wheel.infolist()) < INSTALLED_MIB * 2**20
