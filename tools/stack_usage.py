"""Update the lines of usage/<stack>.yaml that the stack's settings determine.

python -m tools.stack_usage [STACK...] rewrites their numbers and keeps everything else. All other
lines are assumptions, each with its reason beside it.
"""

import math
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.infra.checks.usage_settings import CLASSES, LIFECYCLE, backup_quantities
from tests.infra.recorder import Recording
from tests.infra.stacks import SHIPPED, configuration, run, stack_file

ROOT = Path(__file__).resolve().parents[1]
HOURS = 730  # of a month
DAY_HOURS, WEEK_HOURS = 24, 168
NUMBER = re.compile(r"[\d_.]+(?:e\d+)?")
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
DAYS_OF_WEEK = {"MON-FRI": 5, "*": 7, "?": 7}
BUCKET, TABLE = "aws:s3/bucket:Bucket", "aws:dynamodb/table:Table"
STORED = {"aws:rds/cluster:Cluster": "database", TABLE: "feature_store"}


@dataclass(frozen=True, slots=True)
class Line:
    """A number of a usage file that follows from settings."""

    type: str
    name: str
    key: str  # with dots
    value: int
    reason: str

    def __str__(self) -> str:
        return f"{self.type}::{self.name} {self.key}: {self.value} ({self.reason})"


class Usage:
    """A usage file with the places of its numbers."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = YAML().load(text)

    def place(self, kind: str, name: str, key: str) -> tuple[Any, str] | None:
        """Return the mapping that states a value of a resource, and its last key.

        None where no entry of `resources` does: defaults are of resources that hold little.
        """
        resources = self.document.get("resources") or {}
        exact = [each for each in (f"{kind}::{name}", name) if each in resources]
        alike = [each for each in resources if fnmatchcase(f"{kind}::{name}", each)]
        for entry in (*exact, *alike):
            values = resources[entry]
            *path, last = key.split(".")
            for part in path:
                values = values.get(part, {})
            if last in values:
                return values, last
        return None

    def value(self, kind: str, name: str, key: str) -> float | None:
        place = self.place(kind, name, key)
        if place is None:
            return None
        found = place[0][place[1]]
        return float(found["mid"] if isinstance(found, Mapping) else found)

    def updated(self, lines: list[Line]) -> str:
        """Return the text with the numbers of these lines. Raise ValueError for a missing key."""
        rows = self.text.splitlines(keepends=True)
        for each in sorted(lines, key=self.position, reverse=True):
            row, column = self.position(each)
            tail = rows[row][column:]
            rows[row] = rows[row][:column] + NUMBER.sub(f"{each.value:_}", tail, count=1)
        return "".join(rows)

    def position(self, line: Line) -> tuple[int, int]:
        place = self.place(line.type, line.name, line.key)
        if place is None:
            raise ValueError(f"{line.type}::{line.name}: {line.key} is missing; add it")
        row, column = place[0].lc.value(place[1])
        return int(row), int(column)


def lines(recording: Recording, usage: Usage, sizes: Mapping[str, int]) -> list[Line]:
    """Return what the settings of a stack determine; each number once."""
    found = [
        *canaries(recording),
        *schedules(recording),
        *streams(recording, usage),
        *tables(recording, usage),
        *stores(recording, usage, sizes),
        *middle_tiers(recording, usage),
        *backups(recording, sizes),
    ]
    return [each for each in found if usage.place(each.type, each.name, each.key)]


def canaries(recording: Recording) -> Iterator[Line]:
    for each in recording.of_type("aws:synthetics/canary:Canary"):
        every = re.fullmatch(r"rate\((\d+) (\w+?)s?\)", each.inputs["schedule"]["expression"])
        if every:
            runs = round(HOURS * 60 / (int(every[1]) * MINUTES[every[2]]))
            yield Line(each.type, each.name, "monthly_runs", runs, f"every {every[1]} {every[2]}s")


def schedules(recording: Recording) -> Iterator[Line]:
    for each in recording.of_type("aws:scheduler/schedule:Schedule"):
        cron = re.fullmatch(r"cron\(\d+ \d+ [*?] \* (\S+) \*\)", each.inputs["scheduleExpression"])
        if cron and cron[1] in DAYS_OF_WEEK:
            runs = round(HOURS / DAY_HOURS * DAYS_OF_WEEK[cron[1]] / 7)
            yield Line(each.type, each.name, "monthly_invocations", runs, f"at {cron[0]}")


def streams(recording: Recording, usage: Usage) -> Iterator[Line]:
    """Yield what an on-demand stream keeps beyond the first day, up to a week."""
    for each in recording.of_type("aws:kinesis/stream:Stream"):
        rate = usage.value(each.type, each.name, "monthly_on_demand_data_in_gb")
        hours = min(each.inputs.get("retentionPeriod") or DAY_HOURS, WEEK_HOURS) - DAY_HOURS
        if rate is not None:
            kept = math.ceil(rate / HOURS * hours)
            key = "monthly_on_demand_extended_retention_gb"
            yield Line(each.type, each.name, key, kept, f"{hours:g} hours beyond the first day")


def tables(recording: Recording, usage: Usage) -> Iterator[Line]:
    for each in recording.of_type(TABLE):
        size = usage.value(each.type, each.name, "storage_gb")
        recovery = each.inputs.get("pointInTimeRecovery") or {}
        if size is not None:
            backed_up = math.ceil(size) if recovery.get("enabled") else 0
            reason = "point-in-time recovery of the whole table"
            yield Line(each.type, each.name, "pitr_backup_storage_gb", backed_up, reason)


def stores(recording: Recording, usage: Usage, sizes: Mapping[str, int]) -> Iterator[Line]:
    """Yield sizes of stores, which recovery objectives state; of a bucket the rest in Standard."""
    reason = "recovery.sizes_gb"
    for kind, size in STORED.items():
        for each in recording.of_type(kind):
            if size in sizes and not each.name.startswith("standby-"):
                yield Line(kind, each.name, "storage_gb", sizes[size], reason)
    for each in recording.of_type(BUCKET):
        prefix, _, purpose = each.name.rpartition("-")
        if prefix == "storage" and purpose in sizes:
            colder = sum(
                usage.value(BUCKET, each.name, f"{tier}.storage_gb") or 0
                for tier in CLASSES.values()
            )
            rest = round(sizes[purpose] - colder)
            yield Line(BUCKET, each.name, "standard.storage_gb", rest, reason)


def middle_tiers(recording: Recording, usage: Usage) -> Iterator[Line]:
    """Yield what a steady inflow keeps in a storage class between two transitions."""
    for each in recording.of_type(LIFECYCLE):
        bucket = recording.follow(each.inputs["bucket"])
        standard = usage.value(BUCKET, bucket.name, "standard.storage_gb")
        for rule in each.inputs["rules"]:
            moves = rule.get("transitions") or []
            for first, second in pairwise(moves):
                if standard is None or rule["filter"] != {"prefix": ""}:
                    continue
                days = second["days"] - first["days"]
                kept = round(standard * days / moves[0]["days"])
                key = f"{CLASSES[first['storageClass']]}.storage_gb"
                yield Line(BUCKET, bucket.name, key, kept, f"{days:g} days of the inflow")


def backups(recording: Recording, sizes: Mapping[str, int]) -> Iterator[Line]:
    """Yield backups and copies of tables and databases; those of S3 depend on its changes too."""
    for (name, key), amount in backup_quantities(recording, sizes).items():
        kind, _, short = name.rpartition("::")
        s3_only = key == "monthly_s3_backup_gb" or not amount
        if not s3_only:
            yield Line(kind, short, key, math.ceil(amount), "keep days, interval and size")


def of_stack(stack: str, recording: Recording) -> tuple[Usage, list[Line]]:
    usage = Usage((ROOT / "usage" / f"{stack}.yaml").read_text(encoding="utf-8"))
    sizes = stack_file(stack)["config"].get("plimsoll:recovery", {}).get("sizes_gb", {})
    return usage, lines(recording, usage, sizes)


def main() -> None:
    for stack in sys.argv[1:] or SHIPPED:
        usage, found = of_stack(stack, run(configuration(stack)))
        path = ROOT / "usage" / f"{stack}.yaml"
        path.write_text(usage.updated(found), encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {len(found)} lines from settings")
        for each in found:
            print(f"  {each}")


if __name__ == "__main__":
    main()
