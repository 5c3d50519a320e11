"""Pipelines that deploy: dev before prod, gates, approval, and commands that run as written."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from plimsoll.cli import main
from plimsoll.command_table import COMMANDS

ROOT = Path(__file__).parents[1]
PIPELINES = {each.name: each for each in sorted((ROOT / "ci").glob("deploy-*.yml"))}


def parsed(name: str) -> dict[str, Any]:
    value: dict[str, Any] = YAML(typ="safe", pure=True).load(PIPELINES[name])
    return value


def lines(value: object) -> Iterator[str]:
    """Yield the shell lines of all jobs."""
    match value:
        case dict():
            for name, item in value.items():
                if name in ("run", "script") and isinstance(item, str):
                    yield item
                elif name == "script" and isinstance(item, list):
                    yield from item
                else:
                    yield from lines(item)
        case list():
            for item in value:
                yield from lines(item)


def commands(name: str) -> list[list[str]]:
    """Return the arguments of each plimsoll command, for the stack dev."""
    found = [line for line in lines(parsed(name)) if line.startswith("plimsoll ")]
    return [shlex.split(line.replace("$STACK", "dev"))[1:] for line in dict.fromkeys(found)]


@pytest.mark.parametrize("name", PIPELINES)
def test_pipeline_has_preview_policies_budget_and_approval(name: str) -> None:
    text = "\n".join(lines(parsed(name)))
    assert re.search(r"plimsoll report \. --stack \$STACK", text)  # plimsoll:budget is the gate
    assert text.index("pulumi preview") < text.index("plimsoll check") < text.index("pulumi up")
    jobs = parsed(name).get("jobs", parsed(name))
    assert jobs["prod"]["environment"] == "prod"


def test_prod_waits_for_dev_and_for_people() -> None:
    github, gitlab = parsed("deploy-github.yml"), parsed("deploy-gitlab.yml")
    assert (github["jobs"]["prod"]["needs"], github["jobs"]["dev"]["needs"]) == ("dev", "verify")
    assert gitlab["stages"] == ["verify", "dev", "prod"]
    assert gitlab["prod"]["rules"][0]["when"] == "manual"


@pytest.mark.parametrize("name", PIPELINES)
def test_pipeline_uses_existing_commands(name: str) -> None:
    known = {*COMMANDS}
    assert {first for first, *_ in commands(name)} <= known


def test_offline_commands_run_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distinct = {tuple(each) for name in PIPELINES for each in commands(name)}
    offline = [each for each in distinct if each[0] == "report"]
    assert len(offline) == 1
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path) if each == "build" else each for each in offline[0]])
    assert ended.value.code == 0
    assert (tmp_path / "report.md").exists()
