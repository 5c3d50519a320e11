"""Scaling schedules: the sizes of a group over a year, from recurring actions.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html.
A year of 52 weeks stands for all time; a time zone shifts it and changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from costing.errors import InputError
from costing.units import divide

FIRST = date(2024, 1, 1)  # a Monday
DAYS = 364
DAY = 24 * 60  # minutes
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

Profile = Mapping[Decimal, Decimal]  # size → its share of the time


@dataclass(frozen=True, slots=True)
class Cron:
    """A recurrence of five fields. Days of the month and of the week add up, as in Unix."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int] | None  # None: any
    months: frozenset[int]
    weekdays: frozenset[int] | None  # 0 is Sunday; None: any

    def falls_on(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        weekday = day.isoweekday() % 7
        if self.days is None and self.weekdays is None:
            return True
        by_day = self.days is not None and day.day in self.days
        return by_day or (self.weekdays is not None and weekday in self.weekdays)


def cron(text: str) -> Cron:
    """Read "0 8 * * MON-FRI". Raise InputError for another form."""
    fields = text.upper().split()
    if len(fields) != 5:  # noqa: PLR2004 (named in the message)
        raise InputError(f"recurrence {text!r} does not have the five fields of a schedule")
    minute, hour, day, month, weekday = fields
    try:
        return Cron(
            values(minute, 0, 59),
            values(hour, 0, 23),
            None if day in {"*", "?"} else values(day, 1, 31),
            values(month, 1, 12, MONTHS, first=1),
            None
            if weekday in {"*", "?"}
            else frozenset(each % 7 for each in values(weekday, 0, 7, WEEKDAYS)),
        )
    except ValueError as error:
        raise InputError(f"recurrence {text!r} is not valid: {error}") from error


def values(
    text: str, least: int, most: int, names: Sequence[str] = (), *, first: int = 0
) -> frozenset[int]:
    """Read one field: "*", "*/15", "1-5", "MON,WED". Raise ValueError."""

    def number(word: str) -> int:
        return names.index(word) + first if word in names else int(word)

    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        start, dash, end = span.partition("-")
        if span in {"*", "?"}:
            low, high = least, most
        elif dash:
            low, high = number(start), number(end)
        else:
            low = number(start)
            high = most if step else low
        if not (least <= low <= most and least <= high <= most):
            raise ValueError(f"{part} is not between {least} and {most}")
        whole = [*range(low, most + 1), *range(least, high + 1)]  # where the end comes first
        found |= set((range(low, high + 1) if low <= high else whole)[:: int(step or 1)])
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Capacity:
    desired: Decimal
    least: Decimal
    most: Decimal

    def after(self, action: "Action") -> "Capacity":
        least = self.least if action.least is None else action.least
        most = self.most if action.most is None else action.most
        desired = self.desired if action.desired is None else action.desired
        return replace(self, desired=min(max(desired, least), most), least=least, most=most)


@dataclass(frozen=True, slots=True)
class Action:
    """The sizes that a schedule sets, and its recurrence; None leaves a size as it is."""

    recurrence: Cron
    desired: Decimal | None
    least: Decimal | None
    most: Decimal | None


def profile(start: Capacity, actions: Sequence[Action]) -> Profile:
    """Return the sizes that a group has over a year, each with its share of the time.

    The year begins as the last one ended: what a group starts with is forgotten once an action
    has set it.
    """
    events = sorted(occurrences(actions), key=lambda event: event[0])
    if not events:
        return {start.desired: Decimal(1)}
    capacity = start
    for _, action in events:
        capacity = capacity.after(action)
    spent: dict[Decimal, int] = defaultdict(int)
    now = 0
    for minute, action in events:
        spent[capacity.desired] += minute - now
        capacity, now = capacity.after(action), minute
    spent[capacity.desired] += DAYS * DAY - now
    whole = Decimal(DAYS * DAY)
    return {size: divide(Decimal(minutes), whole) for size, minutes in spent.items() if minutes}


def occurrences(actions: Sequence[Action]) -> Iterator[tuple[int, Action]]:
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        for action in actions:
            when = action.recurrence
            if when.falls_on(day):
                for hour, minute in product(when.hours, when.minutes):
                    yield number * DAY + hour * 60 + minute, action


def average(sizes: Profile) -> Decimal:
    return sum((size * share for size, share in sizes.items()), Decimal(0))
