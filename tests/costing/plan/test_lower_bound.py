"""The mixed-integer program equals enumeration, and bounds every fleet of the search."""

import numpy as np
import pytest

from costing.plan.enumeration import enumerated
from costing.plan.fleet import (
    CostTable,
    Fleet,
    Requirement,
    TypeOption,
    committed_cost,
    on_demand_part,
)
from costing.plan.lower_bound import lower_bound, merged
from costing.plan.sizing import Scaling, Throughput

CASES = 40  # the benchmark runs 200


def random_case(seed: int) -> tuple[list[TypeOption], np.ndarray, np.ndarray, Requirement]:
    rng = np.random.default_rng(seed)
    count, hours = int(rng.integers(2, 5)), int(rng.integers(2, 6))
    options = []
    for index in range(count):
        price = float(rng.uniform(0.1, 0.3))
        committed = price * 0.7 if rng.random() < 0.5 else None
        table = Throughput(f"t{index}", np.arange(40.0), 1.0)
        spot = price * float(rng.uniform(0.2, 1.2))
        options.append(TypeOption(f"t{index}", price, spot, committed, None, 3, "arm64", table))
    sizes = rng.integers(2, 9, (count, hours))
    percent = int(rng.choice([0, 30, 50, 70, 100]))
    base = int(rng.integers(0, 5))
    types = int(rng.integers(1, count + 1))
    return options, sizes, rng.uniform(50, 200, hours), Requirement(0, base, percent, types)


@pytest.mark.parametrize("block", range(4))
def test_program_equals_enumeration(block: int) -> None:
    for seed in range(block * CASES // 4, (block + 1) * CASES // 4):
        options, sizes, weights, requirement = random_case(seed)
        segments = merged(sizes, weights)

        exact = enumerated(options, segments, requirement)
        found = lower_bound(options, segments, requirement)

        assert exact is not None
        assert found.value == pytest.approx(exact.value, rel=1e-6), seed


def test_on_demand_part_rounds_up_above_the_base() -> None:
    sizes = np.array([1, 3, 4, 6, 10])

    assert on_demand_part(sizes, 3, 70).tolist() == [1, 3, 4, 4, 6]
    assert on_demand_part(sizes, 0, 100).tolist() == [0, 0, 0, 0, 0]


def test_commitment_is_the_least_of_all_levels() -> None:
    rng = np.random.default_rng(3)
    usage, weights = rng.integers(0, 9, 24).astype(float), np.ones(24)

    cost, level = committed_cost(usage, weights, 1.0, 0.72)

    every = [(0.72 * 24 * k + np.maximum(usage - k, 0).sum(), k) for k in np.linspace(0, 9, 901)]
    assert cost == pytest.approx(min(every)[0])
    assert level in usage


def test_cost_of_a_fleet_is_hours_times_prices() -> None:
    table = Throughput("t", np.arange(40.0), 1.0)
    option = TypeOption("t", 0.2, 0.1, None, None, 3, "arm64", table)
    fleet = Fleet((option,), 3, 1, 50, Scaling(2, 10, 60))

    found = CostTable(np.array([1.0, 5.0]), np.array([10.0, 20.0])).cost(fleet)

    assert (found.on_demand_hours, found.spot_hours) == (2 * 10 + 3 * 20, 0 * 10 + 2 * 20)
    assert found.total == pytest.approx(80 * 0.2 + 40 * 0.1)
