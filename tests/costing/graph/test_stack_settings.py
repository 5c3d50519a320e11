"""Settings of a stack for the command, from a program or a preview file."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from costing.errors import CallError
from costing.graph.source import StackSettings, opened, settings_of
from costing.model import SECRET
from tests.costing.graph.readers.engine import digest, export, state, step

QUEUE = "aws:sqs/queue:Queue"


OLD, NEW = state("a", inputs={"delaySeconds": 1}), state("a", inputs={"delaySeconds": 2})
PREVIEW = digest(step("update", OLD, NEW))


PROGRAM = """
import pathlib
import pulumi
import pulumi_aws as aws

here = pathlib.Path(__file__).parent
aws.sqs.Queue("queue", delay_seconds=DELAY, policy=str(here / "policy.json"))
"""


PROJECT = "name: shop\nruntime: python\n"


STACK = "config:\n  aws:region: us-east-1\n  plimsoll:usage: usage.yaml\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a preview and a state."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "preview.json").write_text(json.dumps(PREVIEW))
    (tmp_path / "state.json").write_text(json.dumps(export(OLD)))
    return tmp_path


def test_preview_in_its_project_folder_has_stack_settings(files: Path) -> None:
    config = {"plimsoll:usage": "usage/prod.yaml", "plimsoll:profile": "dev"}
    (files / "preview.json").write_text(json.dumps({**PREVIEW, "config": config}))

    assert opened("preview.json").settings == StackSettings()
    (files / "Pulumi.yaml").write_text("name: another\nruntime: nodejs\n")
    assert opened("preview.json").settings == StackSettings()
    (files / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n")
    assert opened("preview.json").settings == StackSettings(
        usage=Path("usage/prod.yaml"), profile="dev"
    )


@pytest.mark.parametrize(
    ("config", "settings"),
    [
        ({}, StackSettings()),
        ({"shop:usage": "x", "usage": "y"}, StackSettings()),
        ({"plimsoll:waivers": "w.yaml"}, StackSettings(waivers=Path("shop/w.yaml"))),
        ({"plimsoll:budget": "1500.50"}, StackSettings(budget=Decimal("1500.50"))),
        ({"plimsoll:budget": 0}, StackSettings(budget=Decimal(0))),
        ({"plimsoll:budget": "", "plimsoll:usage": ""}, StackSettings()),
    ],
)
def test_settings_are_of_the_stack(config: Mapping[str, Any], settings: StackSettings) -> None:
    assert settings_of(config, Path("shop"), "shop") == settings


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"plimsoll:budgett": "1"}, "unknown setting .plimsoll:budgett.; did you mean"),
        ({"plimsoll:budget": "much"}, "plimsoll:budget is 'much'; write an amount in USD"),
        ({"plimsoll:budget": "-1"}, "plimsoll:budget is '-1'; write an amount in USD"),
        ({"plimsoll:budget": "NaN"}, "plimsoll:budget is 'NaN'; write an amount in USD"),
        ({"plimsoll:usage": SECRET}, "plimsoll:usage is SECRET; write text"),
        ({"plimsoll:usage": ["a"]}, "; write text"),
    ],
)
def test_unknown_or_invalid_setting_is_refused(config: Mapping[str, Any], message: str) -> None:
    with pytest.raises(CallError, match=message):
        settings_of(config, Path(), "shop")


def test_project_named_plimsoll_may_have_other_settings() -> None:
    assert settings_of({"plimsoll:zones": "3"}, Path(), "plimsoll") == StackSettings()


@pytest.mark.parametrize("path", ["/etc/hostname", "../usage.yaml", "link/usage.yaml"])
def test_preview_names_no_file_outside_of_its_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    (tmp_path / "usage.yaml").write_text("secret\n")
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    step = {"op": "create", "newState": {"urn": "urn:pulumi:dev::shop::aws:sqs/queue:Queue::q"}}
    content = {"config": {"plimsoll:usage": path}, "steps": [step], "changeSummary": {"create": 1}}
    (folder / "preview.json").write_text(json.dumps(content))
    monkeypatch.chdir(folder)

    with pytest.raises(CallError, match="is outside of this folder; use --usage"):
        opened("preview.json")
