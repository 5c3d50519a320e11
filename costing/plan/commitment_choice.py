"""Commitment of least cost for all services together, over the hours of random worlds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

import numpy as np

from costing.actuals.commitment_optimum import Usage, optimum, total_cost
from costing.model import ZERO, Commitment
from costing.plan.final import NO_COMMITMENT, Commit, bought_instances
from costing.plan.plan import CommitmentPlan
from costing.plan.price_snapshot import PriceSnapshot, offers, purchase_of
from costing.plan.search import Found, Search
from costing.plan.workload import Workload

SAMPLED_HOURS = 600
STEP = Decimal("0.001")  # AWS sells commitments in these, USD an hour
MONTH = Decimal(730)

Services = Sequence[tuple[Search, Found]]
Hours = list[list[Usage]]


@dataclass(frozen=True, slots=True)
class Offer:
    terms: Commitment
    commitment: Decimal  # USD an hour
    saving: Decimal  # USD a month
    rates: dict[str, float]  # by service


def chosen_commitment(
    workload: Workload, prices: PriceSnapshot, services: Services
) -> tuple[CommitmentPlan | None, Commit]:
    """Return the plan of the highest saving, and its rates; none if no plan saves."""
    found = [offer(terms, workload, prices, services) for terms in offers(workload.commitments)]
    saving = sorted(
        (each for each in found if each.saving > 0),
        key=lambda each: (-each.saving, purchase_of(each.terms)),
    )
    if not saving:
        return None, NO_COMMITMENT
    best, *others = saving
    second = others[0] if others else None
    plan = CommitmentPlan(
        purchase_of(best.terms),
        float(best.commitment),
        float(best.saving),
        purchase_of(second.terms) if second else "no commitment",
        float(best.saving - second.saving) if second else float(best.saving),
    )
    return plan, Commit(float(best.commitment), best.rates)


def offer(
    terms: Commitment, workload: Workload, prices: PriceSnapshot, services: Services
) -> Offer:
    """Return the exact optimum of one plan over sampled hours."""
    rates = {
        search.judged.name: rate
        for search, found in services
        if (rate := prices.usd(found.best.fleet.first.name, purchase_of(terms))) is not None
    }
    if terms.kind == "instance_savings_plan":  # of one instance family
        families = [found.best.fleet.first.name.partition(".")[0] for _, found in services]
        common = max(sorted(set(families)), key=families.count)
        rates = {
            search.judged.name: rates[search.judged.name]
            for (search, _), family in zip(services, families, strict=True)
            if family == common and search.judged.name in rates
        }
    hours = hourly_usage(services, rates)
    best = optimum(hours).quantize(STEP, ROUND_DOWN)
    most = workload.commitments.most_usd_per_hour
    if most is not None:
        best = min(best, Decimal(str(most)).quantize(STEP, ROUND_DOWN))
    saved = (total_cost(hours, ZERO) - total_cost(hours, best)) / len(hours) * MONTH
    return Offer(terms, best, saved, rates)


def hourly_usage(services: Services, rates: dict[str, float]) -> Hours:
    """Return on-demand usage at evenly spaced hours of the first block of worlds."""
    columns: list[list[Usage]] = []
    for search, found in services:
        fleet, name = found.best.fleet, search.judged.name
        bought = bought_instances(search.judged, fleet, search.worlds[0]).ravel()
        sampled = bought[:: max(len(bought) // SAMPLED_HOURS, 1)]
        price, rate = fleet.first.on_demand, rates.get(name)
        if rate is None:
            continue
        columns.append([usage(int(count), price, rate, name) for count in np.asarray(sampled)])
    hours = [[each for each in hour if each.on_demand] for hour in zip(*columns, strict=True)]
    return hours or [[]]


def usage(count: int, price: float, rate: float, key: str) -> Usage:
    unit, committed = Decimal(str(price)), Decimal(str(rate))
    return Usage(unit * count, committed * count, committed, key)
