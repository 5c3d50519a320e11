"""Sizes: waiting against a simulated queue, zones against all losses, policies against needs."""

from itertools import combinations

import numpy as np
import pytest

from costing.errors import CallError
from costing.plan.sizing import Limits, Queue, cpu_target, scaling, surviving, throughput
from costing.plan.workload import Capacity, Service
from tests.costing.plan.workloads import service, workload


def late_in_simulation(servers: int, rate: float, seconds: float, budget: float) -> np.ndarray:
    """Return whether each request of an M/M/c queue waits longer than the budget."""
    rng = np.random.default_rng(5)
    count = 60_000
    arrivals = np.cumsum(rng.exponential(1 / rate, count))
    needed = rng.exponential(seconds, count)
    free = np.zeros(servers)
    waits = np.empty(count)
    for index in range(count):
        first = int(free.argmin())
        begin = max(arrivals[index], free[first])
        waits[index] = begin - arrivals[index]
        free[first] = begin + needed[index]
    return waits > budget


@pytest.mark.parametrize(("servers", "load", "budget"), [(3, 2.0, 0.0), (10, 8.0, 0.5)])
def test_waiting_agrees_with_a_simulated_queue(servers: int, load: float, budget: float) -> None:
    late = late_in_simulation(servers, load, 1.0, budget).reshape(60, -1).mean(axis=1)

    queue, budgets = Queue(1.0, 1.0, 1.0, 9.0), np.array([budget + 1e-12])
    expected = float(
        queue.waits_longer(np.array([float(servers)]), np.array([load]), budgets)[0, 0]
    )

    assert abs(late.mean() - expected) < 3 * late.std() / np.sqrt(len(late))


def test_peaked_arrivals_and_strict_latency_need_more_instances() -> None:
    capacity, objective = Capacity.model_validate(CAPACITY), workload().objective

    def needed(**changes: object) -> int:
        of = Service.model_validate(service(**changes))
        table = throughput("m7g.xlarge", capacity, of, objective, 60)
        return int(table.needed(np.array([300.0]))[0])

    demand = service()["demand"]
    calm, strict = needed(), needed(latency_ms=500)
    peaked = needed(demand={**demand, "peakedness": 20})
    assert 15 < calm < min(strict, peaked)


CAPACITY = {"requests_per_second": 20, "service_ms": 100}


def test_latency_below_the_service_time_is_refused() -> None:
    with pytest.raises(CallError, match="raise latency_ms or use a faster type"):
        throughput(
            "m7g.xlarge",
            Capacity.model_validate(CAPACITY),
            Service.model_validate(service(latency_ms=110)),
            workload().objective,
            10,
        )


@pytest.mark.parametrize("zones", [1, 2, 3, 4])
@pytest.mark.parametrize("lost", [0, 1, 2])
def test_smallest_size_survives_any_loss_of_zones(zones: int, lost: int) -> None:
    if lost >= zones:
        return
    needs = np.arange(1, 25)

    for need, size in zip(needs, surviving(needs, zones, lost), strict=True):
        assert left(int(size), zones, lost) >= need > left(int(size) - 1, zones, lost)


def left(size: int, zones: int, lost: int) -> int:
    sizes = [size // zones + (index < size % zones) for index in range(zones)]
    return min(size - sum(gone) for gone in combinations(sizes, lost))


def test_policy_keeps_the_sizes_that_are_needed() -> None:
    rates = np.array([3.0, 10.0, 31.0, 55.0])
    needed = np.array([2, 2, 4, 6])

    policy = scaling(rates, needed, np.ones(4), Limits(2, 80.0, 9, 20.0))

    assert (policy.sizes(rates) >= needed).all()
    assert policy.sizes(np.array([80.0]))[0] >= 9
    assert policy.sizes(np.array([1e6]))[0] == policy.most
    assert cpu_target(policy, 20.0) == int(np.ceil(policy.per_target / 60 / 20 * 100))


def test_steady_demand_has_its_size_as_minimum() -> None:
    rates, needed = np.full(24, 500.0), np.full(24, 40)

    policy = scaling(rates, needed, np.ones(24), Limits(3, 600.0, 48, 20.0))

    assert policy.least == 40
    assert policy.per_target <= 0.9 * 60 * 20
