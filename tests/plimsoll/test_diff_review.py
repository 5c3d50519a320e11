"""Findings and budget in a comparison, in every format."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.plimsoll.report.hostile import ATTACK, hostile_state
from tests.plimsoll.shop import DATABASE, PREVIEW, Run, step


@pytest.fixture
def public(tmp_path: Path) -> str:
    """Return a preview in which a database becomes public, and loses its NAT gateway."""
    steps: Any = PREVIEW["steps"]
    changed = step("aws:rds/instance:Instance", "db", {**DATABASE, "publiclyAccessible": True})
    kept = [steps[0], changed, *steps[2:-1]]
    document = {**PREVIEW, "steps": kept, "changeSummary": {"create": len(kept)}}
    (tmp_path / "public.json").write_text(json.dumps(document))
    return "public.json"


def findings(run: Run, base: str, head: str) -> Any:
    _, printed, _ = run("diff", base, head, "--allow-gaps", "-f", "json", "--budget", "600")
    return json.loads(printed)


def test_new_and_resolved_findings_are_those_of_one_side(run: Run, public: str) -> None:
    there = findings(run, "preview.json", public)
    back = findings(run, public, "preview.json")

    unsafe = [each["name"] for each in there["findings"]["new"] if each["concern"] == "security"]
    assert unsafe == ["db"]
    assert there["findings"]["new"] == back["findings"]["resolved"]
    assert there["findings"]["unchanged"] > 0
    assert there["budget"] == {
        "monthly_budget": "600",
        "left": {"base": "39.9", "head": "69.1"},
    }


def test_an_unchanged_stack_has_no_new_findings(run: Run) -> None:
    found = findings(run, "preview.json", "preview.json")["findings"]

    assert found["new"] == found["resolved"] == []


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_every_format_shows_findings_and_budget(run: Run, public: str, form: str) -> None:
    _, printed, _ = run("diff", "preview.json", public, "--budget", "600", "-f", form)

    assert "Becomes unsafe" in printed
    assert "$69.10" in printed


def test_violations_of_both_sides_do_not_fail(run: Run) -> None:
    same = ("diff", "preview.json", "preview.json", "--allow-gaps", "--fail-on", "low")

    assert run(*same)[0] == 0


def test_new_violation_fails(run: Run, public: str) -> None:
    status, _, errors = run(
        "diff", "preview.json", public, "--allow-gaps", "--fail-on", "high", "-q"
    )
    assert status == 1
    assert not errors


def test_cost_only(run: Run, public: str) -> None:
    _, printed, _ = run("diff", "preview.json", public, "--no-check", "-f", "json")

    assert json.loads(printed)["findings"] is None


def test_page_has_no_script_and_escapes_names(run: Run, tmp_path: Path) -> None:
    state = hostile_state()
    (tmp_path / "new.json").write_text(json.dumps(state))
    del state["deployment"]["resources"][1]
    (tmp_path / "old.json").write_text(json.dumps(state))

    _, page, _ = run("diff", "old.json", "new.json", "-f", "html")
    assert "<script" not in page
    assert "script-src" not in page
    assert ATTACK not in page
    assert "onerror=alert(1)&gt;" in page
