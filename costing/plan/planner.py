"""Planner: the cheapest design of a workload that reaches its objective."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from costing.aws.instance_types import instance_types
from costing.errors import CallError
from costing.plan import influence
from costing.plan.assumptions import assumptions, dependency
from costing.plan.commitment_choice import chosen_commitment
from costing.plan.demand import WeeklyDemand, weekly
from costing.plan.final import NO_COMMITMENT, Design, Results, judged_blocks
from costing.plan.fleet import TypeOption
from costing.plan.judge import Judged, score
from costing.plan.plan import Band, CommitmentPlan, Plan, band
from costing.plan.price_snapshot import (
    ON_DEMAND,
    SPOT,
    PriceSnapshot,
    as_json,
    offers,
    purchase_of,
)
from costing.plan.scenarios import MONTH, WINDOW_HOURS, WorldModel, model_of
from costing.plan.search import Found, Search
from costing.plan.service_plans import Explained
from costing.plan.sizing import instances_at, throughput
from costing.plan.spot_trace import pool_trace
from costing.plan.stack_settings import StackFile
from costing.plan.training import planned_jobs
from costing.plan.workers import Workers
from costing.plan.workload import WEEK, Service, Workload

SEARCH_BLOCKS = 4
VARIATIONS = 3  # deviations of a day's demand that the maximum size allows


@dataclass(frozen=True, slots=True)
class Options:
    seed: int = 1
    scenario_weeks: int = 2000
    workers: Workers = Workers()  # noqa: RUF009 (frozen)
    explain: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workload with its demand, prices and random worlds."""

    workload: Workload
    prices: PriceSnapshot
    demands: Mapping[str, WeeklyDemand]
    model: WorldModel
    dependencies: float  # product of their availability
    seed: int
    blocks: int

    def with_workload(self, workload: Workload) -> "Prepared":
        """Return the same with other numbers, in the same random worlds."""
        model = model_of(workload, dict(self.demands), self.model.pools, self.model.pool_trace)
        return replace(self, workload=workload, model=model)

    def search(self, name: str, blocks: int) -> Search:
        """Return the search of one service. Raise CallError without a price or a fast type."""
        workload, service = self.workload, self.workload.services[name]
        judged = Judged(name, service, workload.objective, workload.risks.instance_availability)
        rates = self.demands[name].profile * (1 + service.demand.growth.mid)
        return Search(
            judged,
            self.options(name, service),
            rates,
            highest(self.demands[name], service),
            np.full(WEEK, MONTH / WEEK),
            len(workload.zones),
            self.dependencies,
            [self.model.block(self.seed, each) for each in range(blocks)],
        )

    def options(self, name: str, service: Service) -> list[TypeOption]:
        most = instances_at(highest(self.demands[name], service), service)
        found: list[TypeOption] = []
        problems: list[str] = []
        for each, capacity in service.capacity.items():
            on_demand = self.prices.usd(each, ON_DEMAND)
            if on_demand is None:
                continue
            try:
                table = throughput(each, capacity, service, self.workload.objective, most)
            except CallError as error:
                problems.append(str(error))
                continue
            rates = [
                (rate, purchase)
                for purchase in map(purchase_of, offers(self.workload.commitments))
                if (rate := self.prices.usd(each, purchase)) is not None
            ]
            committed, purchase = min(rates, default=(None, None))
            spot = self.prices.usd(each, SPOT) if service.spot.allowed else None
            zones = len(self.workload.zones)
            known = instance_types().get(each)
            architecture = known.architecture if known is not None else ""
            found.append(
                TypeOption(each, on_demand, spot, committed, purchase, zones, architecture, table)
            )
        if not found:
            reason = (
                problems[0]
                if problems
                else (
                    f"no on-demand price of {', '.join(service.capacity)} in "
                    f"{self.workload.region}; correct the instance type"
                )
            )
            raise CallError(f"services.{name}: {reason}")
        return found


def highest(demand: WeeklyDemand, service: Service) -> float:
    """Return the highest rate that the maximum size allows: growth, and three deviations."""
    growth, variation = service.demand.growth.high, service.demand.variation.mid
    return float(demand.weeks.max()) * (1 + growth) * (1 + VARIATIONS * variation)


def prepared(workload: Workload, prices: PriceSnapshot, options: Options) -> Prepared:
    demands = {name: weekly(each.demand) for name, each in workload.services.items()}
    types = sorted({name for each in workload.services.values() for name in each.capacity})
    pools = [(name, zone) for name in types for zone in range(len(workload.zones))]
    trace: npt.NDArray[np.bool_] | None = None
    if workload.risks.spot_trace is not None:
        trace = pool_trace(workload.risks.spot_trace, pools, workload.zones)
    model = model_of(workload, demands, pools, trace)
    window = WINDOW_HOURS[workload.objective.window]
    windows = max(-(-options.scenario_weeks * WEEK // window), 1)
    product = float(np.prod([dependency(*each)[0] for each in workload.dependencies.items()]))
    blocks = -(-windows // model.windows_per_block)
    return Prepared(workload, prices, demands, model, product, options.seed, blocks)


def plan(
    workload: Workload, prices: PriceSnapshot, options: Options, stack: StackFile | None = None
) -> Plan:
    """Raise CallError if no design reaches the objective."""
    given = prepared(workload, prices, options)
    found, design, commitment, results = designed(given, options)
    services = tuple(
        Explained(given, *found[name], design, explain=options.explain).plan(results, stack)
        for name in workload.services
    )
    jobs = planned_jobs(workload, prices, options.seed, stack)
    total = results.cost if workload.services else np.zeros(1)
    extra = sum(each.cost.p50 for each in jobs)
    spread = band(total)
    return Plan(
        identity(workload, prices, options),
        workload.region,
        objective_text(workload),
        options.seed,
        services,
        jobs,
        commitment,
        Band(
            spread.p5 + sum(each.cost.p5 for each in jobs),
            spread.p50 + extra,
            spread.p95 + sum(each.cost.p95 for each in jobs),
        ),
        influence.tornado(given, design) if options.explain and workload.services else (),
        assumptions(workload, prices),
        prices,
        prices.gaps,
        notes(workload),
    )


def designed(
    given: Prepared, options: Options
) -> tuple[dict[str, tuple[Search, Found]], Design, CommitmentPlan | None, Results]:
    """Search with few blocks, judge with all, and search with all if the few were too kind."""
    workload = given.workload
    for blocks in (min(SEARCH_BLOCKS, given.blocks), given.blocks):
        found: dict[str, tuple[Search, Found]] = {}
        for name in workload.services:
            search = given.search(name, blocks)
            found[name] = search, search.run()
        fleets = tuple((search.judged, each.best.fleet) for search, each in found.values())
        commitment, commit = (
            chosen_commitment(workload, given.prices, [*found.values()])
            if fleets
            else (None, NO_COMMITMENT)
        )
        design = Design(fleets, commit)
        if not fleets:
            return found, design, None, Results({}, np.zeros(1))
        results = judged_blocks(design, given.model, given.seed, given.blocks, options.workers)
        if all(
            probability(given, results, name) >= workload.objective.confidence for name in found
        ):
            break
    return found, design, commitment, results


def probability(given: Prepared, results: Results, name: str) -> float:
    objective = given.workload.objective
    measures = results.services[name].measure(objective)
    return score(measures, objective, given.dependencies).probability


def identity(workload: Workload, prices: PriceSnapshot, options: Options) -> str:
    content = {
        "workload": workload.model_dump(mode="json"),
        "prices": as_json(prices),
        "seed": options.seed,
        "weeks": options.scenario_weeks,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def objective_text(workload: Workload) -> str:
    objective = workload.objective
    measure = objective.measure.replace("_", " ")
    return (
        f"{measure} of at least {objective.target:.4%} in a {objective.window} with a probability "
        f"of {objective.confidence:.0%}, with the loss of {objective.survive_zones} of "
        f"{len(workload.zones)} zones"
    )


def notes(workload: Workload) -> tuple[str, ...]:
    found = [
        "costs are instance hours; volumes, load balancers and data transfer are in plimsoll cost",
        "EC2 chooses the spot pools; the plan takes random pools within most_pool_share",
    ]
    if len(workload.services) > 1 and workload.commitments.kinds:
        found.append("the cost of a single service is without the commitment, the total is with it")
    if workload.jobs and workload.risks.spot_trace is None:
        found.append(
            "accelerators may be interrupted 100 to 1,000 times as often as the Spot Instance "
            "advisor shows; a spot_trace of the account replaces the assumed rates"
        )
    if workload.risks.spot_trace is not None:
        found.append("spot availability is that of the trace; other accounts and times differ")
    return tuple(found)
