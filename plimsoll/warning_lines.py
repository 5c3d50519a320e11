"""Warnings of the preview and of the rule engine, as lines on standard error."""

import logging

from plimsoll.output import note

LOGGERS = [
    logging.getLogger(name) for name in ("costing.graph.preview", "costing.prices", "policies")
]
ISOLATION = logging.getLogger("costing.graph.preview.isolation")  # notes, for --verbose


class PrintedOnce(logging.Handler):
    """Logging handler that prints each warning once: both sides of a diff may log the same."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.printed: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        if message not in self.printed:
            self.printed.add(message)
            note(message)


def print_warnings(*, quiet: bool, verbose: bool = False) -> None:
    for logger in LOGGERS:
        logger.propagate = False
        logger.handlers[:] = [logging.NullHandler() if quiet else PrintedOnce(logging.WARNING)]
    ISOLATION.setLevel(logging.INFO if verbose else logging.WARNING)
    ISOLATION.handlers[:] = [PrintedOnce(logging.INFO)] if verbose and not quiet else []
