"""Commands `cost`, `check` and `diff` on several projects."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.plimsoll.projects.repositories import commit, write_file, write_program
from tests.plimsoll.shop import Run

NAT = """import pulumi_aws as aws
aws.ec2.NatGateway("nat", subnet_id="subnet-1", allocation_id="eipalloc-1")
"""


def document(run: Run, *arguments: str) -> Any:
    _, printed, errors = run(*arguments, "--format", "json")
    return json.loads(printed) if printed else errors


def test_cost_is_the_total_of_the_report(run: Run, repository: Path) -> None:
    write_file(repository)
    run("report", ".", "--allow-gaps")
    whole = json.loads((repository / "build" / "report.json").read_text())["estimate"]

    found = document(run, "cost", ".")
    assert found["monthly_cost"] == whole["monthly_cost"]
    assert [each["name"] for each in found["stacks"]] == ["web/prod", "api/prod"]
    status, printed, errors = run("cost", ".")
    assert status == 1
    assert "web/prod" in printed
    assert "web/prod: estimate of $" in errors
    assert "api/prod: " not in errors


@pytest.mark.parametrize("command", ["cost", "diff"])
def test_budget_option_is_for_all_stacks(run: Run, repository: Path, command: str) -> None:
    write_file(repository)
    commit(repository)
    _, _, errors = run(command, ".", "--budget", "1500")

    assert "plimsoll: estimate of $" in errors
    assert "over the budget of $1,500.00" in errors


def test_check_names_the_stack_of_each_finding(run: Run, repository: Path) -> None:
    write_file(repository)
    found = document(run, "check", ".", "--profile", "prod")
    assert {each["urn"].split("::")[1] for each in found["findings"]} == {"web", "api"}
    sums = [each["summary"]["violation"] for each in found["stacks"]]
    assert sum(sums) == found["summary"]["violation"] > 0

    status, printed, errors = run("check", ".", "--profile", "prod", "--fail-on", "low")
    assert status == 1
    assert "(aws:s3/bucket:Bucket, web/prod" in printed
    assert "web/prod: " in errors
    assert "api/prod: " in errors


def test_waivers_option_is_for_all_stacks(run: Run, repository: Path) -> None:
    write_file(repository)
    rule = document(run, "check", ".", "--profile", "prod")["findings"][0]["rule"]
    waiver = {"rule": rule, "reason": "a", "owner": "b", "expires": "2099-01-01"}

    def waived(*resources: str) -> tuple[str, ...]:
        listed = [{**waiver, "resource": each} for each in resources]
        (repository / "waivers.yaml").write_text(json.dumps(listed))
        return "check", ".", "--profile", "prod", "--waivers", "waivers.yaml"

    found = document(run, *waived("urn:pulumi:prod::web::*", "urn:pulumi:prod::api::*"))
    assert found["summary"]["waived"] == 2
    status, _, errors = run(*waived("urn:pulumi:prod::web::*", "none"))
    assert status == 2
    assert f"waivers match no finding in any stack; remove them: {rule} on none" in errors


def test_usage_option_is_for_all_stacks(run: Run, tmp_path: Path) -> None:
    write_program(tmp_path / "one")
    write_program(tmp_path / "two", NAT)
    usage = {"models": {"standard": {"storage_gb": 10}}, "nat": {"monthly_data_processed_gb": 10}}
    (tmp_path / "usage.yaml").write_text(json.dumps({"resources": usage}))

    found = document(run, "cost", ".", "--usage", "usage.yaml")
    paid = [each["name"] for each in found["resources"] if Decimal(each["monthly_cost"])]
    assert paid == ["models", "nat"]
    (tmp_path / "usage.yaml").write_text(json.dumps({"resources": {**usage, "three": {}}}))
    _, _, errors = run("cost", ".", "--usage", "usage.yaml")
    assert "usage of three: no priced resource has this name" in errors


@pytest.fixture
def programs(tmp_path: Path) -> None:
    """Make a commit with the programs `one` and `two`, and a working tree with changes."""
    for name in ("one", "two", "gone"):
        write_program(tmp_path / "services" / name, NAT)
    commit(tmp_path)
    write_program(tmp_path / "services" / "one", NAT + NAT.replace('"nat"', '"second"'))
    write_program(tmp_path / "services" / "new", f"{NAT}aws.s3.Bucket('models')\n")
    for path in (tmp_path / "services" / "gone").iterdir():
        path.unlink()


@pytest.mark.usefixtures("programs")
def test_diff_compares_all_stacks(run: Run) -> None:
    found = document(run, "diff", "services", "--profile", "prod")

    changes = {(each["urn"].split("::")[1], each["name"]): each for each in found["resources"]}
    assert {key: each["change"] for key, each in changes.items()} == {
        ("one", "second"): "added",
        ("new", "nat"): "added",
        ("new", "models"): "added",
        ("gone", "nat"): "removed",
    }
    costs = {each["name"]: each["monthly_cost"] for each in found["stacks"]}
    assert costs["gone/dev"]["head"] is None
    assert costs["new/dev"]["base"] is None
    assert costs["two/dev"]["base"] == costs["two/dev"]["head"]
    assert Decimal(found["monthly_cost"]["change"]) == Decimal(costs["two/dev"]["head"])
    assert {each["urn"].split("::")[1] for each in found["findings"]["new"]} == {"one", "new"}


@pytest.mark.usefixtures("programs")
def test_diff_gates_are_over_all_stacks(run: Run) -> None:
    status, printed, errors = run("diff", "git:HEAD:services", "services", "--max-increase", "1%")

    assert status == 1
    assert "+ one/dev second" in printed
    assert "By stack" in printed
    assert "increase of $32.85 a month (33.3%) is over the limit of 1%" in errors
    status, printed, errors = run(
        "diff", "git:HEAD:services", "services", "--changed-since", "HEAD", "--format", "markdown"
    )
    assert "two/dev" not in printed
    assert "one/dev" in printed


def test_diff_reads_declared_previews(run: Run, repository: Path) -> None:
    write_file(repository)
    commit(repository)
    assert document(run, "diff", ".", "--allow-gaps")["resources"] == []
    (repository / "usage.yaml").write_text("resources: {models: {standard: {storage_gb: 1}}}")
    _, printed, _ = run("diff", ".", "--allow-gaps")
    assert "~ web/prod models" in printed
    assert "~ api/prod models" in printed


def test_changed_since_needs_several_projects(run: Run, tmp_path: Path) -> None:
    write_program(tmp_path)
    for command in ("cost", "check", "diff"):
        status, _, errors = run(command, ".", "--changed-since", "HEAD")
        assert status == 2
        assert "--changed-since: SOURCE is one program" in errors
