"""Several projects in one report: sources, shared tiers, budgets, changed projects."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from plimsoll.projects.parallel import results
from plimsoll.projects.repository import is_repository
from tests.plimsoll.projects.repositories import commit, write_file, write_program
from tests.plimsoll.shop import Run
from tools.projects_schema import SCHEMA, text


def report(run: Run, folder: Path, accounts: tuple[str, str], *options: str) -> Any:
    write_file(folder, accounts)
    run("report", ".", "--allow-gaps", *options)
    return json.loads((folder / "build" / "report.json").read_text())


def test_stacks_of_one_account_share_price_tiers(run: Run, repository: Path) -> None:
    one = report(run, repository, ("1", "1"))
    two = report(run, repository, ("1", "2"))

    assert [each["name"] for each in one["stacks"]] == ["web/prod", "api/prod"]
    costs = [Decimal(each["monthly_cost"]) for each in one["stacks"]]
    assert sum(costs) == Decimal(one["estimate"]["monthly_cost"])
    assert Decimal(one["estimate"]["monthly_cost"]) < Decimal(two["estimate"]["monthly_cost"])


def test_each_stack_has_its_own_budget(run: Run, repository: Path) -> None:
    document = report(run, repository, ("1", "1"))

    over = [each["exit"]["because"] for each in document["stacks"]]
    assert any("over the budget of $100.00" in reason for reason in over[0])
    assert not any("budget" in reason for reason in over[1])
    assert any(each.startswith("web/prod: ") for each in document["exit"]["because"])


def test_page_names_the_stack_of_a_finding(run: Run, repository: Path) -> None:
    report(run, repository, ("1", "1"), "--profile", "prod")

    page = (repository / "build" / "report.html").read_text()
    assert "web/prod, aws:s3/bucket:Bucket" in page
    assert '<section id="stacks">' in page


def test_summary_groups_by_stack(run: Run, repository: Path) -> None:
    report(run, repository, ("1", "1"))
    _, printed, _ = run("report", ".", "--allow-gaps")

    assert "By stack" in printed
    assert "web/prod" in printed
    assert "plimsoll explain web.json" in " ".join(printed.split())


def test_two_sources_of_one_stack_are_refused(run: Run, repository: Path) -> None:
    (repository / "api.json").write_text((repository / "web.json").read_text())
    write_file(repository)

    status, _, errors = run("report", ".")
    assert status == 2
    assert "2 sources are project web, stack prod" in errors


def test_programs_below_are_found_without_a_file(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_program(tmp_path / "services" / name)
    other = tmp_path / "services" / "web"
    other.mkdir()
    (other / "Pulumi.yaml").write_text("name: web\nruntime: nodejs\n")

    _, _, errors = run("report", "services", "--allow-gaps")
    document = json.loads((tmp_path / "build" / "report.json").read_text())
    assert [each["name"] for each in document["stacks"]] == ["one/dev", "two/dev"]
    assert "left out: services/web/Pulumi.yaml: the program's runtime is nodejs" in errors


def test_only_changed_projects_are_reported(run: Run, repository: Path) -> None:
    report(run, repository, ("1", "1"))
    commit(repository)
    (repository / "api" / "new.py").write_text("")

    document = report(run, repository, ("1", "1"), "--changed-since", "HEAD")
    assert [each["name"] for each in document["stacks"]] == ["api/prod"]
    status, _, errors = run("report", ".", "--changed-since", "none")
    assert status == 2
    assert 'unknown revision "none"' in errors


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{folder: web, source: web.json, bugdet: 1}", 'unknown key "projects.0.bugdet"'),
        ("{folder: none}", "none: Pulumi.yaml does not exist"),
    ],
)
def test_invalid_file_is_explained(run: Run, repository: Path, entry: str, message: str) -> None:
    (repository / "plimsoll.yaml").write_text(f"projects: [{entry}]")
    status, _, errors = run("report", ".")

    assert status == 2
    assert message in errors


def test_program_with_folders_below_is_one_project(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: one\nruntime: python\n")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "Pulumi.yaml").write_text("name: two\nruntime: python\n")

    assert not is_repository(str(tmp_path), None)
    (tmp_path / "plimsoll.yaml").write_text("projects: [{folder: .}]")
    assert is_repository(str(tmp_path), None)
    assert not is_repository(str(tmp_path), "dev")


def test_the_first_error_of_parallel_tasks_is_raised() -> None:
    def fail() -> int:
        raise ValueError("one")

    assert results([lambda: 1, lambda: 2], 2, "tasks") == [1, 2]
    with pytest.raises(ValueError, match="one"):
        results([lambda: 1, fail], 2, "tasks")


def test_schema_is_current_and_accepts_the_example() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == text(), "run: python -m tools.projects_schema"
    schema = json.loads(text())
    Draft202012Validator.check_schema(schema)
    valid = {"projects": [{"folder": "web", "stacks": {"prod": None, "dev": {"budget": 5}}}]}
    assert [*Draft202012Validator(schema).iter_errors(valid)] == []
    assert [*Draft202012Validator(schema).iter_errors({"projects": []})]
