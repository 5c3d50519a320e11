"""Hourly cost with a Savings Plan, and the commitment of least cost, on arrays.

The same rule as `costing.actuals.commitment_optimum`, whose order it uses, on a matrix of hours and
SKUs: 175,200 hours take under a second. The commitment is USD an hour at the plan's rates; what an
hour does not use is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from costing.actuals.commitment_optimum import Usage
from costing.plan.arrays import Floats


@dataclass(frozen=True, slots=True)
class UnitRates:
    """USD of one unit of a SKU on demand and at the plan's rates. `key` breaks ties."""

    on_demand: Decimal
    committed: Decimal
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """USD in each hour."""

    on_demand: Floats  # usage that the plan does not cover
    used: Floats  # of the commitment
    left: Floats  # units not covered, hours x SKUs


def bill(usage: ArrayLike, rates: Sequence[UnitRates], commitment: float) -> Bill:
    """Apply a commitment to units of usage, hours x SKUs, in AWS's order.

    The highest saving comes first; of equal savings, the lowest rate. Apply reserved instances
    before, and an EC2 Instance Savings Plan before a Compute Savings Plan, by passing `left` on.
    """
    units = matrix(usage, rates)
    order = applied_order(rates)
    committed = units[:, order] * array([rates[index].committed for index in order])
    reached = np.cumsum(committed, axis=1)
    covered = np.clip(commitment - (reached - committed), 0.0, committed)
    part = np.divide(covered, committed, out=np.zeros_like(covered), where=committed > 0)
    left = np.empty_like(units)
    left[:, order] = units[:, order] * (1 - part)
    on_demand = left @ array([each.on_demand for each in rates])
    return Bill(on_demand, covered.sum(axis=1), left)


def total_cost(usage: ArrayLike, rates: Sequence[UnitRates], commitment: float) -> float:
    """Return USD over all hours, the commitment included."""
    found = bill(usage, rates, commitment)
    return float(found.on_demand.sum()) + commitment * len(found.on_demand)


def optimum(
    usage: ArrayLike, rates: Sequence[UnitRates], weights: ArrayLike | None = None
) -> float:
    """Return the commitment of least total cost, USD an hour.

    Total cost is convex and piecewise linear in the commitment; its slope is the weight of all
    hours minus the sum of on-demand over committed rates of what the next USD covers. One sort of
    all breakpoints finds where it crosses zero. `weights`: of each hour, for scenarios.
    """
    units = matrix(usage, rates)
    hours = len(units)
    weight = np.ones(hours) if weights is None else np.asarray(weights, dtype=np.float64)
    order = [index for index in applied_order(rates) if is_cheaper(rates[index])]
    if not order or not hours:
        return 0.0
    committed = units[:, order] * array([rates[index].committed for index in order])
    ratios = array([rates[index].on_demand / rates[index].committed for index in order])
    ends = np.cumsum(committed, axis=1)
    # A USD at commitment K saves the ratio of the first SKU whose end is above K: each end takes
    # its own ratio away and puts the next one's in its place.
    drops = np.where(committed > 0, ratios - following(committed, ratios), 0.0) * weight[:, None]
    first = following(np.insert(committed, 0, 0.0, axis=1), np.insert(ratios, 0, 0.0))[:, 0]
    slope = float(weight.sum()) - float((first * weight).sum())
    if slope >= 0:
        return 0.0
    flat = ends.ravel()
    sort = np.argsort(flat, kind="stable")
    slopes = slope + np.cumsum(drops.ravel()[sort])
    # A slope of zero up to rounding is zero: then the smaller commitment is as good.
    crossed = int(np.argmax(slopes >= -1e-9 * float(weight.sum())))
    return float(flat[sort[crossed]])


def following(committed: Floats, ratios: Floats) -> Floats:
    """Return the ratio of the next SKU with usage in the hour; 0 after the last one."""
    found = np.zeros_like(committed)
    for index in range(committed.shape[1] - 2, -1, -1):
        used = committed[:, index + 1] > 0
        found[:, index] = np.where(used, ratios[index + 1], found[:, index + 1])
    return found


def one_sku_optimum(demand: ArrayLike, ratio: float) -> float:
    """Return the units to commit to if a committed unit costs `ratio` of one on demand.

    The (1 - ratio) quantile of demand, from the newsvendor problem; demand above stays on demand.
    """
    units = np.sort(np.asarray(demand, dtype=np.float64))
    if ratio >= 1:
        return 0.0
    place = int(np.ceil(round((1 - ratio) * len(units), 9))) - 1
    return float(units[max(place, 0)])


def one_sku_cost(demand: ArrayLike, ratio: float, committed: float) -> float:
    """Return the cost of the demand in units' on-demand prices, the commitment included."""
    units = np.asarray(demand, dtype=np.float64)
    return ratio * committed * len(units) + float(np.maximum(units - committed, 0).sum())


def applied_order(rates: Sequence[UnitRates]) -> list[int]:
    """Return the places of the rates in AWS's order of application."""
    if not all(each.committed for each in rates):
        raise ValueError("a committed rate is zero")
    usages = [Usage(each.on_demand, each.committed, each.committed, each.key) for each in rates]
    return sorted(range(len(rates)), key=lambda index: usages[index].order)


def is_cheaper(rate: UnitRates) -> bool:
    return rate.committed < rate.on_demand


def matrix(usage: ArrayLike, rates: Sequence[UnitRates]) -> Floats:
    units = np.asarray(usage, dtype=np.float64)
    if units.ndim != 2 or units.shape[1] != len(rates):  # noqa: PLR2004 (hours x SKUs)
        raise ValueError(f"usage of shape {units.shape} does not match {len(rates)} rates")
    return units


def array(values: Sequence[Decimal]) -> Floats:
    return np.array([float(each) for each in values])
