"""From a resource graph, a price book and usage to an Estimate."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from costing.agreement import LIST_PRICES, Agreement
from costing.errors import CostingError, InputError
from costing.graph import Graph, Resource
from costing.model import Charge, Estimate, Gap, Meter, ResourceCost
from costing.ownership import component_of, tags_of
from costing.priced_resource import GLOBAL, Links, ResourceUsage
from costing.prices.book import PriceBook
from costing.pricing import Metered, gap, price
from costing.ranges import between, with_substitutes
from costing.resources import FREE, PRICED, UNPRICED
from costing.usage import Bound, UsageFile, has_ranges, resolve

NO_REGION = (
    "no region: neither it, its provider nor aws:region names one; "
    "set aws:region, --region or AWS_REGION"
)
PENDING = "pending delete, billed until it succeeds"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an estimate is asked for, beside usage."""

    region: str | None
    free_tier: bool
    on: date
    agreement: Agreement


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
    agreement: Agreement = LIST_PRICES,
) -> Estimate:
    """Price every resource; what cannot be priced becomes a Gap, never a zero.

    `region` is that of the resources for which the graph names none. `free_tier` applies the
    always-free allowances. `on` is the day that tells which versions AWS still supports without
    a charge; today where it is None. `agreement` is what is paid other than list prices. Raise
    UsageError where the usage file does not fit the stack.
    """
    stated = usage or UsageFile()
    terms = Terms(region, free_tier, on or datetime.now(UTC).date(), agreement)
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
    charges, unpriced = price(found.metered, book, terms.agreement, free_tier=terms.free_tier)
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
            free[resource.declared_type] += 1
        elif resource.type not in PRICED:
            gaps.append(gap(resource, unmodelled(resource.type)))
        else:
            try:
                found = meters(Links(graph, resource, stated, on), region)
            except CostingError as error:
                gaps.append(gap(resource, str(error)))
            else:
                metered += found
                free[resource.declared_type] += not found  # a standard parameter, say
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
    try:
        return [Metered(resource, where, counted(meter)) for meter in read.meters(usage, links)]
    except ArithmeticError as error:
        raise InputError("its inputs come to a quantity that is no number") from error


def counted(meter: Meter) -> Meter:
    """Raise InputError for a quantity below nothing, which no bill has."""
    quantity = meter.quantity
    if quantity is not None and not (quantity.is_finite() and quantity >= 0):
        raise InputError(f"{meter.name}: {quantity} {meter.unit} is no quantity")
    return meter


def costs(
    graph: Graph, metered: Sequence[Metered], charges: Mapping[int, Charge]
) -> list[ResourceCost]:
    return [
        cost_of(
            graph, metered[first], with_substitutes([charges[index] for index in (first, *rest)])
        )
        for _, (first, *rest) in groupby(sorted(charges), lambda index: metered[index].resource.urn)
    ]


def cost_of(graph: Graph, metered: Metered, charges: Iterable[Charge]) -> ResourceCost:
    resource = metered.resource
    component = component_of(graph, resource)
    tags = tags_of(graph, resource)
    return ResourceCost(
        resource.urn,
        resource.declared_type,
        resource.name,
        resource.parent,
        metered.home,
        tuple(charges),
        component.name if component else None,
        {key: value for key, value in tags.items() if isinstance(value, str)},
        resource.position,
    )
