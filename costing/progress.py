"""Progress of a long run: phases and counts, for whoever shows them.

The command line sets `LISTENERS`; without a listener a report costs one function call.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
LISTENERS: list[Callable[[str, int, int | None], None]] = []  # phase, done, of (None: unknown)


def report(phase: str, done: int = 0, of: int | None = None) -> None:
    for listener in LISTENERS:
        listener(phase, done, of)


def counted(phase: str, items: Iterable[T], of: int) -> Iterator[T]:
    """Yield the items and report how many of them are done."""
    for done, item in enumerate(items):
        report(phase, done, of)
        yield item
    report(phase, of, of)
