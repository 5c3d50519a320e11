"""Inputs of the tools become command lines; answers are short and say what they leave off."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from costing.errors import CallError
from plimsoll.command_table import COMMANDS
from plimsoll.mcp_server import answers
from plimsoll.mcp_server.command import Call, CommandError, Ended, outcome
from plimsoll.mcp_server.roots import roots
from plimsoll.mcp_server.tools import TOOLS, answer_text

HERE = roots([Path(__file__).parent])


def called(name: str, **arguments: Any) -> Call:
    return TOOLS[name].call(arguments, HERE)[1]


def test_each_tool_runs_a_command_and_writes_no_file() -> None:
    needed: dict[str, dict[str, Any]] = {
        "price": {"type": "aws:kms/key:Key", "region": "us-east-1"},
        "explain": {"resource": "key"},
        "plan": {"workload": {}},
    }
    for name in TOOLS:
        words = called(name, **needed.get(name, {})).arguments

        assert words[0] in COMMANDS
        assert not [each for each in words if each.startswith(("-o", "--out", "--write"))]


def test_values_cannot_become_options() -> None:
    words = called(
        "explain", source="--out=x", resource="--out=answer.json", stack="--quiet"
    ).arguments

    assert words[-3:] == ("--", "--out=x", "--out=answer.json")
    assert "--stack=--quiet" in words
    assert called("rules", rule="--out=x").arguments == ("rules", "show", "--", "--out=x")
    with pytest.raises(CallError, match="not the name of an input"):
        called("price", type="aws:kms/key:Key", region="us-east-1", inputs={"a=1 --out": 1})


def test_usage_of_a_call_is_read_as_a_file() -> None:
    call = called("estimate", usage={"api": {"monthly_requests": 5}}, budget_usd=100)

    assert "--usage=/dev/stdin" in call.arguments
    assert "--budget=100.0" in call.arguments
    assert call.content == {"version": 1, "resources": {"api": {"monthly_requests": 5}}}


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("estimate", {"top": 10**12}, "top: should be less than or equal to 100"),
        ("estimate", {"top": "5"}, "top: should be a valid integer"),
        ("estimate", {"source": ["."]}, "source: should be a valid string"),
        ("estimate", {"budget_usd": -1}, "budget_usd: should be greater than or equal to 0"),
        ("estimate", {"with_credentials": True}, "with_credentials: Extra inputs"),
        ("estimate", {"program_seconds": 1e9}, "program_seconds: should be less than"),
        ("estimate", {"usage": {}, "usage_file": "u.yaml"}, "usage: also usage_file is given"),
        ("estimate", {"usage": {"a": "x" * 1_000_001}}, "usage: larger than 1000000"),
        ("check", {"profile": "none"}, "profile: should be 'dev', 'prod' or 'regulated'"),
        ("check", {"waivers": "/etc/passwd"}, "waivers: /etc/passwd is outside of the roots"),
        ("plan", {}, "workload: give workload or workload_file"),
        ("plan", {"workload": {}, "weeks": 10**9}, "weeks: should be less than"),
        ("price", {}, "type: Field required (1 more mistakes)"),
    ],
)
def test_invalid_input_is_one_line(name: str, arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(CallError) as error:
        TOOLS[name].call(arguments, HERE)

    assert str(error.value).startswith(reason)
    assert "\n" not in str(error.value)


def resource(name: str, cost: str) -> dict[str, Any]:
    charge = {
        "name": "Key", "group": None, "quantity": "1", "unit": "Key-Months", "usage": None,
        "list_unit_price": cost, "effective_cost": cost, "assumed": None,
    }  # fmt: skip
    requests = {**charge, "quantity": None, "usage": "monthly_requests", "effective_cost": None}
    return {
        "type": "aws:kms/key:Key", "name": name, "monthly_cost": cost, "range": None,
        "source": "__main__.py:3", "charges": [charge, requests],
    }  # fmt: skip


def test_estimate_lists_the_most_expensive_and_counts_the_rest() -> None:
    document = {
        "source": {"project": "shop", "stack": "dev", "callbacks_not_run": []},
        "monthly_cost": "10.006", "range": None, "prices": {}, "free": {"aws:iam/role:Role": 2},
        "resources": [resource("a", "1"), resource("b", "9.006"), resource("c", "0")],
        "gaps": [{"type": "t", "name": "n", "charge": None, "reason": "r" * 999, "fix": None}],
    }  # fmt: skip

    answer = answers.estimate(document, 1)

    assert answer["monthly_usd"] == 10.01
    assert [each["resource"] for each in answer["resources"]] == ["aws:kms/key:Key::b"]
    assert answer["resources"][0]["charges"] == ["Key: 1 Key-Months x $9.006 = $9.01"]
    assert answer["resources_left_off"] == 1
    assert answer["usage_not_given_left_off"] == 2
    assert answer["free_resources"] == 2
    assert len(answer["gaps"][0]["reason"]) <= answers.LONGEST


def test_rules_are_found_by_words_and_severity() -> None:
    every = [
        {"rule": "rds-a", "title": "RDS open", "types": ["aws:rds/x:X"], "concern": "security",
         "severity": severity}
        for severity in ("low", "critical")
    ]  # fmt: skip

    assert answers.rules(every, 1, "RDS open", None) == {
        "count": 2, "rules": ["rds-a (critical): RDS open"], "rules_left_off": 1,
    }  # fmt: skip
    assert answers.rules(every, 9, "s3", None) == {"count": 0}
    assert answers.rules(every, 9, "", "low")["count"] == 1


def test_text_is_cut_at_a_line() -> None:
    assert answers.text("a\nb\nc\n", 2) == {"text": "a\nb", "lines_left_off": 1}


def test_exit_status_1_is_an_answer_that_does_not_pass() -> None:
    ended = Ended("a\n", ("over the budget",), found=True)
    request, _ = TOOLS["rules"].call({"rule": "x"}, HERE)

    assert json.loads(answer_text(TOOLS["rules"], ended, request)) == {
        "passes": False, "text": "a", "notes": ["over the budget"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "errors", "reason"),
    [
        (2, b"plimsoll: /dev/stdin:1: unknown key\n", "usage: unknown key"),
        (3, b"plimsoll: note\nplimsoll: internal error\n", "internal error"),
        (-9, b"", "the command ended with status -9"),
        (2, b"plimsoll: caf\xe9\n", "caf�"),
    ],
)
def test_failed_command_is_an_error_of_one_line(status: int, errors: bytes, reason: str) -> None:
    ended = subprocess.CompletedProcess((), status, b"", errors)

    with pytest.raises(CommandError) as error:
        outcome(ended, Call(("price",)))
    assert str(error.value) == reason
