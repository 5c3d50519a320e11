"""The schema that editors complete a stack file from."""

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


def test_it_is_what_the_settings_say_today() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == text(), "run: python -m tools.settings_schema"


@pytest.mark.parametrize("path", STACKS, ids=lambda path: path.stem)
def test_the_shipped_stacks_fit_it_and_name_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert first == f"# yaml-language-server: $schema={SCHEMA.relative_to(ROOT)}"
    assert problems(loaded(path)) == []


@pytest.mark.parametrize(
    "change",
    [{"plimsoll:servin": {}}, {"plimsoll:serving": {"min_sise": 3}}, {"aws:region": "mars"}],
)
def test_a_setting_that_is_none_does_not_fit_it(change: dict[str, Any]) -> None:
    stack = loaded(ROOT / "Pulumi.dev.yaml")

    assert problems({"config": {**stack["config"], **change}})


def test_ten_lines_bring_up_a_further_environment() -> None:
    required = schema()["properties"]["config"]["required"]

    assert len(required) <= 10
