"""Parallel run of downloads: several at a time, each one's failure apart from the others."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

from costing.errors import RefreshError
from costing.prices.refresh.refresh import Outcome

WORKERS = 8
Task = Callable[[], Outcome]


def outcomes(tasks: Sequence[Task], stop: Event) -> Iterator[Outcome | RefreshError]:
    """Yield the outcome or error of each task as it ends.

    An exception in the caller sets `stop`, which ends the running downloads.
    """
    with ThreadPoolExecutor(WORKERS) as pool:
        running = [pool.submit(task) for task in tasks]
        try:
            for each in as_completed(running):
                try:
                    yield each.result()
                except RefreshError as error:
                    yield error
        finally:
            stop.set()
            for each in running:
                each.cancel()
