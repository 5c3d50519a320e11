"""The command `usage init`: a new file, a merge into one, and what `cost` makes of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from plimsoll.cli import main

Run = Callable[..., tuple[object, str, str]]

GATEWAY = "aws:ec2/natGateway:NatGateway"
PROJECT = "name: shop\nruntime: python\n"


def state(*named: tuple[str, str]) -> str:
    resources = [
        {
            "urn": f"urn:pulumi:prod::shop::{kind}::{name}",
            "type": kind,
            "custom": True,
            "id": name,
            "inputs": {},
            "outputs": {"region": "us-east-1"},
        }
        for kind, name in named
    ]
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "one.json").write_text(state((GATEWAY, "nat")))
    (tmp_path / "two.json").write_text(state((GATEWAY, "exit"), (GATEWAY, "nat")))
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        return ended.value.code or 0, printed.out, printed.err

    return command


def test_a_file_is_merged_and_used(run: Run, tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    status, _, errors = run("usage", "init", "one.json", "--out", "usage.yaml")
    assert (status, errors) == (0, "plimsoll: usage.yaml: 5 keys added as comments\n")
    assert "# Written by: plimsoll usage init one.json --out usage.yaml\n" in usage.read_text()

    key = "monthly_data_processed_gb: "
    filled = usage.read_text().replace(f"# {key}1000", f"{key}10 # measured\n    #")
    usage.write_text(filled)
    usage.chmod(0o640)
    _, _, errors = run("usage", "init", "two.json", "--out", "usage.yaml")
    assert errors == "plimsoll: usage.yaml: 5 keys added as comments\n"
    assert usage.read_text().startswith(filled)
    assert usage.stat().st_mode & 0o777 == 0o640
    assert [*tmp_path.glob(".*")] == []

    assert run("cost", "two.json", "--usage", "usage.yaml")[0] == 0
    merged = usage.read_text()
    run("usage", "init", "two.json", "--out", "usage.yaml")
    assert usage.read_text() == merged


def test_an_entry_that_is_gone_is_marked_and_accepted(run: Run, tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text("resources: # ours\n  exit: {monthly_data_processed_gb: 7} # gone soon\n")
    assert run("cost", "one.json", "--usage", "usage.yaml")[0] == 2

    _, _, errors = run("usage", "init", "one.json", "--out", "usage.yaml")
    assert (
        "plimsoll: usage.yaml: 1 entry matches nothing in the stack; marked with a comment\n"
        in errors
    )
    mark = "  # not in this stack any more\n  exit: {monthly_data_processed_gb: 7} # gone soon\n"
    assert mark in usage.read_text()
    status, _, errors = run("cost", "one.json", "--usage", "usage.yaml")
    assert status == 0
    assert "plimsoll: usage.yaml: 1 entry matches nothing in this stack\n" in errors


def test_the_file_of_the_stack_is_the_start(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "ours.yaml").write_text("resources: {nat: {monthly_data_processed_gb: 7}}\n")
    gateway = json.loads(state((GATEWAY, "nat")))["deployment"]["resources"][0]
    preview = {
        "config": {"aws:region": "us-east-1", "plimsoll:usage": "ours.yaml"},
        "steps": [{"op": "create", "newState": gateway}],
        "changeSummary": {"create": 1},
    }
    (tmp_path / "preview.json").write_text(json.dumps(preview))

    _, printed, _ = run("usage", "init", "preview.json")
    assert "  nat: {monthly_data_processed_gb: 7}\n" in printed
    assert "# monthly_data_processed_gb" not in printed
    assert (tmp_path / "ours.yaml").read_text().count("\n") == 1


def test_an_infracost_file_is_not_changed(run: Run, tmp_path: Path) -> None:
    theirs = "resource_usage: {aws_nat_gateway.nat: {monthly_data_processed_gb: 7}}\n"
    (tmp_path / "infracost-usage.yml").write_text(theirs)

    status, _, errors = run("usage", "init", "one.json", "--out", "infracost-usage.yml")
    assert status == 2
    assert errors == (
        "plimsoll: infracost-usage.yml: this is an Infracost usage file, which is not changed; "
        "write to another file: --out usage.yaml\n"
    )
    assert (tmp_path / "infracost-usage.yml").read_text() == theirs


def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("version: 1\n")
    (tmp_path / "usage.yaml").symlink_to("real.yaml")

    run("usage", "init", "one.json", "--out", "usage.yaml")
    assert (tmp_path / "usage.yaml").is_symlink()
    assert "::nat" in (tmp_path / "real.yaml").read_text()


def test_minimal_writes_ten_keys(run: Run) -> None:
    _, printed, _ = run("usage", "init", "two.json", "--minimal")

    assert printed.count("  # example. ") == 10


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_a_file_without_content_is_filled(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "usage.yaml").write_text(text)

    assert run("usage", "init", "one.json", "--out", "usage.yaml")[0] == 0
    assert run("cost", "one.json", "--usage", "usage.yaml")[0] == 0
