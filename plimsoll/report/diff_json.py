"""Difference as JSON. Keys are added, never renamed; figures are exact decimals, as strings."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from costing.diff.cost_drivers import USAGE, CostDriver
from costing.diff.diff import ChargeChange, Difference, ResourceChange
from costing.graph.readers.values import written
from costing.model import ZERO, Charge, Estimate
from plimsoll.report.check_json import found_json
from plimsoll.report.cost_json import charge_json, figure, range_json
from plimsoll.report.currency import Currency
from plimsoll.report.diff_review import NOTHING, Review, left_of, worst_first
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout

Json = dict[str, Any]


def as_json(
    difference: Difference, layout: Layout = DEFAULT_LAYOUT, review: Review = NOTHING
) -> str:
    base, head = difference.base, difference.head
    currency = layout.currency
    document = {
        "version": 1,
        "currency": "USD",
        "base": asdict(base.source),
        "head": asdict(head.source),
        "monthly_cost": {
            **costs(base.monthly_cost, head.monthly_cost, difference.change),
            "percent": figure(difference.percent),
            "incomplete": {"base": bool(base.gaps), "head": bool(head.gaps)},
        },
        **({"converted": converted(difference, currency)} if currency else {}),
        "range": {"base": range_json(base.range), "head": range_json(head.range)},
        "resources": [resource_json(resource) for resource in difference.resources],
        "gaps": {
            "base": [asdict(gap) for gap in base.gaps],
            "head": [asdict(gap) for gap in head.gaps],
            "new": [asdict(gap) for gap in head.gaps if gap not in base.gaps],
        },
        "budget": budget_json(difference, review),
        "findings": findings_json(review),
    }
    if base.parts or head.parts:
        document["stacks"] = [*stacks_json(difference)]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def stacks_json(difference: Difference) -> Iterator[Json]:
    """Yield the costs of each stack, null where it does not exist."""
    base, head = (
        {name_of(each): each.monthly_cost for each in side.parts}
        for side in (difference.base, difference.head)
    )
    for name in dict.fromkeys([*base, *head]):
        before, after = base.get(name), head.get(name)
        change = (after or ZERO) - (before or ZERO)
        yield {"name": name, "monthly_cost": costs(before, after, change)}


def name_of(estimate: Estimate) -> str:
    return f"{estimate.source.project}/{estimate.source.stack}"


def converted(difference: Difference, currency: Currency) -> Json:
    """Return the totals in another currency."""
    totals = (difference.base.monthly_cost, difference.head.monthly_cost, difference.change)
    own = (None if each is None else each * currency.rate for each in totals)
    rate = figure(currency.rate)
    return {"currency": currency.code, "rate": rate, "monthly_cost": costs(*own)}


def budget_json(difference: Difference, review: Review) -> Json | None:
    """Return the budget in USD a month and what the upper estimates leave of it."""
    if review.budget is None:
        return None
    left = (left_of(each, review.budget) for each in (difference.base, difference.head))
    return {
        "monthly_budget": figure(review.budget),
        "left": dict(zip(("base", "head"), map(figure, left), strict=True)),
    }


def findings_json(review: Review) -> Json | None:
    found = review.findings
    if found is None:
        return None
    return {
        "profile": review.profile,
        "new": [found_json(each) for each in worst_first(found.new)],
        "resolved": [found_json(each) for each in worst_first(found.resolved)],
        "unchanged": found.unchanged,
    }


def costs(base: Decimal | None, head: Decimal | None, change: Decimal | None) -> Json:
    return {"base": figure(base), "head": figure(head), "change": figure(change)}


def resource_json(resource: ResourceChange) -> Json:
    return {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "change": resource.change,
        "monthly_cost": {
            **costs(resource.base_cost, resource.head_cost, resource.cost_change),
            "incomplete": {"base": bool(resource.base_gaps), "head": bool(resource.head_gaps)},
        },
        "because": [driver_json(driver) for driver in resource.because],
        "charges": [pair_json(pair) for pair in resource.charges],
    }


def driver_json(driver: CostDriver) -> Json:
    """Write an input as in a preview, with Pulumi's markers; usage is a figure."""
    value = figure if driver.path.startswith(USAGE) else written
    return {
        "path": driver.path,
        "base": value(driver.base),
        "head": value(driver.head),
        "urn": driver.urn,
    }


def pair_json(pair: ChargeChange) -> Json:
    return {
        "name": pair.name,
        "base": one(pair.base),
        "head": one(pair.head),
        "base_gap": None if pair.base_gap is None else asdict(pair.base_gap),
        "head_gap": None if pair.head_gap is None else asdict(pair.head_gap),
    }


def one(charge: Charge | None) -> Json | None:
    return None if charge is None else charge_json(charge)
