"""Conventions over all modules, settings and components of infra/."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from infra.aws.setting import group_of
from infra.settings import Settings
from tests.infra.stacks import ROOT

INFRA = ROOT / "infra"
MODULES = sorted(INFRA.rglob("*.py"))
AREAS = sorted(path.name for path in INFRA.iterdir() if (path / "settings.py").exists())
SHARED = {"infra.aws", "infra.context", "infra.deployment", "infra.settings"}
# Words that name the unit of a number, by the suffix of the setting's name.
UNITS = {
    "_days": "days",
    "_hours": "hours",
    "_minutes": "minutes",
    "_seconds": "seconds",
    "_ms": "milliseconds",
    "_gb": "GiB",
    "_mb": "MiB",
    "_percent": "percent",
    "_percents": "percent",
    "_usd": "USD",
    "_vcpus": "vCPUs",
}
MIN_WORDS = 4


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def area_modules() -> list[tuple[str, Path]]:
    return [(area, path) for area in AREAS for path in sorted((INFRA / area).glob("*.py"))]


def test_areas_import_only_shared_modules_and_themselves() -> None:
    """Validation compares settings across areas, so it may import their settings too."""
    for area, path in area_modules():
        allowed = {*SHARED, f"infra.{area}"}
        if path.stem == "validation":
            allowed |= {f"infra.{each}.settings" for each in AREAS}
        foreign = [
            module
            for module in imports(path)
            if module.startswith("infra")
            and not any(module == each or module.startswith(f"{each}.") for each in allowed)
        ]
        assert foreign == [], path


def test_docstrings_are_noun_phrases_or_imperatives() -> None:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, documented) and (text := ast.get_docstring(node)):
                assert not re.match(r"(What|Who|Whom|Whose|Whether|How|Where|When)\b", text), text


def components() -> list[tuple[Path, str]]:
    return [
        (path, node.name)
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
        and any("ComponentResource" in ast.unparse(base) for base in node.bases)
    ]


@pytest.mark.parametrize(("path", "name"), components(), ids=str)
def test_every_component_has_a_docstring_and_a_test(path: Path, name: str) -> None:
    area = path.parent.name
    tests = "".join(
        each.read_text(encoding="utf-8")
        for folder in (ROOT / "tests" / "infra" / area, ROOT / "tests" / "infra")
        for each in sorted(folder.glob("test_*.py"))
        if each != Path(__file__)
    )
    types = re.findall(r"aws:\w+/\w+:\w+", tests)
    made = set(re.findall(r"(\w+)\.([A-Z]\w+)\(", path.read_text(encoding="utf-8")))
    assert ast.get_docstring(
        next(
            node
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef) and node.name == name
        )
    )
    assert any(f":{kind}" in each for _, kind in made for each in types), f"no test of {name}"


def fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield f"{prefix}{name}", field
        if group := group_of(field.annotation):
            yield from fields(group, f"{prefix}{name}.")


def test_every_setting_has_a_description_with_its_unit() -> None:
    for name, field in fields(Settings):
        description = field.description or ""
        assert len(description.split()) >= MIN_WORDS, name
        for suffix, unit in UNITS.items():
            if name.endswith(suffix):
                assert unit in description, name
