"""Start a program in a process with limited access, and end it with all its descendants."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import Any

from costing.graph.preview.access import Access, environment
from costing.graph.preview.interpreter import Program
from costing.graph.preview.tail import Tail, tail
from costing.graph.preview.temporary import LASTING
from costing.model import DefaultRegion

SUPERVISOR = Path(__file__).with_name("supervisor.py")
POSIX = os.name == "posix"
END_SECONDS = 10.0  # for the supervisor to end remaining processes; takes milliseconds
LONGEST_SOCKET = 100  # bytes; limit of a Unix socket's path, with a margin
TOO_LONG = "the path of the temporary folder is too long for a socket"


@dataclass(frozen=True, slots=True)
class Process:
    """A supervisor and its child, the program."""

    supervisor: "subprocess.Popen[str]"
    folder: Path  # temporary folder of the preview
    printed: Tail  # by the program

    @property
    def stack_file(self) -> Path:
        return self.folder / "stack"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def not_cut(self) -> str:
        """Reason why the network could not be disabled; empty if it was disabled."""
        note = self.folder / "not-cut"
        return note.read_text() if note.exists() else ""


@contextmanager
def started(
    start: Program,
    folder: Path,
    access: Access,
    environ: Mapping[str, str],
    region: DefaultRegion | None,
) -> Iterator[Process]:
    """Start a program with a temporary folder, and end all of its processes afterwards.

    The supervisor reads a pipe whose other end only this process has. If this process is killed,
    the supervisor ends the program and removes the temporary folders.
    """
    env = {**environment(access, environ, folder, region), "PWD": str(start.folder)}
    options = {
        **isolation(folder, access),
        "folder": str(folder),
        "lasting": [str(each) for each in LASTING],
        "lifeline": None,
    }
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), "rw", strict=True))
    with reading, writing, tail() as (printed, errors):
        if POSIX:
            options["lifeline"] = reading.fileno()
        try:
            supervisor = subprocess.Popen(  # noqa: S603 (the program that the user wants to preview)
                [start.python, SUPERVISOR, dumps(options)],
                cwd=start.folder,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
                pass_fds=(reading.fileno(),) if POSIX else (),
            )
        finally:
            os.close(errors)
        try:
            yield Process(supervisor, folder, printed)
        finally:
            writing.write("end")
            writing.close()
            end(supervisor)


def isolation(folder: Path, access: Access) -> dict[str, Any]:
    """Return whether to disable the network, and the home folder; None: the user's."""
    home = None if access.home else folder / "home"
    if home:
        home.mkdir()
    if access.network:
        cut = False
    elif POSIX and not has_socket(folder):
        cut = False
        (folder / "not-cut").write_text(TOO_LONG)
    else:
        cut = True
    return {"cut": cut, "home": None if home is None else str(home)}


def has_socket(folder: Path) -> bool:
    """Return whether Unix sockets in the folder can replace the network."""
    return POSIX and len(os.fsencode(folder / "callbacks-00")) <= LONGEST_SOCKET


def end(supervisor: "subprocess.Popen[str]") -> None:
    """Wait until a supervisor ends after its pipe was closed; kill it if it does not."""
    try:
        if POSIX:
            supervisor.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(supervisor.pid, signal.SIGKILL)
    supervisor.kill()
    supervisor.wait()
    for pipe in (supervisor.stdin, supervisor.stdout):
        if pipe is not None:
            pipe.close()
