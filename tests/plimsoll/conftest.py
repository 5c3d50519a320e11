"""Fixture that runs a command."""

import json
from pathlib import Path

import pytest

from plimsoll.cli import main
from tests.plimsoll.shop import PREVIEW, USAGE, Run


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command beside PREVIEW; return its exit status, its output and its errors."""
    (tmp_path / "preview.json").write_text(json.dumps(PREVIEW))
    (tmp_path / "usage.yaml").write_text(USAGE)
    (tmp_path / "usage-of-nothing.yaml").write_text("resources: {featurs: {}}")
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return command
