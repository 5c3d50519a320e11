"""Simulation of a stack's own scaling policies on a demand trace: hours, cost, late requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from costing.errors import CallError, nearest
from costing.estimate.estimate import estimate
from costing.graph.resource import Graph
from costing.plan.demand import Trace
from costing.plan.judge import spot_prices
from costing.plan.plan import Assumption, Band, Usage, band
from costing.plan.price_snapshot import ON_DEMAND, SPOT, HourPrice, snapshot
from costing.plan.replay import DAY, FULL, MINUTE, MONTH_HOURS, Floats, Replay, Unit, replayed
from costing.plan.scaled_groups import ScaledGroup, scaled_groups
from costing.plan.scaling_policies import (
    Predictive,
    TargetTracking,
    policy_lines,
)
from costing.plan.sizing import Queue
from costing.plan.workload import Commitments
from costing.prices.book import PriceBook
from costing.usage.file import UsageFile

SIGNIFICANT = 3  # digits of quantities in a usage file


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a simulation; None: from the group, or an assumption that the result names."""

    group: str | None = None
    requests_per_second: float | None = None  # of one fully used instance or task
    service_ms: float = 100.0
    latency_ms: float = 1000.0
    startup_seconds: float | None = None
    warm_startup_seconds: float = 60.0
    interruptions_percent: float = 10.0  # of a spot pool in a month
    notice_seconds: float = 120.0
    runs: int = 20
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Simulation:
    name: str
    kind: Literal["Auto Scaling group", "ECS service"]
    urn: str
    hours: float  # of the trace
    policies: tuple[str, ...]
    not_replayed: tuple[str, ...]
    usage: tuple[Usage, ...]  # hours a month
    cost: Band | None  # USD a month; None if a price is missing
    requests: float  # of the trace
    late: float  # share of the requests
    late_p95: float  # in the worst runs
    instances: tuple[float, float, float]  # lowest day, mean, highest day
    most: float  # instances at once
    reclaimed: float  # spot instances in one run
    usage_key: str  # key of the usage file's entry
    usage_name: str  # "instances" or "tasks"
    prices: tuple[HourPrice, ...]
    assumptions: tuple[Assumption, ...]
    gaps: tuple[str, ...] = ()


def simulated(graph: Graph, book: PriceBook, trace: Trace, settings: Settings) -> Simulation:
    """Raise CallError if the stack has no group, or several of them and none is named."""
    group = chosen(scaled_groups(graph), settings.group)
    if group.most < max(group.least, 1):
        raise CallError(
            f"{group.resource.name}: the sizes from {group.least} to {group.most} leave nothing to "
            "simulate; correct the minimum and maximum size"
        )
    rate, basis = unit_rate(group, settings)
    startup = settings.startup_seconds or group.capacity.startup_seconds
    pools = max(len(group.capacity.types), 1) * group.capacity.zones
    unit = Unit(
        rate,
        startup,
        min(settings.warm_startup_seconds, startup),
        settings.interruptions_percent,
        settings.notice_seconds,
        pools,
    )
    found = replayed(group, trace, unit, settings.runs, settings.seed)
    late = late_shares(found, unit, settings)
    scale = MONTH_HOURS * MINUTE / len(found.rates)
    prices, gaps = prices_of(graph, book, group)
    usage, cost = costs(group, found, prices, scale, settings.seed)
    days = found.running.mean(axis=1)
    length = DAY // MINUTE
    whole = days[: len(days) // length * length] if len(days) >= length else days
    by_day = whole.reshape(-1, length).mean(axis=1) if len(days) >= length else whole
    return Simulation(
        group.resource.name,
        group.kind,
        group.resource.urn,
        len(found.rates) / 60,
        tuple(policy_lines(group.policies)),
        group.not_replayed,
        usage,
        cost,
        float(found.rates.sum() * MINUTE),
        float(late.mean()),
        float(np.quantile(late, 0.95)),
        (float(by_day.min()), float(days.mean()), float(by_day.max())),
        float(found.running.max()),
        found.reclaimed / settings.runs,
        group.usage_key,
        "instances" if group.kind == "Auto Scaling group" else "tasks",
        prices,
        assumptions(group, settings, rate, basis, startup),
        gaps,
    )


def chosen(groups: Sequence[ScaledGroup], name: str | None) -> ScaledGroup:
    names = [each.resource.name for each in groups]
    if name is not None:
        for each in groups:
            if name in {each.resource.name, each.resource.urn, each.usage_key}:
                return each
        raise CallError(f"--group {name}: no such group in this stack{nearest(name, names)}")
    if not groups:
        raise CallError(
            "the stack has no Auto Scaling group and no ECS service, so there is nothing to scale"
        )
    scaled = [each for each in groups if each.policies]
    if len(groups) == 1 or len(scaled) == 1:
        return (scaled or [*groups])[0]
    raise CallError(f"several groups scale; choose one: --group {', '.join(names)}")


def unit_rate(group: ScaledGroup, settings: Settings) -> tuple[float, str]:
    """Return requests per second of one unit and their basis. Raise CallError without any."""
    if settings.requests_per_second is not None:
        return settings.requests_per_second, "--requests-per-second"
    tracking = [each for each in group.policies if isinstance(each, TargetTracking)]
    requests = [each.target for each in tracking if each.metric == "requests"]
    cpu = [each.target for each in tracking if each.metric == "cpu"]
    if requests and cpu:
        rate = min(requests) / MINUTE / (min(cpu) / FULL)
        return rate, f"assumed: {min(requests):g} requests per minute use {min(cpu):g} % CPU"
    raise CallError(
        "--requests-per-second: the capacity of one instance is unknown, as the group has no "
        "request target and CPU target to derive it from; specify it"
    )


def late_shares(found: Replay, unit: Unit, settings: Settings) -> Floats:
    """Return the share of requests that exceed the latency, in each run.

    Requests behind a backlog wait for it; the others wait as in Erlang C.
    """
    seconds, budget = settings.service_ms / 1000, settings.latency_ms / 1000
    wait = found.backlog / np.maximum(found.serving * unit.rate, 1e-9)
    behind = (wait > budget) & (found.backlog > 0)
    rates = np.round(found.rates, 2)
    pairs = np.stack([found.serving.ravel(), np.repeat(rates, found.serving.shape[1])], axis=1)
    unique, index = np.unique(pairs, axis=0, return_inverse=True)
    queue = Queue(seconds, 1.0, 1.0, budget)
    shares = queue.late_share(unique[:, 0] * unit.rate * seconds, unique[:, 1] * seconds)
    by_minute = shares[index.ravel()].reshape(found.serving.shape)
    stable = found.serving * unit.rate > found.rates[:, None]
    late = np.where(behind, 1.0, np.where(stable, by_minute, 0.0))
    weights = found.rates / max(found.rates.sum(), 1e-12)
    found_late: Floats = (late * weights[:, None]).sum(axis=0)
    return found_late


def prices_of(
    graph: Graph, book: PriceBook, group: ScaledGroup
) -> tuple[tuple[HourPrice, ...], tuple[str, ...]]:
    region = group.resource.region
    if group.kind == "ECS service":
        return task_price(graph, book, group)
    if group.capacity.problem is not None:
        return (), (group.capacity.problem,)
    if not isinstance(region, str) or region not in book.prices:
        return (), (f"no prices for the region {region}",)
    found = snapshot(region, group.capacity.types, Commitments(), book)
    return found.prices, found.gaps


def task_price(
    graph: Graph, book: PriceBook, group: ScaledGroup
) -> tuple[tuple[HourPrice, ...], tuple[str, ...]]:
    """Return USD an hour of one more task, as `plimsoll cost` prices it."""
    totals = []
    for count in (100, 200):
        usage = UsageFile(resources={group.usage_key: {"tasks": count}})
        found = estimate(graph, book, usage)
        resource = next((each for each in found.resources if each.urn == group.resource.urn), None)
        problems = [each.reason for each in found.gaps if each.urn == group.resource.urn]
        if resource is None or problems or not resource.charges:
            reason = problems[0] if problems else "tasks on EC2 have no price of their own"
            return (), (f"{group.resource.name}: {reason}",)
        totals.append(resource.monthly_cost)
    hourly = (totals[1] - totals[0]) / 100 / Decimal(730)
    price = HourPrice("task", ON_DEMAND, hourly, "all charges of a task", "", "plimsoll cost")
    return (price,), ()


def costs(
    group: ScaledGroup, found: Replay, prices: Sequence[HourPrice], scale: float, seed: int
) -> tuple[tuple[Usage, ...], Band | None]:
    """Return hours by type and purchase option, and USD a month."""
    on_demand = found.on_demand.sum(axis=0) / 60 * scale
    spot = (found.running - found.on_demand).sum(axis=0) / 60 * scale
    if group.kind == "ECS service":
        usage = tuple(
            Usage("task", purchase, float(hours.mean()))
            for purchase, hours in ((ON_DEMAND, on_demand), (SPOT, spot))
            if hours.any()
        )
        cost = band((on_demand + spot) * float(prices[0].usd_per_hour)) if prices else None
        return usage, cost
    types = group.capacity.types
    hours = [(types[0], ON_DEMAND, float(on_demand.mean()))] if types else []
    hours += [(each, SPOT, float(spot.mean()) / len(types)) for each in types]
    usage = tuple(Usage(*each) for each in hours if each[2] > 0)
    known = {(each.instance_type, each.purchase): float(each.usd_per_hour) for each in prices}
    if any((each.instance_type, each.purchase) not in known for each in usage) or not usage:
        return usage, None
    total = on_demand * known[types[0], ON_DEMAND] if on_demand.any() else np.zeros_like(spot)
    if spot.any():
        draws = np.random.default_rng([seed, 1]).random(len(spot))
        total = total + spot * spot_prices(draws, [known[each, SPOT] for each in types])
    return usage, band(total)


def assumptions(
    group: ScaledGroup, settings: Settings, rate: float, basis: str, startup: float
) -> tuple[Assumption, ...]:
    capacity = group.capacity
    own = "--startup" if settings.startup_seconds else capacity.startup_basis
    found = [
        Assumption("requests per second of one instance", f"{rate:g}", basis),
        Assumption("service time", f"{settings.service_ms:g} ms, exponential", "--service-ms"),
        Assumption("latency objective", f"{settings.latency_ms:g} ms", "--latency-ms"),
        Assumption("time until an instance serves", f"{startup:g} s", own),
        Assumption(
            "target tracking",
            "out after 3 minutes above the target, in after 15 below 90 % of it",
            "assumed: alarms as AWS creates them",
        ),
    ]
    if capacity.warm_pool:
        text = f"{settings.warm_startup_seconds:g} s"
        found.append(Assumption("startup from the warm pool", text, "--warm-startup"))
    if capacity.on_demand_percent < FULL:
        share = f"{settings.interruptions_percent:g} % of a pool in a month"
        found.append(Assumption("spot interruptions", share, "--interruptions"))
        found.append(Assumption("spot pools", "equal parts of all types and zones", "assumed"))
    if any(isinstance(each, Predictive) for each in group.policies):
        found.append(
            Assumption(
                "forecast", "mean of the same hour of up to 14 days before", "assumed: not AWS's"
            )
        )
    return tuple(found)


def usage_lines(found: Simulation) -> str:
    """Return the usage file that a simulation stands for."""
    low, mid, high = (rounded(each) for each in found.instances)
    return (
        "version: 1\n"
        "resources:\n"
        f"  # Simulated with `plimsoll simulate` over {found.hours:g} hours: lowest day, mean, "
        "highest day\n"
        f"  {found.usage_key}:\n"
        f"    {found.usage_name}: {{low: {low}, mid: {mid}, high: {high}}}\n"
    )


def rounded(value: float) -> str:
    return f"{float(f'{value:.{SIGNIFICANT}g}'):g}"
