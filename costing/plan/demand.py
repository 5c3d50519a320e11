"""Demand of a service by hour of the week, from a profile or a trace."""

import csv
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from costing.errors import FileError
from costing.plan.workload import DAY, WEEK, Demand

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

HOUR = 3600
MOST_ROWS = 5_000_000
COLUMNS = "time and rate"
EXAMPLE = "2026-11-02T00:00:00Z,12.5"


@dataclass(frozen=True, slots=True)
class Trace:
    """Rates of requests per second at even steps."""

    start: datetime
    step_seconds: float
    rates: "Floats"

    def scaled(self, factor: float) -> "Trace":
        return replace(self, rates=self.rates * factor)


@dataclass(frozen=True, slots=True)
class WeeklyDemand:
    """Requests per second by hour of the week, from Monday 00:00; one row per week seen."""

    weeks: "Floats"  # (weeks, 168)

    @property
    def profile(self) -> "Floats":
        found: Floats = self.weeks.mean(axis=0)
        return found


def weekly(demand: Demand) -> WeeklyDemand:
    """Return the demand by hour of the week. Raise FileError for a trace of less than a day."""
    import numpy as np

    if demand.profile is not None:
        hours = np.array(demand.profile, dtype=float)
        return WeeklyDemand(np.tile(hours, WEEK // len(hours))[None, :])
    path = demand.trace or Path()
    return weeks_of(read_trace(path), str(path))


def weeks_of(trace: Trace, name: str) -> WeeklyDemand:
    """Return a trace's mean rates by hour of the week.

    Hours that a week does not have take the mean of the same hour of the week, then of the day.
    """
    import numpy as np

    offset = trace.start.weekday() * DAY + trace.start.hour + trace.start.minute / 60
    hours = np.floor(offset + np.arange(len(trace.rates)) * trace.step_seconds / HOUR).astype(int)
    if hours[-1] - hours[0] + 1 < DAY:
        raise FileError(f"{name}: the trace is shorter than a day; give at least 24 hours")
    count = int(hours[-1]) // WEEK + 1
    sums = np.bincount(hours, weights=trace.rates, minlength=count * WEEK)
    seen = np.bincount(hours, minlength=count * WEEK)
    with np.errstate(invalid="ignore"):
        weeks = np.where(seen > 0, sums / np.maximum(seen, 1), np.nan).reshape(count, WEEK)
    return WeeklyDemand(filled(weeks))


def filled(weeks: "Floats") -> "Floats":
    import numpy as np

    def mean_of(values: "Floats") -> "Floats":
        known = ~np.isnan(values)
        total = np.where(known, values, 0).sum(axis=0)
        return np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)

    by_week = mean_of(weeks)
    by_day = np.tile(mean_of(weeks.reshape(-1, DAY)), WEEK // DAY)
    typical = np.where(np.isnan(by_week), by_day, by_week)
    return np.where(np.isnan(weeks), typical, weeks)


def read_trace(path: Path) -> Trace:
    """Return a trace of the columns time and rate, in CSV or Parquet. Raise FileError."""
    rows = parquet_rows(path) if path.suffix == ".parquet" else csv_rows(path)
    if len(rows) < 2:  # noqa: PLR2004 (named in the message)
        raise FileError(f"{path}: {len(rows)} rows; a trace needs at least 2")
    import numpy as np

    start, last = rows[0][0], rows[-1][0]
    step = (last - start).total_seconds() / (len(rows) - 1)
    times = np.array([(time - start).total_seconds() for time, _ in rows])
    uneven = np.abs(np.diff(times) - step) > max(step / 2, 1)
    if step <= 0 or uneven.any():
        if (np.diff(times) < 0).any():
            line = int((np.diff(times) < 0).argmax()) + 3
            raise FileError(
                f"{path}:{line}: the time is before that of the row above; sort by time"
            )
        line = int(uneven.argmax()) + 3 if step > 0 else 2
        raise FileError(
            f"{path}:{line}: the time steps differ; write one row per minute or per hour"
        )
    return Trace(start, step, np.array([rate for _, rate in rows]))


def csv_rows(path: Path) -> list[tuple[datetime, float]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if not {"time", "rate"} <= {*(reader.fieldnames or ())}:
                raise FileError(f"{path}:1: no columns {COLUMNS}; write: time,rate")
            for name in ("time", "rate"):
                if [*(reader.fieldnames or ())].count(name) > 1:
                    raise FileError(f"{path}:1: column {name} occurs twice; keep one of them")
            return [
                row_of(each["time"], each["rate"], f"{path}:{number}")
                for number, each in enumerate(reader, start=2)
            ]
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise FileError(f"{path}: cannot be read: {reason}; name an existing file") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileError(f"{path}: not a CSV file in UTF-8: {error}; write: time,rate") from error


def row_of(time: object, rate: object, where: str) -> tuple[datetime, float]:
    try:
        when = time if isinstance(time, datetime) else instant(str(time))
        value = float(str(rate))
    except (ValueError, OverflowError) as error:
        raise FileError(f"{where}: not a time and a rate; write: {EXAMPLE}") from error
    if not 0 <= value < float("inf"):
        raise FileError(f"{where}: the rate is {rate}; write requests per second of at least 0")
    return when if when.tzinfo else when.replace(tzinfo=UTC), value


def instant(text: str) -> datetime:
    """Return a time in ISO 8601 or in seconds since 1970."""
    if text.replace(".", "", 1).isdecimal():
        return datetime.fromtimestamp(float(text), UTC)
    return datetime.fromisoformat(text)


def parquet_rows(path: Path) -> list[tuple[datetime, float]]:
    try:
        import duckdb
    except ImportError as error:
        raise FileError(
            f"{path}: reading Parquet needs DuckDB; run: pip install 'plimsoll[actuals]'"
        ) from error
    if not path.is_file():
        raise FileError(f"{path}: the file does not exist; name an existing file")
    try:
        with duckdb.connect() as connection:
            found = connection.execute(
                "SELECT time, rate FROM read_parquet(?) ORDER BY time LIMIT ?",
                [str(path), MOST_ROWS],
            ).fetchall()
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise FileError(
            f"{path}: no columns {COLUMNS} in Parquet: {first}; write both columns"
        ) from error
    return [row_of(time, rate, str(path)) for time, rate in found]
