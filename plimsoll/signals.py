"""Signals that end the command: it cleans up and exits with 128 plus the signal's number."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Stopped(BaseException):
    """Signal received. Not an Exception, so that only `main` handles it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"ended by {signal.Signals(number).name}")
        self.status = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped at the first signal; ignore further ones, which would interrupt the clean-up.

    A signal that is ignored (nohup) stays ignored. Only the main thread can set handlers.
    """
    before = {each: signal.getsignal(each) for each in SIGNALS}

    def stop(number: int, _: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    try:
        for each in SIGNALS:
            if before[each] != signal.SIG_IGN:
                signal.signal(each, stop)
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
