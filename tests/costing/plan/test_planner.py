"""Plans: exact cases, monotonicity, repeatability, explanations and errors."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given as property_of
from hypothesis import settings, strategies

from costing.errors import CallError
from costing.plan.fleet import Fleet
from costing.plan.plan import Plan
from costing.plan.planner import Options, plan, prepared
from costing.plan.price_snapshot import as_json, snapshot
from costing.plan.stack_settings import difference, edited, stack_file
from costing.plan.workers import Backend, Workers, evaluated
from costing.plan.workload import Workload
from costing.prices.book import installed
from tests.costing.plan.workloads import NO_RISKS, prices, service, workload

FAST = Options(scenario_weeks=100, explain=False)


def cost(of: Workload, factor: str = "1") -> float:
    (found,) = plan(of, prices(factor), FAST).services
    return found.expected


def decided(found: Plan) -> dict[str, Any]:
    return {each.setting: each.value for each in found.services[0].decisions}


def test_steady_demand_without_risks_is_counted_by_hand() -> None:
    """Two instances serve 30 requests a second; a third one survives the loss of a zone."""
    of = workload(
        services={
            "web": service(
                demand={"profile": [30] * 24, "growth": 0, "variation": 0},
                spot={"allowed": False},
            )
        },
        risks=NO_RISKS,
    )

    found = plan(of, prices(), FAST)

    assert decided(found)["instance_types"] == ["c7g.xlarge"]
    assert decided(found)["min_size"] == 3
    assert found.services[0].expected == pytest.approx(3 * 730 * 0.145)
    assert found.services[0].held.probability == 1
    assert found.cost.p5 == found.cost.p95 == pytest.approx(3 * 730 * 0.145)


def test_judged_availability_is_the_exact_convolution() -> None:
    """Without outages, k of n instances are up with a binomial probability."""
    risks = {**NO_RISKS, "instance_availability": 0.98}
    flat = {"profile": [30] * 24, "growth": 0, "variation": 0}
    of = workload(
        objective={"target": 0.5, "survive_zones": 0},
        services={"web": service(demand=flat, spot={"allowed": False}, least_instances=2)},
        risks=risks,
    )
    search = prepared(of, prices(), FAST).search("web", 4)
    (option,) = [each for each in search.options if each.name == "c7g.xlarge"]
    fleet = Fleet((option,), 3, 0, 0, replace(search.policy((option,), 0), least=3, most=3))

    found = search.verdict(fleet).availability

    need = int(option.throughput.needed(np.array([30.0]))[0])
    assert need == 2
    exact = 0.98**3 + 3 * 0.98**2 * 0.02
    assert abs(found.mean() - exact) < 3 * found.std() / np.sqrt(len(found))


@settings(max_examples=3, deadline=None)
@property_of(strategies.sampled_from([0.9, 0.99, 0.999]), strategies.sampled_from([0.5, 0.9, 0.97]))
def test_stricter_objective_is_never_cheaper(target: float, confidence: float) -> None:
    def of(**objective: object) -> Workload:
        spot = {"least_types": 1, "least_pools": 3}
        one = service(capacity={"c7g.xlarge": CAPACITY}, spot=spot)
        return workload(
            objective={"survive_zones": 0, "window": "week", **objective}, services={"web": one}
        )

    loose = cost(of(target=target, confidence=confidence))

    stricter = cost(of(target=1 - (1 - target) / 5, confidence=min(confidence + 0.02, 0.99)))
    assert stricter >= loose - 1e-9


@settings(max_examples=2, deadline=None)
@property_of(strategies.sampled_from(["0.5", "3", "10"]))
def test_cost_scales_with_prices(factor: str) -> None:
    assert cost(workload(), factor) == pytest.approx(float(factor) * cost(workload()), rel=1e-9)


def test_more_types_never_cost_more() -> None:
    capacity = service()["capacity"]
    one = service(capacity={"m7g.xlarge": capacity["m7g.xlarge"]})

    assert cost(workload()) <= cost(workload(services={"web": one}))


@pytest.mark.parametrize("backend", ["processes", "dask", "ray"])
def test_workers_and_repetition_give_the_same_plan(backend: Backend) -> None:
    if backend == "ray":
        pytest.importorskip("ray")
    several = Options(scenario_weeks=500, explain=False)
    one = plan(workload(), prices(), several)
    same = plan(workload(), prices(), several)
    two = plan(workload(), prices(), replace(several, workers=Workers(2, backend)))

    assert one == same == two


def test_cluster_that_cannot_be_reached_is_named() -> None:
    workers = Workers(2, "dask", "scheduler")
    with pytest.raises(CallError, match=r"--cluster scheduler: .*; start the dask cluster, or"):
        evaluated(abs, 1, workers)


def test_explained_plan_has_runners_up_and_influences() -> None:
    demand = {**service()["demand"], "growth": {"low": 0, "mid": 0.1, "high": 1}}
    growing = service(demand=demand, spot={"least_on_demand": 0})
    allowed = {"kinds": ["compute_savings_plan"], "most_usd_per_hour": 0.1}
    of = workload(services={"web": growing}, commitments=allowed)
    rates = snapshot("us-east-1", growing["capacity"], of.commitments, installed())

    found = plan(of, rates, Options(scenario_weeks=100))

    (web,) = found.services
    by_name = {each.setting: each for each in web.decisions}
    spot = by_name["spot_percent"]
    assert 0 < spot.value <= 70
    assert spot.runner_up != spot.value
    assert (spot.runner_up_usd or 0) >= 0
    savings = {each.constraint.partition(" ")[0]: each.saving for each in web.constraints}
    assert savings["spot"] > 0
    assert found.tornado[0].input == "services.web.demand.growth"
    assert found.tornado[0].cost_at_low < 0 < found.tornado[0].cost_at_high
    assert found.commitment is not None
    assert 0 < found.commitment.usd_per_hour <= 0.1
    assert {each.origin for each in found.assumptions} >= {"workload file", "assumed (default)"}


def test_large_fleet_has_a_bound_within_one_percent() -> None:
    demand = {"profile": [200, 400, 900, 500] * 6, "growth": 0, "variation": 0.05}
    of = workload(services={"web": service(demand=demand)})

    (found,) = plan(of, prices(), FAST).services

    assert found.optimality.method.startswith("mixed-integer program")
    assert 0 <= found.optimality.gap <= 0.01
    assert found.optimality.lower_bound <= found.expected + 1e-6


def test_missing_price_is_a_gap_and_no_zero() -> None:
    of = workload(
        services={"web": service(capacity={"m7g.xlarge": CAPACITY, "m99.large": CAPACITY})}
    )

    rates = snapshot("us-east-1", of.services["web"].capacity, of.commitments, installed())
    found = plan(of, rates, FAST)

    assert decided(found)["instance_types"] == ["m7g.xlarge"]
    assert decided(found)["spot_percent"] == 0  # one type is too few for spot
    assert len(found.gaps) == 2
    assert all("m99.large" in each for each in found.gaps)


CAPACITY = {"requests_per_second": 20, "service_ms": 100}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dependencies": {"rds_single_az": None}}, "the dependencies alone allow 99.5000%"),
        ({"dependencies": {"rds-multi": None}}, 'did you mean "rds-multi-az"'),
        (
            {
                "objective": {"target": 0.99999, "survive_zones": 0},
                "risks": {"zone_event_hours": 90, "zone_events_per_year": 50},
            },
            "no fleet reaches 99.9990%",
        ),
    ],
    ids=["dependencies", "unknown SLA", "outages"],
)
def test_objective_out_of_reach_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(CallError, match=message):
        plan(workload(**changes), prices(), FAST)


def test_prices_are_stored_with_their_source() -> None:
    stored = as_json(prices())

    assert stored["prices"][0]["as_of"] == "2026-07-20"
    assert {each["purchase"] for each in stored["prices"]} == {"on_demand", "spot"}


STACK = """\
# The stack
config:
  aws:region: us-east-1
  plimsoll:serving:
    # types
    instance_types: [m7g.xlarge, r7g.xlarge]
    min_size: 6   # more than needed
    on_demand_base: 3
  plimsoll:network: {zones: [us-east-1a,  us-east-1b]}
"""


def test_decisions_are_written_into_a_stack_file(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.prod.yaml").write_text(STACK, encoding="utf-8")
    file = stack_file(tmp_path, "prod")
    of = workload(services={"web": service(settings="serving")})

    found = plan(of, prices(), FAST, file)
    text = edited(file, {"serving": found.services[0].decisions})

    assert "# The stack" in text
    assert "min_size: 3   # more than needed" in text
    assert "plimsoll:network: {zones: [us-east-1a,  us-east-1b]}" in text
    assert "-    min_size: 6" in difference(file, text)
    assert found.services[0].current is not None
    assert found.services[0].current.expected > found.services[0].expected
    with pytest.raises(CallError, match="no settings plimsoll:fleet"):
        edited(file, {"fleet": found.services[0].decisions})
    with pytest.raises(CallError, match="stacks here: prod"):
        stack_file(tmp_path, "dev")
