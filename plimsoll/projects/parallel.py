"""Run tasks at the same time, in threads that do not outlive the command."""

from collections.abc import Callable, Sequence
from queue import Empty, Queue
from threading import Thread
from typing import TypeVar

from costing import progress

T = TypeVar("T")


def results(tasks: Sequence[Callable[[], T]], workers: int, phase: str) -> list[T]:
    """Return the results in the order of the tasks. Raise the first error.

    The threads are daemons: a signal ends the command, and with it the programs they wait for.
    """
    waiting: Queue[int] = Queue()
    ended: Queue[tuple[int, T | BaseException]] = Queue()
    for number in range(len(tasks)):
        waiting.put(number)

    def work() -> None:
        while True:
            try:
                number = waiting.get_nowait()
            except Empty:
                return
            try:
                ended.put((number, tasks[number]()))
            except BaseException as error:  # noqa: BLE001 (raised again in the caller)
                ended.put((number, error))

    for _ in range(min(workers, len(tasks))):
        Thread(target=work, daemon=True).start()
    found: dict[int, T] = {}
    while len(found) < len(tasks):
        progress.report(phase, len(found), len(tasks))
        number, result = ended.get()
        if isinstance(result, BaseException):
            raise result
        found[number] = result
    return [found[number] for number in range(len(tasks))]
