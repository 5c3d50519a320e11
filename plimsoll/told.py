"""What the preview warns of, as lines on standard error; the program's own words are not told."""

import logging

from plimsoll.output import tell

PREVIEW = logging.getLogger("costing.preview")


class Told(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        tell(" ".join(record.getMessage().split()))


def tell_warnings(*, quiet: bool) -> None:
    PREVIEW.propagate = False
    PREVIEW.handlers[:] = [logging.NullHandler() if quiet else Told(logging.WARNING)]
