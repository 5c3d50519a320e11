"""Charges of an estimate for the page: totals in groups, the range, and every charge as data."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from costing.model import ZERO, Charge, Estimate, ResourceCost
from plimsoll.report.cost_table import amount, full_name, unit_price, usd
from plimsoll.report.currency import Currency
from plimsoll.report.explanation import title_of
from plimsoll.report.totals import NO_COMPONENT, totals

Money = Callable[[Decimal], str]
MOST_TAGS = 6
WIDTH = Decimal(100)  # of a bar, in user units of its SVG


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    cost: Decimal  # USD a month
    share: Decimal  # per cent of the total
    bar: Decimal  # 0 to 100, of the largest part


@dataclass(frozen=True, slots=True)
class Grouping:
    by: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class RangeBar:
    """Positions of low, expected, high and budget on a scale from 0 to 100."""

    low: Decimal
    mid: Decimal
    high: Decimal
    budget: Decimal | None


def grouped(estimate: Estimate, by: str) -> Grouping:
    """Return the parts that cost something, most expensive first."""
    found = [(key, cost) for key, cost in totals(estimate, by) if cost]
    largest = found[0][1] if found else ZERO
    whole = estimate.monthly_cost
    return Grouping(
        title(by),
        tuple(
            Part(key, cost, rounded(cost / whole * 100), rounded(cost / largest * WIDTH))
            for key, cost in found
        ),
    )


def title(by: str) -> str:
    return f"tag {by.removeprefix('tag:')}" if by.startswith("tag:") else by


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def range_bar(estimate: Estimate, budget: Decimal | None) -> RangeBar | None:
    """Return None without a range and without a budget."""
    found = estimate.range
    if found is None and budget is None:
        return None
    cost = estimate.monthly_cost
    low, mid, high = (found.low, found.mid, found.high) if found else (cost, cost, cost)
    end = max(high, budget or ZERO) * Decimal("1.05")
    if not end:
        return None

    def placed(value: Decimal) -> Decimal:
        return rounded(value / end * WIDTH)

    at_budget = None if budget is None else placed(budget)
    return RangeBar(placed(low), placed(mid), placed(high), at_budget)


def tag_keys(estimate: Estimate) -> list[str]:
    """Return the tag keys that most resources have, and that differ between resources."""
    values: Counter[tuple[str, str]] = Counter()
    for resource in estimate.resources:
        values.update(resource.tags.items())
    keys = Counter(key for key, _ in values)
    differing = [key for key, count in keys.items() if count > 1 and key != "Name"]
    weight = Counter(dict.fromkeys(differing, 0))
    for (key, _), count in values.items():
        if key in weight:
            weight[key] += count
    return [key for key, _ in weight.most_common(MOST_TAGS)]


def document(estimate: Estimate, currency: Currency | None = None) -> dict[str, Any]:
    """Return the resources with their charges, for the page's script.

    Equal charges and price sources are listed once and referred to by number.
    """
    sources: dict[str, int] = {}
    charges: dict[str, int] = {}
    gaps = estimate.gaps_by_urn

    def money(value: Decimal) -> str:
        return currency.beside(usd(value), value) if currency else usd(value)

    resources = [
        {
            **resource_of(each, money),
            "charges": [
                charges.setdefault(json.dumps(charge_of(charge, sources, money)), len(charges))
                for charge in each.charges
            ],
            "gaps": [[gap.charge or "all charges", gap.reason] for gap in gaps.get(each.urn, ())],
        }
        for each in estimate.resources
    ]
    return {
        "resources": resources,
        "components": {name: money(cost) for name, cost in totals(estimate, "component")},
        "charges": [json.loads(charge) for charge in charges],
        "sources": [title_of(source) for source in sources],
    }


def resource_of(resource: ResourceCost, money: Money) -> dict[str, Any]:
    return {
        "name": resource.name,
        "type": resource.type,
        "component": resource.component or NO_COMPONENT,
        "region": resource.region,
        "source": resource.source,
        **cost_of(resource.monthly_cost, money),
    }


def cost_of(cost: Decimal, money: Money) -> dict[str, Any]:
    """Return a cost as text, and in millionths of a USD to sort and to add by."""
    return {"usd": money(cost), "cost": int(cost.scaleb(6).to_integral_value())}


def charge_of(charge: Charge, sources: dict[str, int], money: Money) -> dict[str, Any]:
    meter, price = charge.meter, charge.price
    found: dict[str, Any] = {
        "name": full_name(charge),
        "unit": meter.unit,
        "sku": str(meter.sku),
        "quantity": None if meter.quantity is None else amount(meter.quantity),
        "price": None if charge.list_unit_price is None else unit_price(charge),
        "usd": None if charge.effective_cost is None else money(charge.effective_cost),
        "usage": meter.usage,
        "note": "; ".join(filter(None, (meter.assumed, charge.private_terms))) or None,
    }
    if price is not None:
        found["date"] = price.as_of.isoformat()
        found["from"] = sources.setdefault(price.source, len(sources))
        found["flags"] = ", ".join(sorted(price.flags)) or None
        if len(price.tiers) > 1:
            found["tiers"] = [
                [amount(tier.start), f"{tier.list_unit_price.normalize():f}", amount(inside)]
                for tier, inside in price.split(charge.pool)
            ]
    return {key: value for key, value in found.items() if value is not None}
