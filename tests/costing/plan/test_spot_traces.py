"""Observed spot pools: the band of random windows against the half of a trace it has not seen."""

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from costing.plan.scenarios import from_trace

TRACES = Path(__file__).resolve().parents[4] / "shared" / "facts" / "spot_traces_rle.csv"
WINDOWS = 100
Hours = npt.NDArray[np.bool_]


def regions() -> list[Hours]:
    """Return (hours, pools) of each region's pools that were observed together."""
    found: dict[tuple[str, ...], list[Hours]] = defaultdict(list)
    with TRACES.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "availability" and row["cloud"] == "aws":
                kind = row["instance_label"].partition("_")[0]
                key = row["zone"][:-1], kind, row["start_date"], row["gap_seconds"]
                found[key].append(hourly(row))
    groups = [each for each in found.values() if len(each) > 1]
    return [np.stack([hours[: min(map(len, each))] for hours in each], axis=1) for each in groups]


def hourly(row: dict[str, str]) -> Hours:
    """Return whether a pool had capacity during each whole hour."""
    runs = [each.split(":") for each in row["values_rle"].split()]
    states = np.concatenate([np.full(int(count), float(value) > 0) for value, count in runs])
    each = round(3600 / float(row["gap_seconds"]))
    whole = states[: len(states) // each * each].reshape(-1, each)
    return np.asarray(whole.all(axis=1), dtype=bool)


@pytest.mark.skipif(not TRACES.exists(), reason="needs ../shared")
def test_band_contains_held_out_halves() -> None:
    rng = np.random.default_rng(1)
    cases = joint = independent = 0
    for trace in regions():
        halves = np.split(trace[: len(trace) // 2 * 2], 2)
        for seen, unseen in (halves, halves[::-1]):
            for count in range(1, min(trace.shape[1], 3) + 1):
                for pools in combinations(range(trace.shape[1]), count):
                    observed = unseen[:, pools].any(axis=1).mean()
                    names = [("any", index) for index in range(count)]
                    states = from_trace(rng, (WINDOWS, len(unseen)), seen[:, pools], names)
                    shares = np.any([states[name] for name in names], axis=0).mean(axis=1)
                    low, high = np.quantile(shares, (0.025, 0.975))
                    expected = 1 - np.prod(1 - seen[:, pools].mean(axis=0))
                    error = 1.96 * np.sqrt(expected * (1 - expected) / len(unseen))
                    cases += 1
                    joint += bool(low <= observed <= high)
                    independent += bool(abs(observed - expected) <= error)

    assert cases > 100
    assert joint / cases >= 0.85
    assert independent / cases < 0.2
