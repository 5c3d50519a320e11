"""A stack file's values are the texts that Pulumi's engine hands to the program."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.errors import CostingError
from costing.graph.preview import project
from costing.graph.preview.go_scalars import scalar
from tests.costing.graph.preview.stack_values import (
    PROJECT,
    PROJECT_FILE,
    PROJECT_REFUSED,
    REFUSED,
    STACK_FILE,
)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def settings_of(folder: Path, config: str, project_file: str = PROJECT) -> dict[str, str]:
    (folder / "Pulumi.yaml").write_text(project_file, encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text(config, encoding="utf-8")
    return dict(project.stack(project.read(folder), "dev").config)


def test_a_stack_file_is_read_as_pulumi_reads_it(tmp_path: Path) -> None:
    lines = (f"  demo:x{number}: {text}\n" for number, text in enumerate(STACK_FILE))
    found = settings_of(tmp_path, f"config:\n{''.join(lines)}")
    assert dict(zip(STACK_FILE, found.values(), strict=True)) == STACK_FILE


def test_a_project_file_is_read_as_pulumi_reads_it(tmp_path: Path) -> None:
    lines = (f"  x{number}: {{default: {text}}}\n" for number, text in enumerate(PROJECT_FILE))
    found = settings_of(tmp_path, "", f"{PROJECT}config:\n{''.join(lines)}")
    assert dict(zip(PROJECT_FILE, found.values(), strict=True)) == PROJECT_FILE


@pytest.mark.parametrize("text", REFUSED)
def test_invalid_stack_value_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(CostingError) as error:
        settings_of(tmp_path, f"config:\n  demo:x: {text}")
    assert str(error.value).startswith(f"{tmp_path / 'Pulumi.dev.yaml'}:2: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", PROJECT_REFUSED)
def test_invalid_project_value_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(CostingError) as error:
        settings_of(tmp_path, "", f"{PROJECT}config:\n  x: {text}")
    assert str(error.value).startswith(f"{tmp_path / 'Pulumi.yaml'}:4: ")


def test_a_time_in_the_computers_zone_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    config = "config:\n  demo:x: [2024-06-01T10:00:00+02:00, 2024-06-01T10:00:00+01:00]\n"
    summer, other = "2024-06-01 10:00:00 +0200 CEST", "2024-06-01 10:00:00 +0100 +0100"
    assert settings_of(tmp_path, config) == {"demo:x": f'["{summer}","{other}"]'}


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("config:\n  x: 1\n  demo:x: 2\n", '3: duplicate key "demo:x"; keep one of them'),
        ("config:\n  a:b:c: 1\n", '2: invalid key "a:b:c"; write NAMESPACE:NAME'),
        ("config: [1]\n", "1: config is not a mapping; write `key: value` lines"),
        ("config:\n  demo:x: 1\n  demo:x: 2\n", '3: duplicate key "demo:x", already on line 2'),
    ],
)
def test_mistakes_name_the_line(tmp_path: Path, config: str, message: str) -> None:
    with pytest.raises(CostingError) as error:
        settings_of(tmp_path, config)
    assert str(error.value) == f"{tmp_path / 'Pulumi.dev.yaml'}:{message}"


def test_keys_take_the_projects_namespace(tmp_path: Path) -> None:
    config = "config:\n  x: 1\n  aws:region: a\n  aws:config:profile: b\n"
    expected = {"demo:x": "1", "aws:region": "a", "aws:profile": "b"}
    assert settings_of(tmp_path, config) == expected


def test_only_the_first_document_is_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert settings_of(tmp_path, "config: {x: 1}\n---\nconfig: {x: 2}\n") == {"demo:x": "1"}
    assert "only the first YAML document is used" in caplog.text


def test_a_stack_file_in_json(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.json").write_text('{"name": "demo", "runtime": "python"}')
    (tmp_path / "Pulumi.dev.json").write_text('{"config": {"x": {"b": 1e3, "a": 1.0}}}')
    found = project.stack(project.read(tmp_path), "dev").config
    assert found == {"demo:x": '{"a":1,"b":1000}'}


PIECES = st.sampled_from(
    [*"0123456789", "0x", "0b", "0o", "_", "-", "+", ".", "e", "E", ":", "T", "Z", " ", "2024-01-"]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=8))
def test_every_text_is_a_scalar(text: str) -> None:
    assert scalar(text) is None or str(scalar(text))
