"""Commands as a user calls them: output, errors, exit status."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.plimsoll.shop import PREVIEW, Run


@pytest.mark.parametrize(
    ("config", "options", "words"),
    [
        ({}, (), "at profile prod (from the stack's name)"),
        ({"plimsoll:profile": "dev"}, (), "at profile dev (from plimsoll:profile)"),
        ({"plimsoll:profile": "dev"}, ("--profile", "regulated"), "regulated (from --profile)"),
    ],
)
def test_profile_is_printed_with_its_origin(
    run: Run, tmp_path: Path, config: dict[str, str], options: tuple[str, ...], words: str
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    own: Any = PREVIEW["config"]
    stated: Any = {**PREVIEW, "config": {**own, **config}}
    (tmp_path / "preview.json").write_text(json.dumps(stated))

    assert words in run("check", "preview.json", *options)[1]


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("cost", "preview.json", "--out", "preview.json/cost.txt"), "--out"),
        (("report", "preview.json", "--out-dir", "preview.json"), "--out-dir"),
        (("usage", "init", "preview.json", "--out", "preview.json/usage.yaml"), "--out"),
    ],
)
def test_unwritable_path_names_its_option(
    run: Run, arguments: tuple[str, ...], option: str
) -> None:
    status, _, errors = run(*arguments)

    assert status == 2
    assert errors.startswith(f"plimsoll: {option}: cannot write preview.json/")


def test_diff_groups_totals(run: Run, tmp_path: Path) -> None:
    fewer = {**PREVIEW, "steps": [*PREVIEW["steps"]][:-1]}
    (tmp_path / "fewer.json").write_text(json.dumps(fewer))

    _, printed, _ = run("diff", "preview.json", "fewer.json", "--allow-gaps", "--by", "service")

    table = printed[printed.index("By service") :].splitlines()
    assert [line.split() for line in table[1:2]] == [["AmazonEC2", "$32.85", "$0.00", "-$32.85"]]


def test_regions_are_listed_with_price_dates(run: Run) -> None:
    _, printed, _ = run("prices", "list", "--format", "json")

    listed = json.loads(printed)
    assert {"us-east-1", "eu-west-1", "global"} <= {each["region"] for each in listed}
    assert all(each["skus"] and each["oldest"] <= each["as_of"] for each in listed)


def test_priced_type_as_json(run: Run) -> None:
    _, printed, _ = run("prices", "show", "aws:sqs/queue:Queue", "--format", "json")

    assert {"monthly_requests", "request_size_kb"} < {*json.loads(printed)["usage_keys"]}


def test_price_is_found_by_usage_type_with_region_prefix(run: Run) -> None:
    stripped = run("prices", "show", "BoxUsage:t3.medium", "--region", "eu-west-1")

    assert run("prices", "show", "EU-BoxUsage:t3.medium", "--region", "eu-west-1") == stripped


def test_diff_of_incomplete_preview_fails(run: Run, tmp_path: Path) -> None:
    change = {**PREVIEW, "changeSummary": {"create": 9, "same": 3}}
    (tmp_path / "change.json").write_text(json.dumps(change))

    for sides in (("change.json",), ("preview.json", "change.json"), ("change.json",) * 2):
        status, _, errors = run("diff", *sides, "--allow-gaps")
        assert status == 1
        assert errors.count("--show-sames") == 1
    assert run("diff", "preview.json", "preview.json", "--allow-gaps")[0] == 0


PROGRAM = """
import pulumi
class Thing(pulumi.ComponentResource):
    def __init__(self):
        super().__init__("awsx:no:Such", "thing", {}, None, True)
Thing()
pulumi.log.warn("said by the program")
"""


@pytest.mark.parametrize(
    "command",
    [("cost", "."), ("check", "."), ("graph", "."), ("report", "."), ("diff", ".", "preview.json")],
    ids=" ".join,
)
def test_preview_warnings_are_printed_once(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text("config: {aws:region: us-east-1}\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)

    _, _, errors = run(*command)
    warning = (
        "plimsoll: awsx:no:Such thing is not expanded: the resources that it creates are unknown"
    )
    assert errors.splitlines().count(warning) == 1
    assert all(line.startswith("plimsoll: ") for line in errors.splitlines())

    assert run(*command, "--quiet")[1:] == ("", "")


def test_out_file_replaces_standard_output(run: Run, tmp_path: Path) -> None:
    _, printed, _ = run("cost", "preview.json", "-f", "json", "--out", "to/cost.json")

    assert not printed
    assert json.loads((tmp_path / "to" / "cost.json").read_text())["version"] == 1


def test_report_contains_estimate_and_findings(run: Run, tmp_path: Path) -> None:
    status, printed, errors = run("report", "preview.json", "--usage", "usage.yaml")

    document = json.loads((tmp_path / "build" / "report.json").read_text())
    assert status == document["exit"]["code"] == 1
    assert "a month" in printed.splitlines()[0]
    assert document["estimate"]["gaps"]
    assert document["findings"]
    assert all(reason in errors for reason in document["exit"]["because"])
    assert (tmp_path / "build" / "report.md").read_text().startswith("# shop, stack prod")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cost", "none.json"], "none.json: No such file or directory"),
        (["cost", "usage.yaml"], "usage.yaml"),
        (["cost", "."], "Pulumi.yaml"),
        (["check", "preview.json", "--format", "xml"], "'-f': 'xml' is not one of"),
        (["costs"], "No such command 'costs'"),
        (
            ["cost", "preview.json", "--by", "colour"],
            "--by colour: unknown grouping; use component",
        ),
        (["cost", "preview.json", "--usage", "none.yaml"], "none.yaml: No such file"),
        (["cost", "preview.json", "--budget", "lots"], "lots"),
        (["cost", "preview.json", "--stack", "dev"], "is of stack prod, not dev"),
        (["cost", "preview.json", "--region", "us-east-9"], '"us-east-2", "us-east-1"'),
        (["check", "preview.json", "--only", "no-such-rule"], 'unknown rule "no-such-rule"'),
        (["check", "preview.json", "--profile", "production"], 'unknown profile "production"'),
        (["prices", "show", "BoxUsage:m5.lagre"], 'did you mean "BoxUsage:m5.large"'),
        (["prices", "list", "x", "--region", "us-east-9"], "no prices for region us-east-9"),
        (["rules", "show", "no-such-rule"], "no-such-rule"),
        (
            ["cost", "preview.json", "--usage", "usage-of-nothing.yaml"],
            'usage of featurs: no priced resource has this name; did you mean "features"?',
        ),
    ],
)
def test_invalid_call_exits_2_with_one_line(run: Run, arguments: list[str], message: str) -> None:
    status, printed, errors = run(*arguments)

    assert status == 2
    assert not printed
    assert message in errors
    assert errors.startswith("plimsoll: ")
    assert errors.count("\n") == 1


def test_help_imports_no_estimate_and_no_rules() -> None:
    loaded = "import sys, plimsoll.cli; print(*sorted(sys.modules))"
    modules = subprocess.run(  # noqa: S603
        [sys.executable, "-c", loaded], check=True, capture_output=True, text=True
    ).stdout.split()

    assert not {"costing.graph.resource", "policies", "pydantic", "rich.table", "yaml"} & set(
        modules
    )


@pytest.mark.parametrize(
    "command", [("cost", "--verbose"), ("check",), ("report",), ("graph",), ("usage", "init")]
)
def test_access_options_apply_to_each_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TOKEN", "token")
    monkeypatch.setenv("AWS_PROFILE", "profile")
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config: {}\n")
    (folder / "__main__.py").write_text(
        "import os\nassert os.environ['TOKEN'] == 'token'\n"
        "assert os.environ['AWS_PROFILE'] == 'profile'\n"
    )
    status, _, errors = run(*command, str(folder))
    assert (status, errors) == (
        2,
        (
            "plimsoll: __main__.py:2: KeyError: 'TOKEN'; TOKEN is set, but not passed to "
            "programs: use --with-env TOKEN\n"
        ),
    )
    options = ("--with-env", "TOKEN", "--with-credentials", "--with-network")
    assert not run(*command, str(folder), *options)[0]


def test_result_file_is_replaced_in_one_step(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "cost.txt"
    out.write_text("old")
    (tmp_path / "pipe").symlink_to(out)
    before = out.stat().st_ino

    assert run("cost", "preview.json", "--allow-gaps", "--out", "pipe")[0] == 0
    assert out.stat().st_ino != before
    assert (tmp_path / "pipe").is_symlink()
    assert not list(tmp_path.glob(".*.tmp"))


def test_result_is_written_to_a_device(run: Run) -> None:
    assert run("cost", "preview.json", "--allow-gaps", "--out", "/dev/null")[0] == 0
    status, _, errors = run("cost", "preview.json", "--allow-gaps", "--out", "/dev/full")
    assert status == 2
    assert "cannot write /dev/full: No space left on device" in errors


@pytest.mark.parametrize(
    ("redirection", "message"),
    [
        ("cost - <&-", "standard input is closed; specify a file"),
        ("cost preview.json --allow-gaps > /dev/full", "cannot write standard output: No space"),
    ],
)
def test_unusable_stream_is_one_line(run: Run, redirection: str, message: str) -> None:
    assert run("--version")[0] in {0, None}
    ended = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", f"{sys.executable} -m plimsoll {redirection}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert message in ended.stderr
