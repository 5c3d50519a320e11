"""Spot prices, placement scores and interruptions of one's own account, in a Parquet store.

Each collection writes new files and changes none; a file appears when it is complete. The same
price read twice counts once.
"""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from costing.actuals.formats import sql_text
from costing.actuals.parquet import parquet
from costing.errors import FileError

DEFAULT_FOLDER = Path(".plimsoll") / "spot"
LINUX = "Linux/UNIX"
DAYS = 30  # of prices that an average is made of


@dataclass(frozen=True, slots=True)
class SpotPrice:
    """Price of a pool from a time on, USD an hour, Linux."""

    time: str  # ISO 8601, UTC
    region: str
    instance_type: str
    zone: str
    usd: str


@dataclass(frozen=True, slots=True)
class PlacementScore:
    """Likelihood that a request succeeds, 1 to 10, of instance types together in a zone."""

    time: str
    region: str
    instance_types: str  # with commas
    zone_id: str
    capacity: str  # instances
    score: str


@dataclass(frozen=True, slots=True)
class Interruption:
    """Notice of AWS that an instance will be interrupted."""

    time: str
    region: str
    instance_id: str
    action: str  # "terminate", "stop" or "hibernate"


Row = SpotPrice | PlacementScore | Interruption
KINDS: Mapping[str, type[Row]] = {
    "prices": SpotPrice,
    "scores": PlacementScore,
    "interruptions": Interruption,
}
SQL_TYPES = {
    "time": "TIMESTAMPTZ",
    "usd": "DECIMAL(18, 9)",
    "capacity": "INTEGER",
    "score": "INTEGER",
}


def price_history(
    ec2: Any,  # noqa: ANN401 (boto3)
    region: str,
    types: Sequence[str],
    since: datetime,
) -> Iterator[SpotPrice]:
    """Yield the price changes of the types since a time, and the price at that time."""
    pages = ec2.get_paginator("describe_spot_price_history").paginate(
        InstanceTypes=list(types), ProductDescriptions=[LINUX], StartTime=since
    )
    for page in pages:
        for each in page["SpotPriceHistory"]:
            yield SpotPrice(
                instant(each["Timestamp"]),
                region,
                each["InstanceType"],
                each["AvailabilityZone"],
                str(Decimal(each["SpotPrice"])),
            )


def placement_scores(
    ec2: Any,  # noqa: ANN401 (boto3)
    region: str,
    types: Sequence[str],
    capacity: int,
    now: datetime,
) -> Iterator[PlacementScore]:
    """Yield the score of each zone for a number of instances of any of the types."""
    found = ec2.get_spot_placement_scores(
        InstanceTypes=list(types),
        TargetCapacity=capacity,
        RegionNames=[region],
        SingleAvailabilityZone=True,
    )
    for each in found["SpotPlacementScores"]:
        yield PlacementScore(
            instant(now),
            each["Region"],
            ",".join(sorted(types)),
            each.get("AvailabilityZoneId", ""),
            str(capacity),
            str(each["Score"]),
        )


def interruption_of(event: Mapping[str, Any]) -> Interruption | None:
    """Return the notice in an EventBridge event; None for another event."""
    detail = event.get("detail")
    if event.get("detail-type") != "EC2 Spot Instance Interruption Warning":
        return None
    if not isinstance(detail, Mapping) or "instance-id" not in detail:
        return None
    return Interruption(
        str(event.get("time", "")),
        str(event.get("region", "")),
        str(detail["instance-id"]),
        str(detail.get("instance-action", "")),
    )


def instant(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def add(folder: Path, kind: str, rows: Iterable[Row], now: datetime) -> Path | None:
    """Write rows into a new file of the store; None without rows. Raise FileError.

    The file has its final name only when its content is on the disk.
    """
    given = sorted({*rows}, key=str)
    if not given:
        return None
    names = [each.name for each in fields(KINDS[kind])]
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(asdict(each) for each in given)
    content = parquet(text.getvalue(), {name: SQL_TYPES.get(name, "VARCHAR") for name in names})
    digest = hashlib.sha256(text.getvalue().encode()).hexdigest()[:12]
    path = folder / f"{kind}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest}.parquet"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def write_whole(path: Path, content: bytes) -> None:
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class CollectedPrice:
    """Mean price of a type over its zones and time, USD an hour."""

    usd: Decimal
    since: str  # date
    until: str
    zones: int

    @property
    def of_zones(self) -> str:
        return "1 zone" if self.zones == 1 else f"{self.zones} zones"


def mean_prices(
    folder: Path, region: str, types: Iterable[str], days: int = DAYS
) -> Mapping[str, CollectedPrice]:
    """Return the mean of each type over the last days of the store. Raise FileError.

    A price holds until the next change of its pool, the last one until the newest time of the
    store; zones count alike.
    """
    files = sorted(folder.glob("prices-*.parquet"))
    if not files:
        return {}
    import duckdb

    listed = ", ".join(sql_text(str(each)) for each in files)
    try:
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            found = connection.execute(
                MEAN.format(files=listed), [region, [*types], timedelta(days=days)]
            ).fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise FileError(f"{folder}: a file of the Spot store cannot be read: {reason}") from error
    return {
        name: CollectedPrice(
            Decimal(usd).quantize(Decimal("0.000001")), str(since), str(until), zones
        )
        for name, usd, since, until, zones in found
    }


MEAN = """
WITH prices AS (
    SELECT DISTINCT time, instance_type, zone, usd FROM read_parquet([{files}])
    WHERE region = $1 AND list_contains($2, instance_type)
), ends AS (SELECT max(time) AS newest FROM prices), held AS (
    SELECT instance_type, zone, usd, greatest(time, newest - $3) AS began,
        lead(time, 1, newest) OVER (PARTITION BY instance_type, zone ORDER BY time) AS ended
    FROM prices, ends
), weighed AS (
    SELECT instance_type, zone, usd, began, ended,
        greatest(epoch(ended) - epoch(began), 1e-6) AS seconds
    FROM held WHERE ended >= began
), of_zones AS (
    SELECT instance_type, zone, sum(usd * seconds) / sum(seconds) AS usd,
        min(began) AS began, max(ended) AS ended
    FROM weighed GROUP BY ALL
)
SELECT instance_type, avg(usd), min(began)::DATE, max(ended)::DATE, count(*)
FROM of_zones GROUP BY ALL
"""
