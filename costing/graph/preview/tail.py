"""End of what a program prints, read while it runs: a talkative program fills no memory or disk."""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

KEPT = 64  # pieces
PIECE = 16 * 1024  # bytes, at most, of one piece
END_SECONDS = 1.0  # until what an ended program has printed is read


class Tail:
    """The last KEPT pieces of what comes through a pipe."""

    def __init__(self, reading: int) -> None:
        self.reading = reading
        self.pieces: deque[bytes] = deque(maxlen=KEPT)
        self.thread = Thread(target=self.drain, daemon=True)
        self.thread.start()

    def drain(self) -> None:
        while piece := os.read(self.reading, PIECE):
            self.pieces.append(piece)

    @property
    def text(self) -> str:
        """Return the end of the text, of a program that has ended."""
        self.thread.join(END_SECONDS)
        return b"".join([*self.pieces]).decode(errors="replace")


@contextmanager
def tail() -> Iterator[tuple[Tail, int]]:
    """Yield the end of what is written, and the descriptor to write to, which the user closes."""
    reading, writing = os.pipe()
    found = Tail(reading)
    try:
        yield found, writing
    finally:
        found.thread.join(END_SECONDS)
        if not found.thread.is_alive():
            os.close(reading)
