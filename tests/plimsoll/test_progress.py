"""Progress on standard error: on a terminal only, after a delay, and cleared at the end."""

import io
import sys
from time import monotonic, sleep

import pytest

from costing import progress as counts
from plimsoll import progress
from plimsoll.output import CLEAR

LONGEST_WAIT = 10  # seconds


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, wait_for: str, **options: bool
) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "AFTER", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    with progress.shown(**options):
        for _ in counts.counted("Checking rules", range(3), 3):
            pass
        end = monotonic() + LONGEST_WAIT
        while wait_for not in stream.getvalue() and monotonic() < end:
            sleep(0.01)
    assert counts.LISTENERS == []
    return stream.getvalue()


def test_terminal_shows_phase_and_count(monkeypatch: pytest.MonkeyPatch) -> None:
    text = run(Terminal(), monkeypatch, "Checking rules: 3 of 3")

    assert "plimsoll: Checking rules: 3 of 3" in text
    assert text.endswith(CLEAR)


@pytest.mark.parametrize(
    ("stream", "options"), [(io.StringIO(), {}), (Terminal(), {"quiet": True})]
)
def test_pipe_and_quiet_show_nothing(
    stream: io.StringIO, options: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not run(stream, monkeypatch, "", **options)
