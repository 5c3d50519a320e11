"""Results of tradeoffs and plan as sections of a report."""

import json
from pathlib import Path
from typing import Any

from tests.plimsoll.report.hostile import ATTACK
from tests.plimsoll.shop import Run


def study(**more: Any) -> str:
    section = {
        "title": ATTACK,
        "columns": ["Decision", "USD"],
        "rows": [[ATTACK, "1"]],
        "lines": [],
    }
    return json.dumps({"version": 1, "sections": [section], **more})


def test_tradeoffs_are_written_beside_a_report_only(run: Run, tmp_path: Path) -> None:
    run("tradeoffs", "preview.json")
    assert not (tmp_path / "build").exists()

    run("report", "preview.json")
    run("tradeoffs", "preview.json")
    run("report", "preview.json")
    assert 'id="tradeoffs"' in (tmp_path / "build" / "report.html").read_text()


def test_tradeoffs_of_another_stack_leave_the_report_alone(run: Run, tmp_path: Path) -> None:
    run("report", "preview.json")
    other = (tmp_path / "preview.json").read_text().replace("::shop::", "::other::")
    (tmp_path / "other.json").write_text(other)

    run("tradeoffs", "other.json")
    assert not (tmp_path / "build" / "tradeoffs.json").exists()


def test_text_of_a_study_is_escaped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(study())
    run("report", "preview.json", "--plan", "plan.json")

    page = (tmp_path / "build" / "report.html").read_text()
    assert 'id="plan"' in page
    assert ATTACK not in page


def test_study_of_another_stack_is_left_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(study(source={"project": "shop", "stack": "dev"}))
    _, _, errors = run("report", "preview.json", "--tradeoffs", "other.json")

    assert "other.json is of another stack" in errors
    assert 'id="tradeoffs"' not in (tmp_path / "build" / "report.html").read_text()


def test_file_of_another_command_is_refused(run: Run) -> None:
    status, _, errors = run("report", "preview.json", "--plan", "preview.json")

    assert status == 2
    assert "not the result of plimsoll plan" in errors
