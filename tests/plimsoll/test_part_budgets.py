"""Budgets of parts of a stack: thresholds, exit status and errors."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.plimsoll.shop import PREVIEW, Run


def given(folder: Path, budgets: Any) -> None:
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    own: Any = PREVIEW["config"]
    document = {**PREVIEW, "config": {**own, "plimsoll:budgets": budgets}}
    (folder / "preview.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("budget", "status", "message"),
    [
        (1000, 0, None),
        (600, 0, "budget of type=aws:rds*: $527.25 of $600.00 a month: over 80% at the upper"),
        ({"usd": 1000, "warn": [50, 90]}, 0, "over 50% at the upper estimate"),
        (500, 1, "budget of type=aws:rds*: $527.25 of $500.00 a month is exceeded"),
    ],
)
def test_a_part_warns_and_then_fails(
    run: Run, tmp_path: Path, budget: object, status: int, message: str | None
) -> None:
    given(tmp_path, {"type=aws:rds*": budget})
    found, _, errors = run("cost", "preview.json", "--allow-gaps")

    assert found == status
    assert (message in errors) if message else ("budget" not in errors)


@pytest.mark.parametrize(
    ("budgets", "message"),
    [
        ({"componnt=web": 5}, "plimsoll:budgets: componnt=web: unknown filter; did you mean"),
        ({"name=db": "lots"}, "plimsoll:budgets: name=db is 'lots'; write an amount in USD"),
        ({"name=db": {"usd": 5, "wran": [80]}}, 'unknown key "wran"'),
        (500, "plimsoll:budgets is 500; write"),
    ],
)
def test_invalid_budget_is_explained(
    run: Run, tmp_path: Path, budgets: object, message: str
) -> None:
    given(tmp_path, budgets)
    status, _, errors = run("cost", "preview.json")

    assert status == 2
    assert message in errors
