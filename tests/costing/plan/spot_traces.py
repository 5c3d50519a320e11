"""Spot availability traces in ../shared, whose licence is unstated; tests skip without them."""

import csv
from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest

from costing.plan.arrays import Bools
from tests.paths import ROOT

FILE = ROOT.parent / "shared" / "facts" / "spot_traces_rle.csv"
YEAR_2023, YEAR_2022 = "2023-02-15", "2022-10-26"


@cache
def traces(start: str) -> Mapping[str, Bools]:
    """Return whether capacity was there at each interval, by zone and label."""
    if not FILE.exists():
        pytest.skip("../shared is absent")
    with FILE.open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["start_date"] == start]
    return {f"{row['zone']} {row['instance_label']}": expanded(row["values_rle"]) for row in rows}


def expanded(text: str) -> Bools:
    pairs = [pair.split(":") for pair in text.split()]
    values = [int(value) > 0 for value, _ in pairs]
    return np.repeat(np.array(values), [int(count) for _, count in pairs])
