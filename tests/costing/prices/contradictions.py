"""Prices of the same SKU that contradict each other across sources and dates.

AWS charges the same in us-east-1, us-east-2 and us-west-2, with few exceptions, and charges some
SKUs the same in all regions. Where rows of another source or date differ there, one is outdated
or wrong, for example from before a price cut.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from costing.prices import price_row
from costing.prices.price_file import DATA
from costing.prices.price_row import PriceRow

SAME_PRICES = ("us-east-1", "us-east-2", "us-west-2")
ROUNDING = Decimal("0.01")  # of the price: sources round differently
UNIFORM_REGIONS = 3  # regions with one price, from which a SKU counts as uniform

Tier = tuple[str, str, str, Decimal]  # service, usage type, operation, start
Found = tuple[str, str, str]


def all_rows() -> Mapping[str, Collection[PriceRow]]:
    return {path.stem: price_row.read(path) for path in sorted(DATA.glob("*-*.csv"))}


def contradictions(rows: Mapping[str, Collection[PriceRow]]) -> set[Found]:
    """Return service, usage type and operation of contradicting prices."""
    tiers: dict[Tier, dict[str, PriceRow]] = defaultdict(dict)
    for region, found in rows.items():
        for row in found:
            if "spot_average" not in row.flags:
                key = row.service, row.usage_type, row.operation, row.start
                tiers[key][region] = row
    return {
        key[:3]
        for key, by_region in tiers.items()
        if any(differ(group) for group in groups(by_region))
    }


def groups(by_region: Mapping[str, PriceRow]) -> Iterator[list[PriceRow]]:
    """Yield rows that should have one price."""
    yield [by_region[region] for region in SAME_PRICES if region in by_region]
    by_origin: dict[tuple[str, str], list[PriceRow]] = defaultdict(list)
    for row in by_region.values():
        by_origin[row.source, row.as_of].append(row)
    uniform = [
        found
        for found in by_origin.values()
        if len(found) >= UNIFORM_REGIONS and len({row.list_unit_price for row in found}) == 1
    ]
    yield [found[0] for found in uniform]


def differ(rows: Collection[PriceRow]) -> bool:
    """Return whether prices of different origin differ by more than rounding."""
    prices = [row.list_unit_price for row in rows]
    origins = {(row.source, row.as_of) for row in rows}
    if len(origins) < 2:
        return False
    return max(prices) - min(prices) > ROUNDING * max(prices)
