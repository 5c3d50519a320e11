"""Warnings of the preview and of the rule engine, as lines on standard error."""

import logging

from plimsoll.output import tell

LOGGERS = [logging.getLogger(name) for name in ("costing.preview", "policies")]


class Told(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        tell(" ".join(record.getMessage().split()))


def tell_warnings(*, quiet: bool) -> None:
    for logger in LOGGERS:
        logger.propagate = False
        logger.handlers[:] = [logging.NullHandler() if quiet else Told(logging.WARNING)]
