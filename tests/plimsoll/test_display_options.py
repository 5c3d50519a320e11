"""Selection, width and colours of what a terminal shows."""

import json
import re
from pathlib import Path

import pytest

from tests.plimsoll.shop import Run


@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_no_line_of_a_summary_is_wider_than_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    _, printed, _ = run("report", "preview.json", "--usage", "usage.yaml")
    assert max(map(len, printed.splitlines())) <= width


def test_filter_lists_a_part_and_keeps_the_total(run: Run) -> None:
    whole = run("cost", "preview.json", "--allow-gaps")[1]
    _, part, _ = run("cost", "preview.json", "--allow-gaps", "--filter", "type=*rds*")

    assert total(part) == total(whole)
    assert "natGateway" in whole
    assert "natGateway" not in part.partition("By component")[0]
    assert re.search(r"^Shown +\$[\d.,]+ +type=\*rds\*$", part, re.MULTILINE)


def total(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("Total a month")).split()[3]


def test_filters_of_one_key_are_alternatives(run: Run) -> None:
    options = ("--filter", "name=db", "--filter", "name=nat", "--filter", "service=AmazonEC2")

    _, printed, _ = run("cost", "preview.json", "-f", "json", *options)
    document = json.loads(printed)
    assert [each["name"] for each in document["resources"]] == ["nat"]
    assert document["shown_monthly_cost"] == "32.85"
    assert document["monthly_cost"] != "32.85"


def test_cheap_and_costless_resources_are_folded(run: Run) -> None:
    _, printed, _ = run("cost", "preview.json", "--allow-gaps", "--min-cost", "100")

    assert re.search(r"^  \d more resources? +\$\d", printed, re.MULTILINE)
    assert "natGateway" not in printed.partition("By component")[0]


def test_top_limits_the_resources_of_a_tree(run: Run) -> None:
    _, printed, _ = run("cost", "preview.json", "--allow-gaps", "--top", "1", "-f", "tree")

    tree = printed.partition("By component")[0]
    assert len(re.findall(r"^  \S+  aws:", tree, re.MULTILINE)) == 1


@pytest.mark.parametrize(("by", "part"), [("account", "(default account)"), ("project", "shop")])
def test_totals_by_account_and_project(run: Run, by: str, part: str) -> None:
    _, printed, _ = run("cost", "preview.json", "--allow-gaps", "--group-by", by)

    assert re.search(rf"^{re.escape(part)} +\$", printed, re.MULTILINE)


@pytest.mark.parametrize(
    ("filter_", "message"),
    [("servise=x", 'unknown filter; did you mean "service"?'), ("db", "write KEY=PATTERN")],
)
def test_invalid_filter_names_the_keys(run: Run, filter_: str, message: str) -> None:
    status, _, errors = run("cost", "preview.json", "--filter", filter_)

    assert status == 2
    assert message in errors


@pytest.mark.parametrize("command", ["cost", "check", "report"])
def test_colours_are_added_on_request_only(run: Run, command: str) -> None:
    plain, coloured = (
        run(command, "preview.json", "--color", mode)[1] for mode in ("auto", "always")
    )

    assert "\x1b" not in plain
    assert "\x1b[1m" in coloured or "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_files_of_a_report_are_complete_despite_a_filter(run: Run, tmp_path: Path) -> None:
    run("report", "preview.json", "--filter", "name=nat", "--top", "1")

    document = json.loads((tmp_path / "build" / "report.json").read_text())
    assert len(document["estimate"]["resources"]) > 1
