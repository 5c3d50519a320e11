"""The engine passes the recorded values of stack files to a program."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.costing.graph.preview.stack_values import (
    PROJECT,
    PROJECT_FILE,
    PROJECT_REFUSED,
    REFUSED,
    STACK_FILE,
)
from tests.engine.command import Pulumi

PROGRAM = """\
import os
from pathlib import Path
Path(os.environ["SETTINGS"]).write_text(os.environ["PULUMI_CONFIG"], encoding="utf-8")
"""


def made(folder: Path, project: str, stack: str) -> Pulumi:
    program = folder / "demo"
    program.mkdir()
    (program / "Pulumi.yaml").write_text(project, encoding="utf-8")
    (program / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    pulumi = Pulumi(program, folder / "kept")
    pulumi("stack", "init", "dev")
    with (program / "Pulumi.dev.yaml").open("a", encoding="utf-8") as file:
        file.write(stack)
    return pulumi


def lines(texts: Mapping[str, str], form: str) -> str:
    return "".join(form.format(number, text) for number, text in enumerate(texts))


def placeholders(pulumi: Pulumi, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    settings = folder / "settings.json"
    monkeypatch.setenv("SETTINGS", str(settings))
    monkeypatch.setenv("TZ", "UTC")
    pulumi("preview", "--json")
    found: dict[str, str] = json.loads(settings.read_text(encoding="utf-8"))
    return found


def test_values_of_a_stack_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = "config:\n" + lines(STACK_FILE, "  demo:x{}: {}\n")

    found = placeholders(made(tmp_path, PROJECT, stack), tmp_path, monkeypatch)

    values = {text: found[f"demo:x{number}"] for number, text in enumerate(STACK_FILE)}
    assert values == STACK_FILE


def test_defaults_of_a_project_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = f"{PROJECT}config:\n" + lines(PROJECT_FILE, "  x{}: {{default: {}}}\n")

    found = placeholders(made(tmp_path, project, ""), tmp_path, monkeypatch)

    values = {text: found[f"demo:x{number}"] for number, text in enumerate(PROJECT_FILE)}
    assert values == PROJECT_FILE


def test_refused_values(tmp_path: Path) -> None:
    pulumi = made(tmp_path, PROJECT, "")
    path = pulumi.project / "Pulumi.dev.yaml"
    head = path.read_text(encoding="utf-8")
    for text in REFUSED:
        path.write_text(f"{head}config:\n  demo:x: {text}\n", encoding="utf-8")
        pulumi("config", "get", "x", fails=True)


def test_refused_values_of_a_project_file(tmp_path: Path) -> None:
    pulumi = made(tmp_path, PROJECT, "")
    path = pulumi.project / "Pulumi.yaml"
    for text in PROJECT_REFUSED:
        path.write_text(f"{PROJECT}config:\n  x: {text}\n", encoding="utf-8")
        pulumi("config", fails=True)
