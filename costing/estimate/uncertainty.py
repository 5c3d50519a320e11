"""What an estimate leaves open: substitutes that may serve, and usage from low to high."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from costing.estimate.pricing import shares
from costing.model import ZERO, Charge, Estimate, Range, ResourceCost


def with_substitutes(charges: Sequence[Charge]) -> list[Charge]:
    """Give charges that may stand in for each other their range: all on the cheapest, the dearest.

    Spot pools: nobody knows which of them will serve.
    """
    alone = [
        each.meter.alone * each.list_unit_price
        for each in charges
        if each.meter.alone is not None and each.list_unit_price is not None
    ]
    if not alone:
        return list(charges)
    ranged = [each for each in charges if each.meter.alone is not None and each.effective_cost]
    weights = [each.effective_cost or ZERO for each in ranged]
    lows, highs = iter(shares(min(alone), weights)), iter(shares(max(alone), weights))
    return [
        replace(each, range=Range(next(lows), each.effective_cost or ZERO, next(highs)))
        if each in ranged
        else each
        for each in charges
    ]


def between(low: Estimate, mid: Estimate, high: Estimate) -> Estimate:
    """Return `mid`, each charge with what it comes to with all usage low and all usage high."""
    lows, highs = by_charge(low), by_charge(high)

    def ranged(cost: ResourceCost) -> ResourceCost:
        charges = (
            replace(
                each,
                range=Range(
                    bottom(lows.get(key)), each.effective_cost or ZERO, top(highs.get(key))
                ),
            )
            for key, each in named(cost)
        )
        return replace(cost, charges=tuple(map(narrowed, charges)))

    return replace(mid, resources=tuple(map(ranged, mid.resources)))


def by_charge(estimate: Estimate) -> dict[Hashable, Charge]:
    return {key: charge for cost in estimate.resources for key, charge in named(cost)}


def named(cost: ResourceCost) -> Iterator[tuple[Hashable, Charge]]:
    """Yield what makes each charge the same one in all three estimates: some have fewer."""
    times: Counter[Hashable] = Counter()
    for charge in cost.charges:
        meter = charge.meter
        key = (cost.urn, meter.group, meter.name, meter.sku, meter.region)
        yield (key, times[key]), charge
        times[key] += 1


def bottom(charge: Charge | None) -> Decimal:
    if charge is None:
        return ZERO
    return charge.range.low if charge.range else charge.effective_cost or ZERO


def top(charge: Charge | None) -> Decimal:
    if charge is None:
        return ZERO
    return charge.range.high if charge.range else charge.effective_cost or ZERO


def narrowed(charge: Charge) -> Charge:
    """Drop a range that is none."""
    if charge.range is not None and charge.range.low == charge.range.high:
        return replace(charge, range=None)
    return charge
