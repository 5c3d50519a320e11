"""From a resource graph, a price book and usage to an Estimate."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby

from costing.commitments import committed
from costing.errors import CostingError, InputError, UnitMismatch
from costing.graph import Graph, Resource
from costing.model import ZERO, Charge, Estimate, Gap, Meter, Price, Range, ResourceCost, Sku
from costing.ownership import component_of, tags_of
from costing.priced_resource import GLOBAL, Links, ResourceUsage
from costing.prices.book import PriceBook
from costing.resources import FREE, PRICED, UNPRICED
from costing.units import divide
from costing.usage import Bound, UsageFile, has_ranges, resolve

NO_REGION = "no region: neither it, its provider nor aws:region names one; --region"
PENDING = "pending delete, billed until it succeeds"


@dataclass(frozen=True, slots=True)
class Metered:
    resource: Resource
    home: str  # the resource's region
    meter: Meter

    @property
    def region(self) -> str:
        return self.meter.region or self.home


@dataclass(frozen=True, slots=True)
class Terms:
    """What an estimate is asked for, beside usage."""

    region: str | None
    free_tier: bool
    on: date


@dataclass(frozen=True, slots=True)
class Inventory:
    """A stack sorted by what an estimate makes of it."""

    metered: Sequence[Metered]
    free: Mapping[str, int]
    gaps: Sequence[Gap]
    not_counted: Sequence[Gap]


def estimate(  # noqa: PLR0913 (three of them options)
    graph: Graph,
    book: PriceBook,
    usage: UsageFile | None = None,
    *,
    region: str | None = None,
    free_tier: bool = False,
    on: date | None = None,
) -> Estimate:
    """Price every resource; what cannot be priced becomes a Gap, never a zero.

    `region` is that of the resources for which the graph names none. `free_tier` applies the
    always-free allowances. `on` is the day that tells which versions AWS still supports without
    a charge; today where it is None. Raise UsageError where the usage file does not fit the stack.
    """
    stated = usage or UsageFile()
    terms = Terms(region, free_tier, on or datetime.now(UTC).date())
    mid = at_bound(graph, book, resolve(stated, graph), terms)
    if not has_ranges(stated):
        return mid
    low, high = (
        at_bound(graph, book, resolve(stated, graph, bound), terms)
        for bound in (Bound.LOW, Bound.HIGH)
    )
    return between(low, mid, high)


def at_bound(
    graph: Graph,
    book: PriceBook,
    stated: Mapping[str, ResourceUsage],
    terms: Terms,
) -> Estimate:
    found = take_stock(graph, stated, terms.region, terms.on)
    charges, unpriced = price(found.metered, book, free_tier=terms.free_tier)
    return Estimate(
        graph.source,
        tuple(costs(graph, found.metered, charges)),
        dict(sorted(found.free.items())),
        tuple(sorted([*found.gaps, *unpriced], key=lambda gap: (gap.urn, gap.reason))),
        tuple(found.not_counted),
    )


def take_stock(
    graph: Graph, stated: Mapping[str, ResourceUsage], region: str | None, on: date
) -> Inventory:
    free: Counter[str] = Counter()
    gaps: list[Gap] = []
    not_counted: list[Gap] = []
    metered: list[Metered] = []
    for resource in graph.resources:
        if reason := uncounted(resource):
            not_counted.append(gap(resource, reason))
        elif resource.origin == "not expanded":
            gaps.append(gap(resource, "a component of another package: what it makes is not known"))
        elif resource.type in FREE:
            free[resource.type] += 1
        elif resource.type not in PRICED:
            gaps.append(gap(resource, unmodelled(resource.type)))
        else:
            try:
                found = meters(Links(graph, resource, stated, on), region)
            except CostingError as error:
                gaps.append(gap(resource, str(error)))
            else:
                metered += found
                free[resource.type] += not found  # a standard parameter, say
    return Inventory(metered, +free, gaps, not_counted)


def unmodelled(kind: str) -> str:
    metered_on = UNPRICED.get(kind)
    reason = "no model in costing/resources"
    return f"{reason}; metered on {metered_on}" if metered_on else reason


def uncounted(resource: Resource) -> str | None:
    """Say why a resource is no part of the bill; None for one that is."""
    if resource.pending_delete:
        return PENDING
    if resource.external:
        return "read, not managed by this stack"
    if not resource.type.startswith("aws:") and resource.origin != "not expanded":
        provider = resource.type.partition(":")[0]
        return "a provider" if provider == "pulumi" else f"another provider's: {provider}"
    return None


def meters(links: Links, region: str | None) -> list[Metered]:
    """Return what a resource is metered on, each with its region. Raise InputError."""
    resource = links.resource
    model = PRICED[resource.type]
    where = GLOBAL if model.is_global else resource.region
    where = region if where is None else where
    if where is None:
        raise InputError(NO_REGION)
    if not isinstance(where, str):
        raise InputError(f"region moves the price, and is {where}")
    read = model.read(resource.inputs)
    usage = links.usages[resource.urn]
    return [Metered(resource, where, meter) for meter in read.meters(usage, links)]


def price(
    metered: Sequence[Metered], book: PriceBook, *, free_tier: bool = False
) -> tuple[dict[int, Charge], list[Gap]]:
    """Price each SKU once an account and region: AWS counts tiers there, not by resource.

    Return the charges by the index of what they price.
    """
    pools: dict[tuple[str, str, Sku], list[int]] = defaultdict(list)
    charges: dict[int, Charge] = {}
    for index, each in enumerate(metered):
        if each.meter.stated_unit_price is not None:
            charges[index] = at_stated_price(each.meter, each.meter.stated_unit_price)
        else:
            pools[each.resource.account, each.region, each.meter.price_sku].append(index)

    gaps: list[Gap] = []
    for (_, region, sku), pool in pools.items():
        pooled = [metered[index].meter for index in pool]
        try:
            shared = share(pooled, price_of(book, region, sku, free_tier=free_tier))
        except CostingError as error:
            needed = [index for index in pool if metered[index].meter.quantity]
            gaps += [unpriced(metered[index], error) for index in needed]
            charges |= {
                index: unstated(metered[index].meter) for index in pool if index not in needed
            }
        else:
            for index, shared_charge in zip(pool, shared, strict=True):
                try:
                    charges[index] = committed(shared_charge, region)
                except CostingError as error:
                    gaps.append(unpriced(metered[index], error))
    return charges, gaps


def at_stated_price(meter: Meter, unit_price: Decimal) -> Charge:
    cost = None if meter.quantity is None else meter.quantity * unit_price
    return Charge(meter, None, unit_price, cost, cost, cost, meter.quantity or ZERO)


def price_of(book: PriceBook, region: str, sku: Sku, *, free_tier: bool) -> Price:
    found = book.price(region, sku)
    return found if free_tier else found.without_allowance()


def unpriced(metered: Metered, error: CostingError) -> Gap:
    return gap(metered.resource, f"{metered.meter.name}: {error}")


def unstated(meter: Meter) -> Charge:
    """Charge for what is not used, as far as anyone said, and has no price in the book."""
    return Charge(meter, None, None, meter.quantity, meter.quantity, meter.quantity, ZERO)


def costs(
    graph: Graph, metered: Sequence[Metered], charges: Mapping[int, Charge]
) -> list[ResourceCost]:
    return [
        cost_of(
            graph, metered[first], with_substitutes([charges[index] for index in (first, *rest)])
        )
        for _, (first, *rest) in groupby(sorted(charges), lambda index: metered[index].resource.urn)
    ]


def share(meters: Sequence[Meter], price: Price) -> list[Charge]:
    """Price the meters of one pool by what they reach together."""
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
    """Split in proportion. The last takes what rounding leaves, so that the parts add up."""
    if len(quantities) == 1:
        return [whole]
    total = sum(quantities, ZERO)
    parts = [divide(whole * quantity, total) for quantity in quantities[:-1]]
    return [*parts, whole - sum(parts, ZERO)]


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
                    bottom(lows.get((cost.urn, index))),
                    each.effective_cost or ZERO,
                    top(highs.get((cost.urn, index))),
                ),
            )
            for index, each in enumerate(cost.charges)
        )
        return replace(cost, charges=tuple(map(narrowed, charges)))

    return replace(mid, resources=tuple(map(ranged, mid.resources)))


def by_charge(estimate: Estimate) -> dict[tuple[str, int], Charge]:
    return {
        (cost.urn, index): charge
        for cost in estimate.resources
        for index, charge in enumerate(cost.charges)
    }


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


def cost_of(graph: Graph, metered: Metered, charges: Iterable[Charge]) -> ResourceCost:
    resource = metered.resource
    component = component_of(graph, resource)
    tags = tags_of(graph, resource)
    return ResourceCost(
        resource.urn,
        resource.type,
        resource.name,
        resource.parent,
        metered.home,
        tuple(charges),
        component.name if component else None,
        {key: value for key, value in tags.items() if isinstance(value, str)},
    )


def gap(resource: Resource, reason: str) -> Gap:
    return Gap(resource.urn, resource.type, resource.name, reason)
