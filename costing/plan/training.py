"""Plan of a training job: instance types, maximum vCPUs, and the policy that meets its deadline.

Without a trace of the spot pools, Uniform Progress decides between spot and on demand. With one,
the policy fitted on its first half decides, if it costs less than Uniform Progress on the second.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from costing.aws.instance_types import instance_types
from costing.errors import CallError
from costing.plan.checkpoints import best_interval, gang_mtbf
from costing.plan.deadline import Choose, States, replay, solve, uniform_progress
from costing.plan.deadline import Job as TickJob
from costing.plan.plan import Decision, JobPlan, Usage, band
from costing.plan.price_snapshot import ON_DEMAND, SPOT, PriceSnapshot
from costing.plan.scenarios import poisson
from costing.plan.spot_courses import Courses, courses_of
from costing.plan.stack_settings import StackFile
from costing.plan.workload import Job, Workload

Floats = npt.NDArray[np.float64]

TICKS = 400  # until the deadline
MOST_SLACK = 10  # deadline over work; a longer one makes ticks coarse and changes no cost
MOST_RUNS = 10_000  # simulated for a month; the mean of more runs hardly varies
MONTHS = 500  # simulated for the cost band
HOUR = 3600.0
LEAST_TYPES, LEAST_POOLS = 2, 6  # of spot, as the platform's validation requires
SURE = 0.99  # probability that the runs of a moment fit into the maximum vCPUs
UNIFORM = "Uniform Progress: spot when available, on demand when behind deadline-uniform progress"
FITTED = "fitted to the spot trace by backward induction; it costs less than Uniform Progress"
ALONE = "on demand"


@dataclass(frozen=True, slots=True)
class TypePlan:
    """Simulated runs of a job on one instance type; USD and hours of one run."""

    name: str
    policy: str
    cost: Floats
    uniform_cost: float | None
    on_demand_cost: float
    spot_hours: float
    on_demand_hours: float
    missed: float

    @property
    def mean(self) -> float:
        return float(self.cost.mean())


def planned_jobs(
    workload: Workload, prices: PriceSnapshot, seed: int, stack: StackFile | None
) -> tuple[JobPlan, ...]:
    """Raise CallError for a job that no instance type finishes before its deadline."""
    return tuple(
        Planning(workload, name, job, prices, seed).plan(
            stack.group(job.settings) if stack is not None else None
        )
        for name, job in workload.jobs.items()
    )


@dataclass(frozen=True, slots=True)
class Planning:
    workload: Workload
    name: str
    job: Job
    prices: PriceSnapshot
    seed: int

    def plan(self, current: Mapping[str, Any] | None) -> JobPlan:
        found = self.types()
        chosen = found[: self.types_needed(found)]
        rng = np.random.default_rng([self.seed, 7])
        runs = self.job.runs_per_month.mid * self.job.nodes
        costs = np.concatenate([each.cost for each in chosen])  # EC2 chooses the type of a run
        count = min(max(round(self.job.runs_per_month.mid), 1), MOST_RUNS)
        months = rng.choice(costs, (MONTHS, count)).mean(axis=1) * runs
        uniform = [each.uniform_cost for each in chosen if each.uniform_cost is not None]
        return JobPlan(
            self.name,
            self.job.settings,
            tuple(self.decisions(found, chosen, current)),
            chosen[0].policy,
            band(months),
            mean([each.on_demand_cost for each in chosen]) * runs,
            mean(uniform) * runs if uniform else None,
            max(each.missed for each in chosen),
            self.checkpoint_minutes(),
            tuple(usage(chosen, runs)),
        )

    def types_needed(self, found: Sequence[TypePlan]) -> int:
        """Return how many types share the runs: several with spot, else the cheapest."""
        zones = len(self.workload.zones)
        return max(LEAST_TYPES, -(-LEAST_POOLS // zones)) if found[0].policy != ALONE else 1

    def types(self) -> list[TypePlan]:
        """Return the types that meet the deadline, of one architecture, cheapest first."""
        problems: list[str] = []
        found: list[TypePlan] = []
        for name in self.job.work_hours:
            try:
                found.append(self.type_plan(name, spot=self.job.spot_allowed))
            except ValueError as error:
                problems.append(f"{name}: {error}")
        if not found:
            raise CallError(
                f"jobs.{self.name}: no instance type finishes before the deadline "
                f"({problems[0]}); correct the type, add a faster one or raise deadline_hours"
            )
        found.sort(key=lambda each: (each.mean, each.name))
        same = [each for each in found if architecture(each.name) == architecture(found[0].name)]
        with_spot = [each for each in same if each.policy != ALONE]
        if with_spot and len(with_spot) >= self.types_needed(with_spot):
            return with_spot
        alone = [self.type_plan(each.name, spot=False) for each in same]
        return sorted(alone, key=lambda each: (each.mean, each.name))

    def type_plan(self, name: str, *, spot: bool) -> TypePlan:
        """Simulate a job on one type. Raise ValueError if it cannot meet the deadline."""
        on_demand, spot_price = (self.prices.usd(name, each) for each in (ON_DEMAND, SPOT))
        if on_demand is None:
            raise ValueError(f"no on-demand price in {self.workload.region}")
        hours = self.job.work_hours[name].mid * self.overhead()
        tick = min(self.job.deadline_hours, MOST_SLACK * hours) / TICKS
        restart = max(math.ceil(self.job.restart_seconds.mid / HOUR / tick - 1e-9), 1)
        work = math.ceil(hours / tick - 1e-9)
        if work + restart > TICKS:
            raise ValueError(f"a run takes {(work + restart) * tick:,.1f} hours on demand")
        share = (spot_price or on_demand) / on_demand
        job = TickJob(work, TICKS, restart, share)
        alone = (work + restart) * tick * on_demand
        if not spot or spot_price is None:
            hours = (work + restart) * tick
            return TypePlan(name, ALONE, np.array([alone]), None, alone, 0.0, hours, 0.0)
        courses = courses_of(self.workload, name, tick, TICKS, self.seed)
        policy, choose = self.policy(job, courses)
        found = replay(job, choose, courses.test)
        free = replay(TickJob(work, TICKS, restart, 0.0), choose, courses.test)
        uniform = replay(job, uniform_of(job), courses.test)
        bought = float(free.cost.mean()) * tick
        bid = (float(found.cost.mean()) * tick - bought) / share
        return TypePlan(
            name,
            policy,
            found.cost * tick * on_demand,
            float(uniform.cost.mean()) * tick * on_demand,
            alone,
            bid,
            bought,
            float(found.missed.mean()),
        )

    @staticmethod
    def policy(job: TickJob, courses: Courses) -> tuple[str, Choose]:
        """Return the fitted policy where a trace shows that it costs less than the guard."""
        guard = uniform_of(job)
        if courses.fitted is None:
            return UNIFORM, guard
        fitted = solve(job, courses.fitted)
        ours, theirs = (replay(job, each, courses.test) for each in (fitted.choose, guard))
        if ours.missed.any() or ours.cost.mean() >= theirs.cost.mean():
            return UNIFORM, guard
        return FITTED, fitted.choose

    @property
    def interval_seconds(self) -> float:
        """Work between checkpoints of least expected time."""
        share = self.workload.risks.spot_interruptions_percent.mid / 100
        rate = -math.log1p(-min(share, 0.999)) / 730 / HOUR
        write = self.job.checkpoint_seconds.mid
        if not rate or not write or not self.job.spot_allowed:
            return math.inf
        return best_interval(write, gang_mtbf(self.job.nodes, 0.0, rate))

    def overhead(self) -> float:
        """Return the factor by which checkpoints lengthen the work."""
        return 1 + self.job.checkpoint_seconds.mid / self.interval_seconds

    def checkpoint_minutes(self) -> float | None:
        interval = self.interval_seconds
        return None if math.isinf(interval) else interval / 60

    def decisions(
        self,
        found: Sequence[TypePlan],
        chosen: Sequence[TypePlan],
        current: Mapping[str, Any] | None,
    ) -> list[Decision]:
        names = [each.name for each in chosen]
        runs = self.job.runs_per_month.mid * self.job.nodes
        rest = found[len(chosen) :]
        other = [*names[:-1], rest[0].name] if rest else None
        more = (rest[0].mean - chosen[-1].mean) / len(chosen) * runs if rest else None
        at_once = self.runs_at_once()
        vcpus = max(instance_types()[each].vcpu for each in names) * self.job.nodes * at_once
        reason = f"at most {at_once} of the runs at once, with a probability of {SURE:.0%}"
        spot = chosen[0].policy != ALONE
        zones = len(self.workload.zones)
        pools = f"{len(names)} types in {zones} zones" if spot else "one type on demand"
        values: list[tuple[str, Any, str, Any, float | None]] = [
            ("instance_types", names, f"least cost of a run; {pools}", other, more),
            ("spot_max_vcpus", vcpus if spot else 0, reason, None, None),
            ("on_demand_max_vcpus", vcpus, f"{reason}; all of them may need on demand", None, None),
        ]
        now = current or {}
        return [Decision(*each, current=now.get(each[0])) for each in values]

    def runs_at_once(self) -> int:
        """Return the runs that are in the queue at once, for random submissions."""
        hours = self.job.runs_per_month.mid * self.job.deadline_hours
        load = np.array([hours / 730.0])
        return max(int(poisson(np.array([SURE]), load, 10_000)[0]), 1)


def uniform_of(job: TickJob) -> Choose:
    def choose(tick: int, states: States) -> Any:  # noqa: ANN401 (an array)
        return uniform_progress(job, tick, states)

    return choose


def usage(chosen: Sequence[TypePlan], runs: float) -> list[Usage]:
    """Return hours a month by type, for runs that the types share equally."""
    share = runs / len(chosen)
    hours = [
        Usage(each.name, purchase, count * share)
        for each in chosen
        for purchase, count in ((ON_DEMAND, each.on_demand_hours), (SPOT, each.spot_hours))
    ]
    return [each for each in hours if each.hours > 0]


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def architecture(name: str) -> str:
    known = instance_types().get(name)
    return known.architecture if known is not None else ""
