"""Quantities and costs of an estimate by SKU, to be compared with a bill."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from costing.actuals.billed_skus import Match, factors
from costing.model import ZERO, Charge, Estimate, ResourceCost, Sku
from costing.units import Unit

Key = tuple[str, Sku]  # region and SKU


@dataclass(frozen=True, slots=True)
class Estimated:
    """The charges of one SKU in a region."""

    region: str
    sku: Sku
    charges: Sequence[tuple[ResourceCost, Charge]]

    @property
    def quantity(self) -> Decimal:
        return sum((charge.meter.quantity or ZERO for _, charge in self.charges), ZERO)

    @property
    def list_cost(self) -> Decimal:
        return sum((charge.list_cost or ZERO for _, charge in self.charges), ZERO)

    @property
    def unit(self) -> Unit:
        return self.charges[0][1].meter.unit

    @property
    def missing_usage(self) -> list[str]:
        """Return the usage keys that charges without a quantity wait for."""
        keys = {c.meter.usage for _, c in self.charges if c.meter.quantity is None}
        return sorted(key for key in keys if key)

    @property
    def names(self) -> list[str]:
        return sorted({resource.name for resource, _ in self.charges})


def by_sku(estimate: Estimate) -> dict[Key, Estimated]:
    groups: dict[Key, list[tuple[ResourceCost, Charge]]] = defaultdict(list)
    for resource in estimate.resources:
        for charge in resource.charges:
            groups[charge.meter.region or resource.region, charge.meter.sku].append(
                (resource, charge)
            )
    return {(region, sku): Estimated(region, sku, found) for (region, sku), found in groups.items()}


def join_index(estimated: Mapping[Key, Estimated]) -> dict[Key, Key]:
    """Return the estimate's key by every key that a bill may have for it."""
    index: dict[Key, Key] = {}
    for (region, sku), group in estimated.items():
        for listed in {charge.meter.price_sku for _, charge in group.charges}:
            index.setdefault((region, listed), (region, sku))
    return {**index, **{key: key for key in estimated}}


def key_of(match: Match, index: Mapping[Key, Key]) -> Key | None:
    billed = match.billed
    skus = [match.sku] if match.sku else []
    if billed.usage_type:
        exact = Sku(billed.service, billed.usage_type, billed.operation)
        skus = [exact, replace(exact, operation=""), *skus]
    for sku in skus:
        if (billed.region, sku) in index:
            return index[billed.region, sku]
    return None


def comparable(match: Match, unit: Unit) -> bool:
    return unit in factors(match.billed.unit)
