"""Requirements: bounded, locked with hashes, listed in the bill of materials."""

import re
import tomllib
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.paths import ROOT
from tools.sbom import document, packages

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def required() -> list[str]:
    extras = PROJECT["optional-dependencies"]
    return [
        *PROJECT["dependencies"],
        *(each for name in ("actuals", "comment", "mcp", "plan") for each in extras[name]),
    ]


def test_lock_has_pinned_versions_with_hashes() -> None:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", constraints, re.MULTILINE)
    pinned = {canonicalize_name(name): version for name, version in found}
    locked = {canonicalize_name(name): version for name, version, _ in packages(LOCK)}

    for each in map(Requirement, required()):
        assert each.specifier.contains(locked[canonicalize_name(each.name)]), each
    for name, version in locked.items():
        assert pinned.get(name, version) == version, f"run: make lock ({name})"
    assert all(hashes for _, _, hashes in packages(LOCK))


def test_bill_of_materials_has_each_locked_package() -> None:
    components: Any = document(LOCK)["components"]
    assert [each["name"] for each in components] == [name for name, *_ in packages(LOCK)]
