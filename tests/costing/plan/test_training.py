"""Plans of training jobs: on demand by hand, policies on a spot trace, deadlines out of reach."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from costing.errors import CallError, FileError
from costing.plan.plan import JobPlan
from costing.plan.spot_trace import pool_trace
from costing.plan.training import planned_jobs
from costing.plan.workload import Workload
from tests.costing.plan.workloads import prices

JOB = {
    "work_hours": {"g5.2xlarge": 30, "g6.2xlarge": 32},
    "deadline_hours": 80,
    "checkpoint_seconds": 0,
}
PRICES = {"g5.2xlarge": ("1.212", "0.49254"), "g6.2xlarge": ("0.9776", "0.61562")}
START = datetime(2026, 1, 5, tzinfo=UTC)


def workload(risks: dict[str, Any] | None = None, **job: Any) -> Workload:
    return Workload.model_validate(
        {
            "region": "us-east-1",
            "zones": ["us-east-1a", "us-east-1b", "us-east-1c"],
            "objective": {"target": 0.99},
            "jobs": {"train": {**JOB, **job}},
            "risks": risks or {},
        }
    )


def planned(of: Workload) -> JobPlan:
    (found,) = planned_jobs(of, prices(changed=PRICES), 1, None)
    return found


def decided(found: JobPlan) -> dict[str, Any]:
    return {each.setting: each.value for each in found.decisions}


def test_job_on_demand_costs_its_hours() -> None:
    found = planned(workload(spot_allowed=False, runs_per_month=10))

    assert decided(found)["instance_types"] == ["g6.2xlarge"]
    assert decided(found)["spot_max_vcpus"] == 0
    hours = 32.0 + 0.2  # 160 ticks of work and one tick of 0.2 hours to start
    assert found.cost.p50 == pytest.approx(hours * 0.9776 * 10)
    assert found.policy == "on demand"


def test_job_on_spot_costs_less_and_meets_its_deadline() -> None:
    found = planned(workload())

    assert found.policy.startswith("Uniform Progress")
    assert decided(found)["instance_types"] == ["g5.2xlarge", "g6.2xlarge"]
    assert decided(found)["spot_max_vcpus"] == 8
    assert found.missed == 0
    assert 0 < found.cost.p50 < found.on_demand_cost


def trace(path: Path, seed: int) -> Path:
    """Write 2,000 hours of pools that are often without capacity."""
    rng = np.random.default_rng(seed)
    up, rows = True, ["time,*"]
    for hour in range(2000):
        up = rng.random() >= 0.15 if up else rng.random() < 0.12
        rows.append(f"{(START + timedelta(hours=hour)).isoformat()},{int(up)}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("deadline", [45, 80])
def test_fitted_policy_costs_less_than_uniform_progress(tmp_path: Path, deadline: int) -> None:
    risks = {"spot_trace": trace(tmp_path / "pools.csv", 3)}

    found = planned(workload(risks, deadline_hours=deadline))

    assert found.policy.startswith("fitted to the spot trace")
    assert found.missed == 0
    assert found.uniform_progress_cost is not None
    mean = sum(each.hours for each in found.usage)
    assert mean > 30
    assert found.cost.p50 < found.uniform_progress_cost < found.on_demand_cost


def test_deadline_out_of_reach_is_refused() -> None:
    with pytest.raises(CallError, match=r"jobs\.train: no instance type finishes before"):
        planned(workload(deadline_hours=20))
    with pytest.raises(CallError, match=r"a run takes [\d.]+ hours on demand"):
        planned(workload(deadline_hours=20))


def test_cost_of_a_run_ignores_deadline_and_number_of_runs() -> None:
    large = workload(spot_allowed=False, deadline_hours=1e9, runs_per_month=1e9)

    assert planned(large).cost.p50 / 1e9 == pytest.approx(32 * 0.9776, rel=0.04)


def test_trace_without_the_pool_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pools.csv"
    path.write_text("time,us-east-1a\n2026-01-05T00:00:00Z,1\n", encoding="utf-8")

    with pytest.raises(FileError, match=r"no column g5/us-east-1b, us-east-1b or \*"):
        pool_trace(path, [("g5", 0), ("g5", 1)], ["us-east-1a", "us-east-1b"])


def test_hours_without_a_row_have_no_capacity(tmp_path: Path) -> None:
    path = tmp_path / "pools.csv"
    hours = [hour for hour in range(30) if hour not in {7, 8}]
    rows = [f"{START + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ},1" for hour in hours]
    path.write_text("\n".join(["time,*", *rows]))

    found = pool_trace(path, [("g5", 0)], ["us-east-1a"])[:, 0]
    assert [hour for hour, available in enumerate(found) if not available] == [7, 8]
