"""Ranges of an estimate: from alternative spot pools and from low and high usage."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from costing.estimate.pricing import shares
from costing.model import ZERO, Charge, Estimate, Range, ResourceCost


def with_substitutes(charges: Sequence[Charge]) -> list[Charge]:
    """Return charges with a range if they are alternatives, such as spot pools.

    Low and high are the costs if the cheapest or the most expensive pool served everything.
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


def with_usage_ranges(low: Estimate, mid: Estimate, high: Estimate) -> Estimate:
    """Return `mid` with a range for each charge: its costs at low and high usage."""
    lows, highs = by_charge(low), by_charge(high)

    def ranged(cost: ResourceCost) -> ResourceCost:
        charges = (
            replace(
                each,
                range=Range(
                    low_of(lows.get(key)), each.effective_cost or ZERO, high_of(highs.get(key))
                ),
            )
            for key, each in named(cost)
        )
        return replace(cost, charges=tuple(map(without_empty_range, charges)))

    return replace(mid, resources=tuple(map(ranged, mid.resources)))


def by_charge(estimate: Estimate) -> dict[Hashable, Charge]:
    return {key: charge for cost in estimate.resources for key, charge in named(cost)}


def named(cost: ResourceCost) -> Iterator[tuple[Hashable, Charge]]:
    """Yield each charge with a key that identifies it in all three estimates."""
    times: Counter[Hashable] = Counter()
    for charge in cost.charges:
        meter = charge.meter
        key = (cost.urn, meter.group, meter.name, meter.sku, meter.region)
        yield (key, times[key]), charge
        times[key] += 1


def low_of(charge: Charge | None) -> Decimal:
    if charge is None:
        return ZERO
    return charge.range.low if charge.range else charge.effective_cost or ZERO


def high_of(charge: Charge | None) -> Decimal:
    if charge is None:
        return ZERO
    return charge.range.high if charge.range else charge.effective_cost or ZERO


def without_empty_range(charge: Charge) -> Charge:
    """Return a charge without its range if low, mid and high are equal."""
    if charge.range is not None and charge.range.low == charge.range.high:
        return replace(charge, range=None)
    return charge
