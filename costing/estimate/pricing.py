"""Price meters: tiers apply to all quantities of an SKU in an account and region."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.errors import PriceNotFound, UnitMismatch
from costing.estimate.commitments import committed
from costing.estimate.gaps import unpriced
from costing.estimate.private_pricing import LIST_PRICES, PrivatePricing, private_terms
from costing.graph.resource import Resource
from costing.model import ZERO, Charge, Gap, Meter, Price, Sku
from costing.prices import china
from costing.prices.book import PriceBook
from costing.units import divide


@dataclass(frozen=True, slots=True)
class Metered:
    resource: Resource
    home: str  # the resource's region
    meter: Meter

    @property
    def region(self) -> str:
        return self.meter.region or self.home


def price(
    metered: Sequence[Metered],
    book: PriceBook,
    private_pricing: PrivatePricing = LIST_PRICES,
    *,
    free_tier: bool = False,
) -> tuple[dict[int, Charge], list[Gap]]:
    """Return the charges by index in `metered`, and the gaps of meters without a price.

    Tiers apply to the total quantity of an SKU in an account and region, as AWS bills them.
    """
    pools: dict[tuple[str, str, Sku], list[int]] = defaultdict(list)
    charges: dict[int, Charge] = {}
    for index, each in enumerate(metered):
        if each.meter.usage_unit_price is not None:
            charges[index] = at_usage_price(each.meter, each.meter.usage_unit_price)
        else:
            pools[each.resource.account, each.region, each.meter.price_sku].append(index)

    gaps: list[Gap] = []
    for (_, region, sku), pool in pools.items():
        pooled = [metered[index].meter for index in pool]
        try:
            found = price_of(book, region, sku, private_pricing)
            shared = share(pooled, found if free_tier else found.without_allowance())
        except Exception as error:  # noqa: BLE001 (a fault of one pool costs this pool only)
            needed = [index for index in pool if metered[index].meter.quantity]
            gaps += [gap_of(metered[index], error) for index in needed]
            charges |= {
                index: unpriced_charge(metered[index].meter)
                for index in pool
                if index not in needed
            }
        else:
            for index, shared_charge in zip(pool, shared, strict=True):
                try:
                    charges[index] = private_terms(
                        committed(shared_charge, region), region, private_pricing
                    )
                except Exception as error:  # noqa: BLE001 (a fault of one charge is its gap)
                    gaps.append(gap_of(metered[index], error))
    return charges, gaps


def at_usage_price(meter: Meter, unit_price: Decimal) -> Charge:
    cost = None if meter.quantity is None else meter.quantity * unit_price
    return Charge(meter, None, unit_price, cost, cost, cost, meter.quantity or ZERO)


def price_of(book: PriceBook, region: str, sku: Sku, private_pricing: PrivatePricing) -> Price:
    """Return the list price; if the book has none, the private price. Raise PriceNotFound."""
    try:
        return book.price(region, sku)
    except PriceNotFound:
        private = private_pricing.private(region, sku)
        if private is None:
            raise
        return private


def cost_if_charged(
    metered: Metered, book: PriceBook, private_pricing: PrivatePricing = LIST_PRICES
) -> str | None:
    """Return the monthly cost of a single charge as text, "$3.65"; None if unknown."""
    meter = metered.meter
    if meter.quantity is None:
        return None
    try:
        found = price_of(book, metered.region, meter.price_sku, private_pricing).without_allowance()
        (charged,) = share([meter], found)
        cost = private_terms(
            committed(charged, metered.region), metered.region, private_pricing
        ).effective_cost
    except Exception:  # noqa: BLE001 (an amount in a message, which may be left out)
        return None
    return None if cost is None else f"${cost:,.2f}"


def gap_of(metered: Metered, error: Exception) -> Gap:
    if metered.region in china.REGIONS and isinstance(error, PriceNotFound):
        error = PriceNotFound(china.reason(metered.region, metered.meter))
    return unpriced(metered.resource, metered.meter, metered.region, error)


def unpriced_charge(meter: Meter) -> Charge:
    """Return a charge without a price, for a quantity that is zero or not specified."""
    return Charge(meter, None, None, meter.quantity, meter.quantity, meter.quantity, ZERO)


def share(meters: Sequence[Meter], price: Price) -> list[Charge]:
    """Return the charges of one pool; tiers apply to the sum of quantities. Raise UnitMismatch."""
    for meter in meters:
        if meter.unit != price.unit:
            raise UnitMismatch(f"{meter.sku} is priced by {price.unit}, metered by {meter.unit}")
    quantities = [meter.quantity for meter in meters if meter.quantity]
    total = sum(quantities, ZERO)
    cost = price.cost(total)
    flat = len(price.tiers) == 1
    blend = divide(cost, total) if total and not flat else price.tiers[0].list_unit_price
    parts = iter(shares(cost, quantities))
    return [
        charge(meter, price, blend, next(parts) if meter.quantity else meter.quantity, total)
        for meter in meters
    ]


def charge(
    meter: Meter, price: Price, unit_price: Decimal, cost: Decimal | None, pool: Decimal
) -> Charge:
    return Charge(meter, price, unit_price, cost, cost, cost, pool)


def shares(whole: Decimal, quantities: Sequence[Decimal]) -> list[Decimal]:
    """Return a sum split in proportion; the last part includes the rounding difference."""
    if len(quantities) == 1:
        return [whole]
    total = sum(quantities, ZERO)
    parts = [divide(whole * quantity, total) for quantity in quantities[:-1]]
    return [*parts, whole - sum(parts, ZERO)]
