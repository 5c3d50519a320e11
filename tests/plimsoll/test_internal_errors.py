"""Errors that no command expects end with one line and an exit status of their own."""

import sys

import pytest

from plimsoll.cli import main


def ended(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    with pytest.raises(SystemExit) as raised:
        main([*arguments])
    return raised.value.code, capsys.readouterr().err


def broken(*_: object, **__: object) -> None:
    raise KeyError("no such\nkey")


def test_fault_of_plimsoll_is_one_line_with_exit_status_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("plimsoll.commands.cost.open_source", broken)
    status, errors = ended(capsys, "cost", ".")

    assert status == 3
    assert len(errors.splitlines()) == 1
    assert errors.startswith("plimsoll: internal error: KeyError: ")
    assert "test_internal_errors.py:" in errors


def test_traceback_is_printed_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("plimsoll.commands.cost.open_source", broken)
    monkeypatch.setenv("PLIMSOLL_TRACEBACK", "1")

    assert "Traceback" in ended(capsys, "cost", ".")[1]


def test_missing_package_names_its_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'scipy'", name="scipy.optimize")

    monkeypatch.setattr("plimsoll.commands.cost.open_source", unavailable)
    status, errors = ended(capsys, "cost", ".")

    assert status == 2
    assert "pip install 'plimsoll[plan]'" in errors


def test_other_missing_module_is_an_internal_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "plimsoll.report.cost_table", None)

    assert ended(capsys, "cost", "tests/files/export.json")[0] == 3
