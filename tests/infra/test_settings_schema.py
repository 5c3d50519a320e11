"""JSON schema of stack files."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.infra.stacks import loaded
from tools.settings_schema import SCHEMA, schema, text

ROOT = Path(__file__).resolve().parents[2]
STACKS = sorted(ROOT.glob("Pulumi.*.yaml"))


def problems(stack: Any) -> list[str]:
    return [each.message for each in Draft202012Validator(schema()).iter_errors(stack)]


def test_committed_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == text(), "run: python -m tools.settings_schema"


@pytest.mark.parametrize("path", STACKS, ids=lambda path: path.stem)
def test_shipped_stacks_match_and_reference_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert first == f"# yaml-language-server: $schema={SCHEMA.relative_to(ROOT)}"
    assert problems(loaded(path)) == []


@pytest.mark.parametrize(
    "change",
    [{"plimsoll:servin": {}}, {"plimsoll:serving": {"min_sise": 3}}, {"aws:region": "mars"}],
)
def test_unknown_setting_violates_schema(change: dict[str, Any]) -> None:
    stack = loaded(ROOT / "Pulumi.dev.yaml")

    assert problems({"config": {**stack["config"], **change}})


def test_at_most_ten_settings_are_required() -> None:
    required = schema()["properties"]["config"]["required"]

    assert len(required) <= 10
