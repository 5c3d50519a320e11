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

from plimsoll.stopping import Stopped, stoppable
from tests.costing.graph.preview.program import write

SECONDS = 240.0
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
    return subprocess.Popen(  # noqa: S603 (the command under test)
        [sys.executable, "-c", "from plimsoll.cli import main; main()", "cost", source],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


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
        command.kill()

    if number == signal.SIGKILL:
        assert command.returncode == -signal.SIGKILL
    else:
        assert (command.returncode, output) == (128 + number, "")
        assert errors == f"plimsoll: stopped by {number.name}\n"
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
        command.kill()
    assert until(lambda: not list(temporary.iterdir()))


def test_further_signals_do_not_stop_the_clean_up() -> None:
    before = signal.getsignal(signal.SIGTERM)
    cleaned = []

    def stopped() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGHUP)
            cleaned.append(True)

    with stoppable(), pytest.raises(Stopped) as raised:
        stopped()
    assert cleaned
    assert raised.value.status == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
