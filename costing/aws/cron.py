"""How often a schedule of EventBridge, Synthetics or SageMaker fires.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from costing.aws.scaling_schedules import DAYS, cron
from costing.errors import InputError
from costing.units import HOURS_PER_MONTH, divide

RATE = re.compile(r"rate\(\s*(\d+)\s*(second|minute|hour|day)s?\s*\)")
CRON = re.compile(r"cron\((.*)\)")
AT = re.compile(r"at\(.*\)")
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
MONTH = HOURS_PER_MONTH * SECONDS["hour"]
FIRST, YEAR_DAYS = date(2029, 1, 1), 365  # a Monday
YEAR_FIELD = 5  # the sixth of AWS's form, which Unix does not have
ONCE = Decimal(1)


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
    """Count over a year, of whole weeks where weekdays tell the days apart.

    AWS counts weekdays from Sunday, which is 1.
    """
    fields = text.upper().split()
    if len(fields) > YEAR_FIELD and fields[YEAR_FIELD] not in {"*", "?"}:
        raise InputError(f"schedule {text!r} is of certain years only")
    minute, hour, day, month, weekday = fields[:YEAR_FIELD]
    span, slash, step = weekday.partition("/")
    unix = re.sub(r"\d+", lambda number: str(int(number[0]) - 1), span) + slash + step
    schedule = cron(f"{minute} {hour} {day} {month} {unix}")
    year = YEAR_DAYS if schedule.weekdays is None else DAYS
    days = sum(schedule.falls_on(FIRST + timedelta(days=each)) for each in range(year))
    runs = Decimal(days * len(schedule.minutes) * len(schedule.hours))
    return divide(runs * HOURS_PER_MONTH, Decimal(year * 24))
