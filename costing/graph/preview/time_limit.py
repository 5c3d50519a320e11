"""Time limit of a program's run: option --timeout, setting of the stack, default."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from costing.errors import CallError

TIMEOUT_SECONDS = 120.0
LONGEST_SECONDS = 86_400.0  # a day
TIMEOUT = "plimsoll:timeout"  # setting in Pulumi.<stack>.yaml


@dataclass(frozen=True, slots=True)
class TimeLimit:
    seconds: float
    at: float  # on the monotonic clock

    @property
    def remaining_seconds(self) -> float:
        return max(self.at - time.monotonic(), 0)


def time_limit(option: float | None, config: Mapping[str, str]) -> TimeLimit:
    """Return the limit of a run that starts now; `option`: seconds. Raise CallError."""
    if option is not None:
        seconds = option
    elif TIMEOUT in config:
        seconds = setting_seconds(config[TIMEOUT])
    else:
        seconds = TIMEOUT_SECONDS
    return TimeLimit(seconds, time.monotonic() + seconds)


def setting_seconds(text: str) -> float:
    try:
        return seconds_of(text)
    except ValueError as error:
        raise CallError(f"{TIMEOUT} is {error}") from error


def seconds_of(text: str) -> float:
    """Return a time limit in seconds. Raise ValueError, whose message begins with the text."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_SECONDS:
        raise ValueError(
            f"{text!r}; write seconds, more than 0 and at most {LONGEST_SECONDS:.0f}, such as 300"
        )
    return seconds
