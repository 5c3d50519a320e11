"""Signals and a killed command end the program, all that it started, and its temporary folder."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.costing.graph.preview.program import write

SECONDS = 120.0
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds orphans by Linux's means")

# Starts a child in its own group, one in another session, and one whose parent is gone.
PROGRAM = """
import os, subprocess, sys, time
from pathlib import Path
wait = [sys.executable, "-c", "import time; time.sleep(300)"]
children = [subprocess.Popen(wait), subprocess.Popen(wait, start_new_session=True)]
orphan = subprocess.run(
    [sys.executable, "-c", "import subprocess, sys\\n"
     f"print(subprocess.Popen({wait!r}, start_new_session=True, stdout=sys.stderr).pid)"],
    stdout=subprocess.PIPE, text=True, check=True,
)
pids = [os.getpid(), os.getppid(), *(each.pid for each in children), int(orphan.stdout)]
Path("pids.part").write_text(" ".join(map(str, pids)))
Path("pids.part").rename("pids")
time.sleep(300)
"""

# A test run that was started in the background ignores signals, and so would its children.
COMMAND = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
from plimsoll.cli import main
main()
"""


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Yield a folder for temporary folders, of a path short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="stop-") as folder:
        yield Path(folder)


def until(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def start(source: str, temporary: Path) -> "subprocess.Popen[str]":
    """Start the command in a session of its own, so that no signal reaches the test run."""
    return subprocess.Popen(  # noqa: S603 (the command under test)
        [sys.executable, "-c", COMMAND, "cost", source],
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(command: "subprocess.Popen[str]") -> None:
    command.kill()
    command.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL])
def test_a_signal_ends_everything_that_was_started(
    tmp_path: Path, temporary: Path, number: signal.Signals
) -> None:
    folder = write(tmp_path / "program", PROGRAM)
    command = start(str(folder), temporary)
    try:
        assert until((folder / "pids").exists), command.communicate(timeout=SECONDS)
        pids = [int(pid) for pid in (folder / "pids").read_text().split()]
        assert all(map(is_running, pids))
        assert list(temporary.iterdir())

        command.send_signal(number)
        output, errors = command.communicate(timeout=SECONDS)
    finally:
        end(command)

    if number == signal.SIGKILL:
        assert command.returncode == -signal.SIGKILL
    else:
        assert (command.returncode, output) == (128 + number, "")
        assert errors == f"plimsoll: ended by {number.name}\n"
    assert until(lambda: not any(map(is_running, pids)))
    assert until(lambda: not list(temporary.iterdir()))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_copy_of_a_revision_is_removed(
    tmp_path: Path, temporary: Path, number: signal.Signals
) -> None:
    marker = tmp_path / "pids"
    folder = write(tmp_path / "program", PROGRAM.replace('rename("pids")', f'rename("{marker}")'))
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *identity, "-C", str(folder), *arguments], check=True)  # noqa: S603, S607
    command = start(f"git:HEAD:{folder}", temporary)
    try:
        assert until(marker.exists), command.communicate(timeout=SECONDS)
        assert len(list(temporary.iterdir())) == 2
        command.send_signal(number)
        command.communicate(timeout=SECONDS)
    finally:
        end(command)
    assert until(lambda: not list(temporary.iterdir()))


FURTHER_SIGNALS = """
import signal
from plimsoll.signals import Stopped, stoppable

before = signal.getsignal(signal.SIGTERM)
try:
    with stoppable():
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGHUP)
            print("cleaned up")
except Stopped as stopped:
    print(stopped.status)
print(signal.getsignal(signal.SIGTERM) == before)
"""
IGNORED_SIGNAL = """
import signal
from plimsoll.signals import stoppable

signal.signal(signal.SIGHUP, signal.SIG_IGN)
with stoppable():
    signal.raise_signal(signal.SIGHUP)
    print("not stopped")
print(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)
"""


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        pytest.param(FURTHER_SIGNALS, ["cleaned up", "143", "True"], id="further-signals"),
        pytest.param(IGNORED_SIGNAL, ["not stopped", "True"], id="ignored-signal"),
    ],
)
def test_signal_handlers(source: str, printed: list[str]) -> None:
    """Further signals do not stop the clean-up; an ignored signal stays ignored."""
    ended = subprocess.run(  # noqa: S603 (a process of its own: it raises signals in itself)
        [sys.executable, "-c", source],
        start_new_session=True,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout.split("\n") == [*printed, ""]
