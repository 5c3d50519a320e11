"""Settings of rules in Pulumi.<stack>.yaml: plimsoll:ruleSettings."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.costing.graph.readers.engine import digest, state, step
from tests.plimsoll.shop import Run

RULE = "resource-required-tags"
TAGGED = state("a", inputs={"tags": {"Team": "search"}})
PREVIEW = digest(step("create", None, TAGGED))


def given(folder: Path, settings: Any) -> None:
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    config = {**PREVIEW["config"], "plimsoll:ruleSettings": settings}
    (folder / "preview.json").write_text(json.dumps({**PREVIEW, "config": config}))


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({RULE: {"required": ["team"]}}, 0),
        ({RULE: {"required": ["team", "stage"]}}, 1),
        (json.dumps({RULE: {"required": ["stage"]}}), 1),
    ],
)
def test_rule_reads_its_settings(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: object,
    missing: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    given(tmp_path, settings)

    _, printed, _ = run("check", "preview.json", "--only", RULE, "--format", "json")

    assert len(json.loads(printed)["findings"]) == missing


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"resource-required-tag": {}}, 'unknown rule "resource-required-tag"; did you mean'),
        ({RULE: {"requird": []}}, f"{RULE} has no setting requird; did you mean"),
        ("all", "plimsoll:ruleSettings is all; write `RULE: {SETTING: VALUE}` lines below it"),
    ],
)
def test_invalid_settings_are_reported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    given(tmp_path, settings)

    status, _, errors = run("check", "preview.json")

    assert status == 2
    assert message in errors
