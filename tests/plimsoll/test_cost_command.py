"""Command `cost`: formats, budget, groups, regions."""

import json
from pathlib import Path

import pytest

from tests.plimsoll.shop import DATABASE, PREVIEW, Golden, Run, step


@pytest.mark.parametrize(
    ("form", "name"),
    [("table", "cost.txt"), ("json", "cost.json"), ("markdown", "cost.md"), ("csv", "cost.csv")],
)
def test_cost(run: Run, golden: Golden, form: str, name: str) -> None:
    status, printed, errors = run("cost", "preview.json", "-f", form, "--usage", "usage.yaml")

    assert status == 1
    assert errors.splitlines()[1:] == [
        "plimsoll: 1 gap: charges without a price are not in the total (--allow-gaps)"
    ]
    assert "are older than 180 days" in errors.splitlines()[0]
    golden(name, printed)


def test_allow_gaps_exits_0(run: Run) -> None:
    assert run("cost", "preview.json", "--allow-gaps")[0] == 0


@pytest.mark.parametrize(("budget", "status"), [("0", 1), ("1100", 1), ("2000", 0)])
def test_budget_is_compared_with_upper_estimate(run: Run, budget: str, status: int) -> None:
    arguments = ("--allow-gaps", "--usage", "usage.yaml", "--budget", budget)
    ended, _, errors = run("cost", "preview.json", *arguments)

    assert ended == status
    assert ("upper estimate of $" in errors) == bool(status)
    assert ("over the budget" in errors) == bool(status)


def test_missing_usage_key_is_listed_once(run: Run, tmp_path: Path) -> None:
    function = {**PREVIEW, "steps": [step("aws:lambda/function:Function", "resize", {})]}
    (tmp_path / "function.json").write_text(json.dumps(function))

    _, printed, _ = run("cost", "function.json", "--region", "us-east-1")
    assert printed.count("monthly_requests") == 1


def test_cost_names_the_line_of_each_resource(run: Run, tmp_path: Path) -> None:
    database = step(
        "aws:rds/instance:Instance", "db", DATABASE, sourcePosition="project:///db.py#41"
    )
    (tmp_path / "one.json").write_text(json.dumps({**PREVIEW, "steps": [database]}))

    _, printed, _ = run("cost", "one.json", "--region", "us-east-1", "--format", "json")
    assert [each["source"] for each in json.loads(printed)["resources"]] == ["db.py:41"]


@pytest.mark.parametrize("by", ["component", "service", "type", "tag:team"])
def test_grouped_totals_add_up(run: Run, by: str) -> None:
    _, printed, _ = run("cost", "preview.json", "--by", by)

    table = printed[printed.index(f"By {by.removeprefix('tag:')}") :].split("\n\n")[0]
    amounts = [line.split("$")[1].split()[0] for line in table.splitlines()[1:]]
    *parts, total = [float(amount.replace(",", "")) for amount in amounts]
    assert sum(parts) == pytest.approx(total, abs=0.02)


def test_incomplete_preview_fails(run: Run, tmp_path: Path) -> None:
    change = {**PREVIEW, "changeSummary": {"create": 9, "same": 3}}
    (tmp_path / "change.json").write_text(json.dumps(change))

    status, _, errors = run("cost", "change.json", "--allow-gaps")

    assert status == 1
    assert "--show-sames" in errors


NO_REGION = {
    "config": {},
    "steps": [step("aws:ec2/natGateway:NatGateway", "nat", {})],
    "changeSummary": {"create": 1},
}


REGION_LINE = (
    "Region of resources for which neither provider nor stack names one: eu-west-1, from AWS_REGION"
)


@pytest.fixture
def no_region(tmp_path: Path) -> str:
    (tmp_path / "no-region.json").write_text(json.dumps(NO_REGION))
    return "no-region.json"


def test_region_of_the_environment_is_used_and_named(
    run: Run, no_region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, printed, _ = run("cost", no_region)
    assert status == 1
    assert "set aws:region, --region or AWS_REGION" in printed

    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    status, printed, _ = run("cost", no_region)
    assert status == 0
    assert REGION_LINE in printed.splitlines()
    markdown = run("cost", no_region, "-f", "markdown")[1]
    assert f"{REGION_LINE}." in markdown.replace("\\", "").splitlines()
    assert f"Base: {REGION_LINE}" in run("diff", no_region, no_region)[1].splitlines()
    assert REGION_LINE in run("check", no_region)[1].splitlines()
    found = json.loads(run("check", no_region, "-f", "json")[1])
    assert found["default_region"] == {"region": "eu-west-1", "origin": "AWS_REGION"}
    found = json.loads(run("cost", no_region, "-f", "json")[1])
    assert found["source"]["default_region"] == {"region": "eu-west-1", "origin": "AWS_REGION"}
    assert [each["region"] for each in found["resources"]] == ["eu-west-1"]

    found = json.loads(run("cost", no_region, "-f", "json", "--region", "us-west-2")[1])
    assert found["source"]["default_region"] == {"region": "us-west-2", "origin": "--region"}


def test_unknown_region_of_the_environment_exits_2(
    run: Run, no_region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "mars-1")
    status, _, errors = run("cost", no_region)
    assert status == 2
    assert errors.startswith("plimsoll: AWS_DEFAULT_REGION=mars-1: unknown region")
    assert run("cost", "preview.json", "--allow-gaps")[0] == 0  # whose region is the stack's
