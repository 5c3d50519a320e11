"""Result of the planner: decisions, cost, probability of the objective, and assumptions."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from costing.plan.price_snapshot import PriceSnapshot


@dataclass(frozen=True, slots=True)
class Decision:
    """One setting, in the words of Pulumi.<stack>.yaml."""

    setting: str  # "min_size"
    value: Any
    reason: str
    runner_up: Any = None  # the next best value; None if no other one reaches the objective
    runner_up_usd: float | None = None  # additional USD a month of the runner-up
    current: Any = None  # value of the stack; None if it is not set


@dataclass(frozen=True, slots=True)
class Band:
    """Quantiles of USD a month over the windows."""

    p5: float
    p50: float
    p95: float


def band(costs: npt.NDArray[np.float64]) -> Band:
    low, mid, high = np.quantile(costs, (0.05, 0.5, 0.95))
    return Band(float(low), float(mid), float(high))


@dataclass(frozen=True, slots=True)
class Held:
    """Probability that the objective is reached in a window, with its 95 % interval."""

    probability: float
    low: float
    high: float
    windows: int
    availability: float  # mean share of time with enough capacity
    served_fraction: float  # mean share of the demand


@dataclass(frozen=True, slots=True)
class Optimality:
    """Evidence that no cheaper design exists among those considered."""

    method: str  # "enumeration" or "mixed-integer program (HiGHS)"
    lower_bound: float  # USD a month
    gap: float  # share of the lower bound
    solved: bool  # within the limits of time and of simulated fleets
    judged: int  # number of fleets that were simulated


@dataclass(frozen=True, slots=True)
class Usage:
    """Mean hours a month of one instance type and purchase option."""

    instance_type: str
    purchase: str
    hours: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """A constraint without which the plan is cheaper."""

    constraint: str
    saving: float  # USD a month; 0 if it does not bind


@dataclass(frozen=True, slots=True)
class ServicePlan:
    name: str
    settings: str | None
    decisions: tuple[Decision, ...]
    expected: float  # USD a month at the mid demand
    cost: Band
    held: Held
    optimality: Optimality
    usage: tuple[Usage, ...]
    constraints: tuple[Alternative, ...]
    current: "Current | None" = None


@dataclass(frozen=True, slots=True)
class Current:
    """The same judgement of the stack's present settings."""

    expected: float
    probability: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class JobPlan:
    name: str
    settings: str | None
    decisions: tuple[Decision, ...]
    policy: str  # "spot until the deadline forces on demand"
    cost: Band
    on_demand_cost: float  # the same runs on demand only
    uniform_progress_cost: float | None
    missed: float  # share of runs after the deadline
    checkpoint_minutes: float | None
    usage: tuple[Usage, ...]


@dataclass(frozen=True, slots=True)
class CommitmentPlan:
    purchase: str  # "compute_savings_plan 1_year no_upfront"
    usd_per_hour: float
    saving: float  # USD a month
    runner_up: str | None
    runner_up_usd: float | None  # additional USD a month


@dataclass(frozen=True, slots=True)
class Influence:
    """Change of the plan's cost and probability when one input takes its low or high value."""

    input: str
    low: float
    high: float
    cost_at_low: float  # change, USD a month
    cost_at_high: float
    probability_at_low: float
    probability_at_high: float

    @property
    def span(self) -> float:
        return abs(self.cost_at_high - self.cost_at_low)


@dataclass(frozen=True, slots=True)
class Assumption:
    name: str
    value: str
    origin: str  # "measured", "SLA", "assumed" or "price book"
    date: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    id: str  # hash of workload, prices and seed
    region: str
    objective: str
    seed: int
    services: tuple[ServicePlan, ...]
    jobs: tuple[JobPlan, ...]
    commitment: CommitmentPlan | None
    cost: Band  # of everything together
    tornado: tuple[Influence, ...]
    assumptions: tuple[Assumption, ...]
    prices: PriceSnapshot
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
