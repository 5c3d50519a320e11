"""Replay of a demand trace on a group's scaling policies, minute by minute, in many random runs.

Target tracking scales out after three minutes above the target and in after fifteen minutes below
nine tenths of it, to ceil(instances * metric / target); with several policies the largest size
wins. Instances that warm up count as capacity of the group and not in its metrics.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from costing.plan.demand import Trace
from costing.plan.scaled_groups import ScaledGroup
from costing.plan.scaling_policies import (
    Metric,
    Predictive,
    Scheduled,
    StepScaling,
    TargetTracking,
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds
MONTH_HOURS = 730.0
OUT_MINUTES, IN_MINUTES = 3, 15
IN_SHARE = 0.9  # of the target, below which target tracking scales in
FULL = 100.0  # percent
FORECAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Unit:
    """One instance or task of the group."""

    rate: float  # requests per second of a fully used one
    startup_seconds: float
    warm_startup_seconds: float  # from the warm pool
    interruptions_percent: float  # of the spot capacity of a pool, in a month
    notice_seconds: float
    pools: int  # of spot capacity


@dataclass(frozen=True, slots=True)
class Replay:
    """Results: arrays of the shape (minutes, runs)."""

    rates: Floats  # (minutes,)
    serving: Floats  # instances in service
    running: Floats  # instances that are billed
    on_demand: Floats  # of them
    backlog: Floats  # requests that wait
    reclaimed: int  # interrupted instances in all runs


@dataclass(slots=True)
class State:
    """Sizes of the group in each run."""

    desired: Floats
    serving: Floats
    starting: deque[Floats]  # instances by minute until they serve
    least: int
    most: int
    warm: Floats  # instances in the warm pool
    last_action: dict[str, Floats] = field(default_factory=dict)  # minute of each policy
    above: dict[str, Floats] = field(default_factory=dict)  # minutes in alarm
    below: dict[str, Floats] = field(default_factory=dict)

    @property
    def running(self) -> Floats:
        found: Floats = self.serving + sum(self.starting, np.zeros_like(self.serving))
        return found

    def count(self, table: dict[str, Floats], name: str, holds: Flags) -> Floats:
        table[name] = np.where(holds, table.get(name, np.zeros_like(self.serving)) + 1, 0.0)
        return table[name]


def minutely(trace: Trace) -> Floats:
    """Return the rate of each minute."""
    minutes = max(round(len(trace.rates) * trace.step_seconds / MINUTE), 1)
    index = (np.arange(minutes) * MINUTE / trace.step_seconds).astype(int)
    rates: Floats = trace.rates[np.minimum(index, len(trace.rates) - 1)]
    return rates


def replayed(group: ScaledGroup, trace: Trace, unit: Unit, runs: int, seed: int) -> Replay:
    """Return the sizes of a group over a trace. It starts with the size that demand needs."""
    rng = np.random.default_rng(seed)
    rates = minutely(trace)
    floors = forecast_floors(group, trace, rates, unit)
    actions = scheduled_actions(group, trace.start, len(rates))
    state = started(group, rates, unit, runs)
    shape = len(rates), runs
    serving, running, backlog = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    on_demand = np.zeros(shape)
    waiting = np.zeros(runs)
    leaving: deque[Floats] = deque([np.zeros(runs)] * max(int(unit.notice_seconds // MINUTE), 1))
    chance = interruption_chance(unit)
    reclaimed = 0.0
    for minute, rate in enumerate(rates):
        for action in actions.get(minute, ()):
            act(action, state)
        arrived = state.starting.popleft()
        state.starting.append(np.zeros(runs))
        state.serving = state.serving + arrived
        bought = on_demand_units(group, state.running)
        gone = interrupted(rng, state.running - bought, chance, unit.pools)
        if gone.any():
            reclaimed += float(gone.sum())
            launch(state, gone, unit)  # capacity rebalancing replaces at the notice
        leaving.append(gone)
        state.serving = np.maximum(state.serving - leaving.popleft(), 0.0)
        capacity = state.serving * unit.rate * MINUTE
        served = np.minimum(waiting + rate * MINUTE, capacity)
        waiting = waiting + rate * MINUTE - served
        metrics: dict[Metric, Floats] = {
            "cpu": served / np.maximum(capacity, 1e-9) * FULL,
            "requests": rate * MINUTE / np.maximum(state.serving, 1.0),
        }
        evaluate(group, state, metrics, minute)
        floor = floors[minute] if floors is not None else 0.0
        state.desired = np.clip(np.maximum(state.desired, floor), state.least, state.most)
        adjust(state, unit)
        serving[minute], running[minute], backlog[minute] = state.serving, state.running, waiting
        on_demand[minute] = on_demand_units(group, state.running)
    return Replay(rates, serving, running, on_demand, backlog, int(reclaimed))


def started(group: ScaledGroup, rates: Floats, unit: Unit, runs: int) -> State:
    needed = [
        rates[0]
        * (MINUTE / each.target if each.metric == "requests" else FULL / each.target / unit.rate)
        for each in group.policies
        if isinstance(each, TargetTracking)
    ]
    size = float(np.clip(np.ceil(max([*needed, group.desired])), group.least, group.most))
    slots = max(-(-int(unit.startup_seconds) // MINUTE), 1)
    return State(
        np.full(runs, size),
        np.full(runs, size),
        deque([np.zeros(runs) for _ in range(slots)]),
        group.least,
        group.most,
        np.full(runs, float(group.capacity.warm_pool)),
    )


def interruption_chance(unit: Unit) -> float:
    """Return the probability that a pool is interrupted in a minute."""
    share = min(unit.interruptions_percent / FULL, 0.999)
    return float(-np.log1p(-share) / (MONTH_HOURS * MINUTE))


def interrupted(rng: np.random.Generator, spot: Floats, chance: float, pools: int) -> Floats:
    """Return the spot instances that lose their pool: all instances of a pool go at once."""
    events = rng.random((pools, len(spot))) < chance
    gone: Floats = np.minimum(np.ceil(spot / pools) * events.sum(axis=0), spot)
    return gone


def on_demand_units(group: ScaledGroup, size: Floats) -> Floats:
    base = np.minimum(size, group.capacity.on_demand_base)
    share = group.capacity.on_demand_percent / FULL
    bought: Floats = np.minimum(base + np.ceil((size - base) * share - 1e-9), size)
    return bought


def launch(state: State, count: Floats, unit: Unit) -> None:
    """Start instances: from the warm pool first, which serves sooner."""
    warm = np.minimum(count, state.warm)
    if warm.any():
        slot = max(-(-int(unit.warm_startup_seconds) // MINUTE), 1) - 1
        index = min(slot, len(state.starting) - 1)
        state.starting[index] = state.starting[index] + warm
        state.warm = state.warm - warm
    state.starting[-1] = state.starting[-1] + (count - warm)


def adjust(state: State, unit: Unit) -> None:
    """Launch or end instances until the group has its desired size."""
    missing = np.maximum(state.desired - state.running, 0.0)
    if missing.any():
        launch(state, missing, unit)
    surplus = np.maximum(state.running - state.desired, 0.0)
    if surplus.any():
        state.serving = np.maximum(state.serving - surplus, 0.0)


def evaluate(
    group: ScaledGroup, state: State, metrics: Mapping[Metric, Floats], minute: int
) -> None:
    """Evaluate the policies; the largest size that they ask for wins."""
    wanted: list[Floats] = []
    for policy in group.policies:
        if isinstance(policy, TargetTracking):
            wanted.append(tracked(policy, state, metrics[policy.metric], minute))
        elif isinstance(policy, StepScaling):
            wanted.append(stepped(policy, state, metrics[policy.metric], minute))
    if wanted:
        state.desired = np.clip(np.maximum.reduce(wanted), state.least, state.most)


def tracked(policy: TargetTracking, state: State, metric: Floats, minute: int) -> Floats:
    """Return the size that a target tracking policy asks for; without an alarm, the present one."""
    high = state.count(state.above, policy.name, metric > policy.target) >= OUT_MINUTES
    low = state.count(state.below, policy.name, metric < policy.target * IN_SHARE) >= IN_MINUTES
    proportional = np.ceil(np.maximum(state.serving, 1.0) * metric / policy.target - 1e-9)
    since = minute - state.last_action.get(policy.name, np.full_like(metric, -1e9))
    out = high & (since * MINUTE >= policy.out_cooldown) & (proportional > state.desired)
    warming = state.running > state.serving
    shrink = (
        low
        & ~warming
        & (since * MINUTE >= policy.in_cooldown)
        & (proportional < state.desired)
        & policy.scales_in
    )
    state.last_action[policy.name] = np.where(
        out | shrink, float(minute), state.last_action.get(policy.name, np.full_like(metric, -1e9))
    )
    return np.where(out | shrink, proportional, state.desired)


def stepped(policy: StepScaling, state: State, metric: Floats, minute: int) -> Floats:
    breach = metric > policy.threshold if policy.above else metric < policy.threshold
    alarm = state.count(state.above, policy.name, breach) >= policy.minutes
    since = minute - state.last_action.get(policy.name, np.full_like(metric, -1e9))
    acts = alarm & (since * MINUTE >= policy.cooldown)
    over = metric - policy.threshold
    size = state.desired.copy()
    for step in policy.steps:
        inside = acts & (over >= step.low) & (over < step.high)
        size = np.where(inside, adjusted(policy.kind, state.desired, step.adjustment), size)
    state.last_action[policy.name] = np.where(
        acts, float(minute), state.last_action.get(policy.name, np.full_like(metric, -1e9))
    )
    return size


def adjusted(kind: str, size: Floats, adjustment: float) -> Floats:
    if kind == "ExactCapacity":
        return np.full_like(size, adjustment)
    if kind == "PercentChangeInCapacity":
        change = size * adjustment / FULL
        whole = np.where(np.abs(change) < 1, np.sign(change), np.trunc(change))
        return np.maximum(size + whole, 0.0)
    return np.maximum(size + adjustment, 0.0)


def act(action: Scheduled, state: State) -> None:
    if action.least is not None:
        state.least = action.least
    if action.most is not None:
        state.most = max(action.most, state.least)
    if action.desired is not None:
        state.desired = np.full_like(state.desired, float(action.desired))
    state.desired = np.clip(state.desired, state.least, state.most)


def scheduled_actions(
    group: ScaledGroup, start: datetime, minutes: int
) -> dict[int, list[Scheduled]]:
    """Return the actions by minute of the trace; recurrences are in UTC."""
    found: dict[int, list[Scheduled]] = {}
    schedules = [each for each in group.policies if isinstance(each, Scheduled)]
    first = start.astimezone(UTC).replace(second=0, microsecond=0)
    for action in schedules:
        for minute in range(minutes):
            now = first + timedelta(minutes=minute)
            when = action.recurrence
            if now.minute in when.minutes and now.hour in when.hours and when.falls_on(now.date()):
                found.setdefault(minute, []).append(action)
    return found


def forecast_floors(group: ScaledGroup, trace: Trace, rates: Floats, unit: Unit) -> Floats | None:
    """Return the least size that predictive scaling sets in each minute; None without a policy.

    AWS forecasts hours from up to 14 days of at least 24 hours. Its model is not public: here an
    hour is the mean of the same hour of the days before, of the same kind (weekday or weekend)
    where there is one.
    """
    policies = [each for each in group.policies if isinstance(each, Predictive) and each.scales]
    if not policies:
        return None
    first = trace.start.astimezone(UTC)
    offset = first.minute
    hours = (np.arange(len(rates)) + offset) // 60
    means = np.bincount(hours, weights=rates) / np.maximum(np.bincount(hours), 1)
    floors = np.zeros(len(rates))
    for hour in range(len(means)):
        expected = forecast(means, hour, first)
        if expected is None:
            continue
        for policy in policies:
            per_unit = (
                policy.target / MINUTE
                if policy.metric == "requests"
                else unit.rate * policy.target / FULL
            )
            begin = hour * 60 - offset - int(policy.buffer // MINUTE)
            end = (hour + 1) * 60 - offset
            span = slice(max(begin, 0), max(end, 0))
            floors[span] = np.maximum(floors[span], np.ceil(expected / per_unit - 1e-9))
    return floors


def forecast(means: Floats, hour: int, first: datetime) -> float | None:
    """Return the expected mean rate of an hour; None without 24 hours before it."""
    earlier = [hour - 24 * day for day in range(1, FORECAST_DAYS + 1) if hour - 24 * day >= 0]
    if not earlier:
        return None
    same = [each for each in earlier if is_weekend(first, each) == is_weekend(first, hour)]
    return float(np.mean(means[same or earlier]))


def is_weekend(first: datetime, hour: int) -> bool:
    return (first + timedelta(hours=hour)).weekday() >= 5  # noqa: PLR2004 (Saturday)
