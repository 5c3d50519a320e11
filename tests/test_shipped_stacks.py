"""The stacks that ship: no gap, no finding, and a bill that a person can read."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plimsoll.cli import main
from tests.infra.checks import usage_settings
from tests.infra.stacks import recorded, stack_file

ROOT = Path(__file__).resolve().parents[1]
SCREEN = 40  # lines
NUMBER_OF_RULES = re.compile(r"\d+ rules")
STACKS = [path.stem.removeprefix("Pulumi.") for path in sorted(ROOT.glob("Pulumi.*.yaml"))]


@pytest.mark.parametrize("stack", STACKS)
def test_a_shipped_stack_is_priced_whole_and_breaks_no_rule(
    stack: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[str, str], None],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", str(ROOT), "--stack", stack, "--out-dir", str(tmp_path), "--details"])

    report = json.loads((tmp_path / "report.json").read_text())
    assert report["estimate"]["gaps"] == []
    assert {each["status"] for each in report["findings"]} <= {"waived"}
    config = stack_file(stack)["config"]
    assert usage_settings.findings(report["estimate"], recorded(stack), config) == []
    assert ended.value.code == 0
    golden(f"report-{stack}.txt", NUMBER_OF_RULES.sub("(all) rules", capsys.readouterr().out))


def test_summary_fits_one_screen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[str, str], None],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit):
        main(["report", ".", "--stack", "prod", "--out-dir", str(tmp_path)])

    summary = capsys.readouterr().out
    assert len(summary.splitlines()) < SCREEN
    golden("summary-80-columns.txt", summary)
