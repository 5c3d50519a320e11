"""Progress on standard error: one line that is overwritten, on a terminal, after a second."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from threading import Event, Thread
from time import monotonic

from costing import progress
from plimsoll.output import CLEAR

AFTER, EVERY = 1.0, 0.2  # seconds


class Line:
    """The last reported phase, drawn by a thread until it is stopped."""

    def __init__(self) -> None:
        self.text = "Starting"
        self.started = monotonic()
        self.stop = Event()
        self.drawn = False
        self.thread = Thread(target=self.draw, daemon=True)

    def update(self, phase: str, done: int, of: int | None) -> None:
        count = f": {done:,} of {of:,}" if of is not None else f": {done:,}" if done else ""
        self.text = f"{phase}{count}"

    def draw(self) -> None:
        pause = AFTER
        while not self.stop.wait(pause):
            pause = EVERY
            seconds = int(monotonic() - self.started)
            columns = get_terminal_size().columns
            text = f"plimsoll: {self.text}, {seconds} s"[: columns - 1]
            sys.stderr.write(f"{CLEAR}{text}")
            sys.stderr.flush()
            self.drawn = True

    def end(self) -> None:
        self.stop.set()
        self.thread.join()
        if self.drawn:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[None]:
    """Show the progress of the block, if standard error is a terminal."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    line = Line()
    progress.LISTENERS.append(line.update)
    line.thread.start()
    try:
        yield
    finally:
        progress.LISTENERS.remove(line.update)
        line.end()
