"""Commands that set up a project and diagnose an installation."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from costing.usage.file import read
from plimsoll.commands.init import rounded
from tests.plimsoll.shop import Run

PROGRAM = "import pulumi_aws as aws\naws.s3.Bucket('models')\n"


def project(folder: Path, name: str = "shop", *stacks: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
    for stack in stacks or ("dev",):
        (folder / f"Pulumi.{stack}.yaml").write_text("config:\n  aws:region: us-east-1\n")
    (folder / "__main__.py").write_text(PROGRAM)


def test_init_writes_usage_and_proposes_settings(run: Run, tmp_path: Path) -> None:
    project(tmp_path, "shop", "dev", "prod")
    status, printed, _ = run("init")

    assert not status
    for stack in ("dev", "prod"):
        usage = tmp_path / "usage" / f"{stack}.yaml"
        assert "# standard.storage_gb: " in usage.read_text()
        assert read(usage).resources.keys() == {"aws:s3/bucket:Bucket::models"}
        assert f"plimsoll:usage: usage/{stack}.yaml" in printed
        assert f"plimsoll:profile: {stack}" in printed
    assert sum(line.startswith("  plimsoll ") for line in printed.splitlines()) == 3


def test_init_keeps_an_existing_usage_file(run: Run, tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "usage").mkdir()
    (tmp_path / "usage" / "dev.yaml").write_text("version: 1\n")

    _, _, errors = run("init", "--stack", "dev")
    assert "usage/dev.yaml: exists, not changed" in errors
    assert (tmp_path / "usage" / "dev.yaml").read_text() == "version: 1\n"


def test_proposed_commands_work_as_printed(run: Run, tmp_path: Path) -> None:
    project(tmp_path)
    _, printed, _ = run("init")

    report = next(each for each in printed.splitlines() if "plimsoll report" in each)
    assert run(*report.split()[1:], "--allow-gaps", "-q")[0] in (0, 1)


def test_init_without_a_program_names_the_folder(run: Run) -> None:
    status, _, errors = run("init", ".")

    assert status == 2
    assert "no program in Python or YAML in this folder or below" in errors


@pytest.mark.parametrize(
    ("usd", "budget"), [("0", 10), ("1234.5", 1300), ("12", 12), ("12.1", 13), ("0.3", 1)]
)
def test_budget_is_rounded_up_to_two_digits(usd: str, budget: int) -> None:
    assert rounded(Decimal(usd)) == budget


def test_doctor_checks_the_files_of_each_stack(run: Run, tmp_path: Path) -> None:
    project(tmp_path / "web")
    (tmp_path / "web" / "Pulumi.dev.yaml").write_text(
        "config:\n  plimsoll:usage: usage.yaml\n  plimsoll:budgets: {nme=x: 5}\n"
    )
    (tmp_path / "web" / "usage.yaml").write_text("resorces: {}\n")

    status, printed, errors = run("doctor", ".", "--format", "json")
    found = {each["name"]: each for each in json.loads(printed)}
    assert status == 1
    assert "2 checks failed" in errors
    assert found["Python"]["status"] == "ok"
    assert found["web/usage.yaml"]["status"] == "error"
    assert "resorces" in found["web/usage.yaml"]["text"]
    assert 'did you mean "name"' in found["plimsoll:budgets"]["text"]


def test_doctor_runs_no_program(run: Run, tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "__main__.py").write_text("open('ran', 'w')\n")

    assert run("doctor")[0] == 0
    assert not (tmp_path / "ran").exists()
