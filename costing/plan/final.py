"""Final judgement of a design on all blocks of windows, in one process or several."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from costing.plan.fleet import Fleet, hourly_split
from costing.plan.judge import Judged, Verdict
from costing.plan.scenarios import MONTH, WorldModel, Worlds
from costing.plan.sizing import Floats
from costing.plan.workers import Workers, evaluated


@dataclass(frozen=True, slots=True)
class Commit:
    """A commitment of USD an hour, and each service's rate under it."""

    usd_per_hour: float
    rates: dict[str, float]  # by service: USD an hour of its on-demand type


NO_COMMITMENT = Commit(0.0, {})


@dataclass(frozen=True, slots=True)
class Design:
    """Fleets by service, under one commitment."""

    fleets: tuple[tuple[Judged, Fleet], ...]
    commit: Commit


@dataclass(frozen=True, slots=True)
class Results:
    """Values per window."""

    services: dict[str, Verdict]
    cost: Floats  # USD a month of all services

    @staticmethod
    def joined(parts: "Sequence[Results]") -> "Results":
        names = parts[0].services
        return Results(
            {name: Verdict.joined([each.services[name] for each in parts]) for name in names},
            np.concatenate([each.cost for each in parts]),
        )


def judged_block(design: Design, model: WorldModel, seed: int, number: int) -> Results:
    """Return the results of one block: a pure function of its arguments."""
    return judged_worlds(design, model.block(seed, number))


def judged_worlds(design: Design, worlds: Worlds) -> Results:
    services: dict[str, Verdict] = {}
    usage: list[tuple[float, float, Floats]] = []  # on-demand and committed rate, instances
    spot = np.zeros(worlds.windows)
    for judged, fleet in design.fleets:
        found = judged.verdict(fleet, worlds)
        services[judged.name] = found
        bought = bought_instances(judged, fleet, worlds)
        on_demand = fleet.first.on_demand
        spot = spot + found.cost - found.on_demand_hours * on_demand
        rate = design.commit.rates.get(judged.name, 0.0)
        usage.append((on_demand, rate, bought))
    bill = billed(usage, design.commit.usd_per_hour)
    hours = next(iter(worlds.rates.values())).shape[1] if worlds.rates else 1
    return Results(services, spot + bill * (MONTH / hours))


def bought_instances(judged: Judged, fleet: Fleet, worlds: Worlds) -> Floats:
    return hourly_split(fleet, judged.sizes(fleet, worlds))[0].astype(float)


def billed(usage: Sequence[tuple[float, float, Floats]], commitment: float) -> Floats:
    """Return USD of each window: AWS applies a plan to the highest saving first."""
    if not usage:
        return np.zeros(1)
    rest = np.full(usage[0][2].shape, commitment)
    total = np.full(usage[0][2].shape, commitment)
    covered_first = sorted(usage, key=lambda each: -each[0] / each[1] if each[1] else 0.0)
    for on_demand, rate, instances in covered_first:
        covered = np.minimum(rest, instances * rate) if rate else np.zeros_like(rest)
        rest = rest - covered
        total = total + (instances - (covered / rate if rate else 0.0)) * on_demand
    bill: Floats = total.sum(axis=1)
    return bill


def judged_blocks(
    design: Design, model: WorldModel, seed: int, blocks: int, workers: Workers
) -> Results:
    """Return the results of all blocks, equal for any workers."""
    return Results.joined(evaluated(partial(judged_block, design, model, seed), blocks, workers))
