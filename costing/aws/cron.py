"""Average runs of a schedule of EventBridge, Synthetics or SageMaker in a month.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from costing.aws.scaling_schedules import DAYS, MONTHS, WEEKDAYS, values
from costing.errors import InputError
from costing.units import HOURS_PER_MONTH, divide

RATE = re.compile(r"rate\(\s*(\d+)\s*(second|minute|hour|day)s?\s*\)")
CRON = re.compile(r"cron\((.*)\)")
AT = re.compile(r"at\(.*\)")
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
MONTH = HOURS_PER_MONTH * SECONDS["hour"]
FIRST, YEAR_DAYS = date(2029, 1, 1), 365  # a Monday
FIELDS = (5, 6)  # without and with the year
FORM = "expected minutes, hours, day of month, month, day of week and year"
WEEK = 7
FRIDAY = 5  # of date.isoweekday
ONCE = Decimal(1)
ANY = {"*", "?"}

Fits = Callable[[date], bool]


def runs_per_month(expression: str) -> Decimal:
    """Return the average; 1 for a schedule that fires once. Raise InputError for another form."""
    if rate := RATE.fullmatch(expression.strip()):
        seconds = int(rate[1]) * SECONDS[rate[2]]
        return divide(MONTH, Decimal(seconds)) if seconds else ONCE
    if fields := CRON.fullmatch(expression.strip()):
        return of_cron(fields[1])
    if AT.fullmatch(expression.strip()):
        return ONCE
    raise InputError(f"schedule {expression!r} is neither a rate nor a cron expression")


def of_cron(text: str) -> Decimal:
    """Count over a year; over whole weeks where only days of the week are given.

    Raise InputError for text that is not a cron expression of AWS.
    """
    fields = text.upper().split()
    if len(fields) not in FIELDS:
        raise InputError(f"schedule cron({text}) has {len(fields)} fields; {FORM}")
    minute, hour, day, month, weekday, *year = fields
    if year and year[0] not in ANY:
        raise InputError(f"schedule cron({text}) runs only in the years {year[0]}")
    try:
        times = len(values(minute, 0, 59)) * len(values(hour, 0, 23))
        months = values(month, 1, 12, MONTHS, first=1)
        fits = [
            *(month_day(part) for part in day.split(",") if day not in ANY),
            *(week_day(part) for part in weekday.split(",") if weekday not in ANY),
        ]
    except ValueError as error:
        raise InputError(f"schedule cron({text}) is not valid: {error}") from error
    weekly = bool(fits) and day in ANY and not re.search(r"\wL|#", weekday)
    span = DAYS if weekly else YEAR_DAYS
    year_days = (FIRST + timedelta(days=each) for each in range(span))
    runs = times * sum(
        each.month in months and (not fits or any(fit(each) for fit in fits)) for each in year_days
    )
    return divide(runs * HOURS_PER_MONTH, Decimal(span * 24))


def month_day(part: str) -> Fits:
    """Read "15", "1-5", "L" (the last day), "LW" (the last weekday), "15W" (the nearest one)."""
    if part == "L":
        return lambda day: day.day == last(day)
    if part.endswith("W"):
        target = None if part == "LW" else int(part[:-1])
        return lambda day: day == nearest_weekday(day, target)
    days = values(part, 1, 31)
    return lambda day: day.day in days


def week_day(part: str) -> Fits:
    """Read "2-6", "MON-FRI", "L" (Saturday), "6L" (the last Friday), "3#2" (the 2nd Tuesday)."""
    if part == "L":
        part = "7"
    name, hash_, number = part.partition("#")
    is_last = name.endswith("L") and name not in WEEKDAYS
    days = values(name.removesuffix("L") if is_last else name, 1, WEEK, WEEKDAYS, first=1)
    which = int(number) if hash_ else 0

    def fits(day: date) -> bool:
        if day.isoweekday() % WEEK + 1 not in days:
            return False
        if is_last:
            return day.day + WEEK > last(day)
        return not which or (day.day - 1) // WEEK + 1 == which

    return fits


def last(day: date) -> int:
    """Return the number of days in the month."""
    return monthrange(day.year, day.month)[1]


def nearest_weekday(day: date, target: int | None) -> date:
    """Return the day from Monday to Friday nearest to the target in the month of `day`."""
    end = last(day)
    number = end if target is None else min(target, end)
    wanted = day.replace(day=number)
    beyond = wanted.isoweekday() - FRIDAY  # 1 on Saturday, 2 on Sunday
    if beyond <= 0:
        return wanted
    step = -1 if beyond == 1 else 1
    moved = number + step
    if not 1 <= moved <= end:
        moved = number - 2 * step
    return day.replace(day=moved)
