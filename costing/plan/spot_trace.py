"""Observed availability of spot pools, hour by hour."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from costing.errors import FileError
from costing.plan.demand import HOUR, instant
from costing.plan.workload import DAY

EXAMPLE = "time,m7g.xlarge/us-east-1a,m7g.xlarge/us-east-1b"


def pool_trace(
    path: Path, pools: Sequence[tuple[str, int]], zones: Sequence[str]
) -> npt.NDArray[np.bool_]:
    """Return (hours, pools): whether each pool had capacity during the whole hour.

    A column is named TYPE/ZONE; ZONE alone stands for all types, and `*` for all pools. An hour
    without a row counts as without capacity. Raise FileError for a pool without a column.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            header, *rows = [*csv.reader(file)]
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise FileError(f"{path}: cannot be read: {reason}; name an existing file") from error
    except (ValueError, csv.Error) as error:
        raise FileError(f"{path}: cannot be read as CSV; write: {EXAMPLE}") from error
    columns = [column_of(header, *pool, zones, path) for pool in pools]
    try:
        seconds = np.array([instant(row[0]).timestamp() for row in rows])
        states = np.array([[float(row[each]) > 0 for each in columns] for row in rows], dtype=bool)
    except (ValueError, IndexError) as error:
        raise FileError(f"{path}: a row is not a time and numbers; write: {EXAMPLE}") from error
    hours = np.floor((seconds - seconds[0]) / HOUR).astype(int) if len(rows) else np.zeros(0, int)
    if not len(rows) or hours[-1] + 1 < DAY or (np.diff(hours) < 0).any():
        raise FileError(f"{path}: the trace is not ascending or shorter than a day; give 24 hours")
    found = np.ones((hours[-1] + 1, len(pools)), dtype=bool)
    np.logical_and.at(found, hours, states)
    found[np.setdiff1d(np.arange(len(found)), hours)] = False
    return found


def column_of(
    header: Sequence[str], instance_type: str, zone: int, zones: Sequence[str], path: Path
) -> int:
    for name in (f"{instance_type}/{zones[zone]}", zones[zone], "*"):
        if name in header:
            return header.index(name)
    raise FileError(
        f"{path}:1: no column {instance_type}/{zones[zone]}, {zones[zone]} or *; write: {EXAMPLE}"
    )
