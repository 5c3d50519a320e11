"""Command `tradeoffs`: the goldens of the production stack and of two examples, and its formats."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plimsoll.cli import main
from tests.paths import ROOT

Golden = Callable[[str, str], None]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        return int(str(ended.value.code)), printed.out, printed.err

    return command


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("prod", (".", "--stack", "prod")),
        ("eks-cluster", ("examples/eks-cluster",)),
        ("three-zone-network", ("examples/three-zone-network",)),
    ],
)
def test_goldens(
    name: str,
    arguments: tuple[str, ...],
    run: Run,
    golden: Golden,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    status, printed, _ = run("tradeoffs", *arguments)
    assert status == 0
    golden(f"tradeoffs-{name}.txt", printed)


@pytest.fixture
def network(run: Run, tmp_path: Path) -> str:
    """Return the file with a preview of three zones, each with a NAT gateway."""
    file = str(tmp_path / "preview.json")
    run("graph", str(ROOT / "examples" / "three-zone-network"), "-f", "json", "--out", file)
    return file


def test_formats_have_the_same_decisions(run: Run, network: str) -> None:
    _, table, _ = run("tradeoffs", network)
    _, markdown, _ = run("tradeoffs", network, "-f", "markdown")
    _, text, _ = run("tradeoffs", network, "-f", "json")
    [decision] = json.loads(text)["decisions"]
    assert decision["kind"] == "NAT gateway a zone"
    assert decision["taken"] is True
    assert float(decision["minutes_saved"]) == pytest.approx(27.0)
    assert float(decision["usd_per_minute"]) == pytest.approx(
        12 * float(decision["monthly_cost"]) / 27.0
    )
    assert re.search(r"NAT gateway a zone of main +\$73\.00", table)
    assert "| NAT gateway a zone of main | $73.00 |" in markdown


def test_rate_of_zone_failures_is_an_option(run: Run, network: str) -> None:
    options = ("--zone-events", "1", "--zone-hours", "2")
    _, text, _ = run("tradeoffs", network, "-f", "json", *options)
    assert float(json.loads(text)["decisions"][0]["minutes_saved"]) == pytest.approx(120.0)


def test_more_failures_than_hours_of_a_year_are_refused(run: Run) -> None:
    status, _, errors = run("tradeoffs", "--zone-events", "9000")
    assert status == 2
    assert errors.startswith("plimsoll: --zone-events 9000: ")
