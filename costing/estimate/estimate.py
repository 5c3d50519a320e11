"""Estimate the monthly cost of a resource graph."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Literal

from costing.errors import InputError
from costing.estimate.gaps import failed, gap, interrupted, left_out, not_expanded, not_modelled
from costing.estimate.pricing import Metered, cost_if_charged, price
from costing.estimate.private_pricing import LIST_PRICES, PrivatePricing
from costing.estimate.stated_costs import stated_costs
from costing.estimate.uncertainty import with_substitutes, with_usage_ranges
from costing.graph.components import component_of, tags_of
from costing.graph.resource import Graph, Resource, at, top
from costing.model import GLOBAL, Charge, Estimate, Gap, ResourceCost
from costing.prices.book import PriceBook
from costing.progress import counted
from costing.resources import FREE, PRICED
from costing.resources._shared.left_out import switched_on
from costing.resources._shared.metering import (
    NOT_A_NUMBER,
    Metering,
    Unmetered,
    charges,
    unmetered,
)
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.usage.file import Bound, UsageFile, has_ranges
from costing.usage.resolve import resolve

NO_REGION = "the region is not set on the resource, on its provider or as aws:region"
SET_REGION = "set aws:region, --region or AWS_REGION"
PENDING = "pending delete, billed until it succeeds"


@dataclass(frozen=True, slots=True)
class Terms:
    """Options of an estimate except usage."""

    region: str | None
    free_tier: bool
    on: date
    private_pricing: PrivatePricing


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Charges of a resource that could not be metered, with the resource's region."""

    resource: Resource
    home: str | None
    unmetered: Unmetered


@dataclass(frozen=True, slots=True)
class Inventory:
    """Resources of a stack by their treatment in an estimate."""

    metered: Sequence[Metered]
    left_out: Sequence[LeftOut]
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
    private_pricing: PrivatePricing = LIST_PRICES,
) -> Estimate:
    """Return the monthly cost of every charge in USD; a charge without a price becomes a Gap.

    `region`: region of resources for which the graph has none. `free_tier`: apply the always-free
    allowances. `on`: date for extended-support charges; None: today. `private_pricing`: discounts
    and private prices. Raise UsageError if the usage file does not match the stack.
    """
    specified = usage or UsageFile()
    terms = Terms(region, free_tier, on or datetime.now(UTC).date(), private_pricing)
    mid = at_bound(graph, book, resolve(specified, graph), terms)
    if not has_ranges(specified):
        return mid
    low, high = (
        at_bound(graph, book, resolve(specified, graph, bound), terms)
        for bound in (Bound.LOW, Bound.HIGH)
    )
    return with_usage_ranges(low, mid, high)


def at_bound(
    graph: Graph,
    book: PriceBook,
    specified: Mapping[str, ResourceUsage],
    terms: Terms,
) -> Estimate:
    return of_inventory(graph, inventory(graph, specified, terms.region, terms.on), book, terms)


def of_inventory(graph: Graph, found: Inventory, book: PriceBook, terms: Terms) -> Estimate:
    priced, unpriced = price(found.metered, book, terms.private_pricing, free_tier=terms.free_tier)
    return assembled(graph, found, priced, unpriced, book, terms)


def assembled(  # noqa: PLR0913, PLR0917 (parts of an estimate)
    graph: Graph,
    found: Inventory,
    priced: Mapping[int, Charge],
    unpriced: Sequence[Gap],
    book: PriceBook,
    terms: Terms,
) -> Estimate:
    open_ = [
        gap_of(each, graph.source.kind, book, terms.private_pricing) for each in found.left_out
    ]
    metered, gaps = [*found.metered], [*found.gaps, *open_, *unpriced]
    charges = dict(priced)
    for closed, each, charge in stated_costs(graph, [*gaps], terms.private_pricing):
        gaps.remove(closed)
        charges[len(metered)] = charge
        metered.append(each)
    parts = [*costs(graph, metered, charges)]
    gaps += (each for each in parts if isinstance(each, Gap))
    return Estimate(
        graph.source,
        tuple(each for each in parts if isinstance(each, ResourceCost)),
        dict(sorted(found.free.items())),
        tuple(sorted(gaps, key=lambda gap: (gap.urn, gap.charge or "", gap.reason))),
        tuple(found.not_counted),
    )


def inventory(
    graph: Graph,
    specified: Mapping[str, ResourceUsage],
    region: str | None,
    on: date,
    among: Sequence[Resource] | None = None,
) -> Inventory:
    every = graph.resources if among is None else among
    free: Counter[str] = Counter()
    gaps: list[Gap] = []
    not_counted = [interrupted(urn) for urn in graph.source.pending_creates]
    metered: list[Metered] = []
    open_: list[LeftOut] = []
    for resource in counted("Estimating resources", every, len(every)):
        if reason := reason_not_counted(resource):
            not_counted.append(gap(resource, reason))
        elif resource.origin == "not expanded":
            gaps.append(not_expanded(resource))
        elif resource.type in FREE:
            free[resource.declared_type] += 1
        elif resource.type not in PRICED:
            gaps.append(not_modelled(resource))
        else:
            found, left = meters(Links(graph, resource, specified, on), region)
            not_counted += created_elsewhere(resource)
            metered += found
            open_ += left
            free[resource.declared_type] += not (found or left)  # such as a standard parameter
    return Inventory(metered, open_, +free, gaps, not_counted)


def gap_of(
    left: LeftOut,
    source: Literal["program", "preview", "state"],
    book: PriceBook,
    private_terms: PrivatePricing,
) -> Gap:
    example = left.unmetered.example
    cost = None
    if example is not None and left.home is not None:
        cost = cost_if_charged(Metered(left.resource, left.home, example), book, private_terms)
    return left_out(left.resource, left.unmetered, source, cost)


def reason_not_counted(resource: Resource) -> str | None:
    """Return the reason why a resource is not part of the bill; None if it is."""
    if resource.pending_delete:
        return PENDING
    if resource.external:
        return "read, not managed by this stack"
    if not resource.type.startswith("aws:") and resource.origin != "not expanded":
        provider = resource.type.partition(":")[0]
        return "a provider" if provider == "pulumi" else f"another provider's: {provider}"
    return None


def created_elsewhere(resource: Resource) -> Iterator[Gap]:
    """Yield what a resource lets another tool create, such as the resources of a template."""
    for entry in PRICED[resource.type].not_counted:
        if entry.is_switched_on_by(at(resource.inputs, entry.path)):
            yield gap(resource, entry.reason, charge=entry.charge)


def meters(links: Links, region: str | None) -> tuple[list[Metered], list[LeftOut]]:
    """Return the meters of a resource, and its charges that could not be metered.

    `region`: region of resources for which the graph has none.
    """
    resource = links.resource
    model = PRICED[resource.type]
    try:
        home = region_of(model, resource, region)
    except Exception as error:  # noqa: BLE001 (a fault of one resource is its gap)
        return [], [LeftOut(resource, None, unmetered(error, None))]
    metered: list[Metered] = []
    left: list[LeftOut] = []
    for found in read_and_metered(model, links):
        if isinstance(found, Unmetered):
            left.append(LeftOut(resource, home, found))
        else:
            metered.append(Metered(resource, home, found))
    return metered, left


def region_of(model: type[PricedResource], resource: Resource, region: str | None) -> str:
    """Return the billing region of a resource. Raise InputError if it is unknown."""
    own = GLOBAL if model.is_global else resource.region
    if own is None and region is None:
        raise InputError(NO_REGION, "region", SET_REGION)
    where = region if own is None else own
    if not isinstance(where, str):
        raise InputError("the region is known only after deployment", "region")
    return where


def read_and_metered(model: type[PricedResource], links: Links) -> Iterator[Metering]:
    yield from charges_left_out(model, links)
    yield from charges_metered(model, links)


@charges()
def charges_left_out(model: type[PricedResource], links: Links) -> Iterator[Metering]:
    yield from switched_on(model.left_out, links.resource.inputs)


@charges()
def charges_metered(model: type[PricedResource], links: Links) -> Iterator[Metering]:
    read = model.read(links.resource.inputs)
    yield from map(checked, read.meters(links.usages[links.resource.urn], links))


def checked(metered: Metering) -> Metering:
    """Return a meter, or an Unmetered if its quantity is negative or not finite."""
    if isinstance(metered, Unmetered) or metered.quantity is None:
        return metered
    if not metered.quantity.is_finite():
        return Unmetered(metered.name, NOT_A_NUMBER, group=metered.group)
    if metered.quantity < 0:
        negative = f"negative quantity: {metered.quantity} {metered.unit}"
        return Unmetered(metered.name, negative, group=metered.group)
    return metered


def costs(
    graph: Graph, metered: Sequence[Metered], charges: Mapping[int, Charge]
) -> Iterator[ResourceCost | Gap]:
    """Yield the cost of each resource, or a gap if it cannot be put together."""
    for _, indexes in groupby(sorted(charges), lambda index: metered[index].resource.urn):
        first, *rest = indexes
        try:
            own = with_substitutes([charges[index] for index in (first, *rest)])
            yield cost_of(graph, metered[first], own)
        except Exception as error:  # noqa: BLE001 (a fault of one resource costs this one only)
            yield failed(metered[first].resource, error)


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
        filled_of(resource),
        resource.account,
    )


def filled_of(resource: Resource) -> tuple[str, ...]:
    """Return the paths of filled inputs that the cost model reads."""
    if resource.type not in PRICED:
        return ()
    fields = PRICED[resource.type].model_fields
    read = {field.alias or name for name, field in fields.items()}
    return tuple(path for path in resource.filled if top(path) in read)
