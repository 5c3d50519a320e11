"""Write the demand traces of examples/traces: generated, with fixed seeds."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from math import cos, pi
from pathlib import Path
from random import Random

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "traces"
START = datetime(2026, 11, 2, tzinfo=UTC)  # a Monday
STEP = timedelta(minutes=10)
STEPS = 7 * 24 * 6
DAILY_SEED, BURST_SEED = 17, 18
MEAN = 20.0  # requests per second

Row = tuple[datetime, float]


def daily(seed: int = DAILY_SEED) -> Iterator[Row]:
    """Yield a week with a peak each afternoon, half the demand at weekends, and 5 % noise."""
    random = Random(seed)  # noqa: S311 (a sample, no secret)
    for index in range(STEPS):
        time = START + index * STEP
        hour = time.hour + time.minute / 60
        shape = 1 - 0.7 * cos(2 * pi * (hour - 2) / 24)
        weekend = 0.5 if time.weekday() >= 5 else 1.15  # noqa: PLR2004 (Saturday)
        yield time, MEAN * shape * weekend * random.gauss(1, 0.05)


def bursts(seed: int = BURST_SEED) -> Iterator[Row]:
    """Yield low demand with bursts of twelve times as much: 30 to 90 minutes in eight hours."""
    random = Random(seed)  # noqa: S311 (a sample, no secret)
    left = 0
    for index in range(STEPS):
        if left == 0 and random.random() < 1 / 48:
            left = random.randint(3, 9)
        level = 12.0 if left else 1.0
        left = max(left - 1, 0)
        yield START + index * STEP, MEAN * 0.8 * level * random.gauss(1, 0.1)


TRACES = {"daily.csv": daily, "bursts.csv": bursts}


def text(name: str) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["time", "rate"])
    for time, rate in TRACES[name]():
        writer.writerow([time.isoformat().replace("+00:00", "Z"), f"{max(rate, 0):.2f}"])
    return out.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in TRACES:
        (FOLDER / name).write_text(text(name), encoding="utf-8")
        print(f"written: examples/traces/{name}")
