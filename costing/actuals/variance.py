"""A bill compared with an estimate, SKU by SKU.

An estimated charge and billed lines are a pair if region and SKU (product code, usage type without
region prefix, operation) are equal; an estimated SKU without operation pairs with any. The
difference of a pair is divided without remainder:

    estimated + period + quantity + price + discount = actual

period: the bill covers other hours than a month of 730; quantity: more or less was used, at the
estimate's unit price; price: the bill's list cost of that quantity differs; discount: private
prices, Savings Plans, reservations and free tier.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.actuals.bill import Bill
from costing.actuals.billed_skus import Match, Matcher, billed_skus, factors
from costing.actuals.estimated_skus import Estimated, Key, by_sku, comparable, join_index, key_of
from costing.graph.resource import Graph
from costing.model import ZERO, Estimate, Sku
from costing.prices.book import PriceBook
from costing.units import HOURS_PER_MONTH, Unit, divide


@dataclass(frozen=True, slots=True)
class Pair:
    """One SKU in a region that is both estimated and billed. Costs in USD."""

    region: str
    sku: Sku
    unit: Unit
    resources: Sequence[str]  # names of the estimated ones
    estimated_quantity: Decimal  # of a month of 730 hours
    billed_quantity: Decimal
    estimated: Decimal
    period: Decimal
    quantity: Decimal
    price: Decimal
    discount: Decimal
    actual: Decimal

    @property
    def difference(self) -> Decimal:
        return self.actual - self.estimated


@dataclass(frozen=True, slots=True)
class OneSided:
    """A cost on one side only, and why."""

    label: str
    region: str
    cost: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class ResourcePair:
    """A resource whose id or ARN the bill names."""

    urn: str
    name: str
    type: str
    estimated: Decimal  # of the hours that the bill covers
    actual: Decimal


@dataclass(frozen=True, slots=True)
class Variance:
    hours: Decimal  # that the bill covers
    pairs: Sequence[Pair]  # largest difference first
    only_estimated: Sequence[OneSided]
    only_billed: Sequence[OneSided]
    other: Mapping[str, Decimal]  # tax, credits, purchases, adjustments: by category
    resources: Sequence[ResourcePair]

    @property
    def estimated(self) -> Decimal:
        parts = [*(each.estimated for each in self.pairs), *(o.cost for o in self.only_estimated)]
        return sum(parts, ZERO)

    @property
    def actual(self) -> Decimal:
        return self.paired_actual + self.unmatched + sum(self.other.values(), ZERO)

    @property
    def paired_actual(self) -> Decimal:
        return sum((each.actual for each in self.pairs), ZERO)

    @property
    def unmatched(self) -> Decimal:
        """Return the usage cost of the bill that no estimated charge matches."""
        return sum((each.cost for each in self.only_billed), ZERO)

    @property
    def unmatched_share(self) -> Decimal:
        """Return the part of usage cost that is not matched, 0 to 1."""
        usage = self.paired_actual + self.unmatched
        return divide(self.unmatched, usage) if usage else ZERO


def variance(bill: Bill, estimate: Estimate, graph: Graph, book: PriceBook) -> Variance:
    """Compare a bill of one month with an estimate."""
    start, end = bill.period
    hours = Decimal((end - start).total_seconds()) / 3600
    estimated = by_sku(estimate)
    index = join_index(estimated)
    matcher = Matcher(book)
    billed: dict[Key, list[Match]] = defaultdict(list)
    only_billed: list[OneSided] = []
    for match in map(matcher.match, billed_skus(bill)):
        key = key_of(match, index)
        if key is None or not comparable(match, estimated[key].unit):
            only_billed.append(one_sided(match, bill, estimate, key, estimated))
        else:
            billed[key].append(match)
    share = hours / HOURS_PER_MONTH
    pairs = [pair(estimated[key], found, share, bill) for key, found in billed.items()]
    return Variance(
        hours,
        sorted(pairs, key=lambda each: (-abs(each.difference), str(each.sku), each.region)),
        sorted(not_billed(estimated, billed), key=largest_first),
        sorted(merged(only_billed), key=largest_first),
        other_categories(bill),
        resource_pairs(bill, estimate, graph, share),
    )


def largest_first(each: OneSided) -> tuple[Decimal, str, str]:
    return -abs(each.cost), each.label, each.region


def pair(estimated: Estimated, billed: Sequence[Match], share: Decimal, bill: Bill) -> Pair:
    quantity = sum(
        (each.billed.quantity / factors(each.billed.unit)[estimated.unit] for each in billed), ZERO
    )
    list_cost = sum((each.billed.list_cost for each in billed), ZERO)
    actual = sum((bill.actual(each.billed) for each in billed), ZERO)
    before, scaled = estimated.list_cost, estimated.list_cost * share
    at_price = quantity * unit_price(estimated, list_cost, quantity)
    return Pair(
        estimated.region,
        estimated.sku,
        estimated.unit,
        estimated.names,
        estimated.quantity,
        quantity,
        before,
        period=scaled - before,
        quantity=at_price - scaled,
        price=list_cost - at_price,
        discount=actual - list_cost,
        actual=actual,
    )


def unit_price(estimated: Estimated, list_cost: Decimal, quantity: Decimal) -> Decimal:
    """Return the estimate's unit price; the bill's where the estimate has no quantity."""
    if estimated.quantity:
        return divide(estimated.list_cost, estimated.quantity)
    return divide(list_cost, quantity) if quantity else ZERO


def one_sided(
    match: Match,
    bill: Bill,
    estimate: Estimate,
    key: Key | None,
    estimated: Mapping[Key, Estimated],
) -> OneSided:
    billed = match.billed
    regions = {region for region, _ in estimated}
    services = {sku.service for _, sku in estimated}
    service = match.sku.service if match.sku else billed.service
    if key is not None:
        reason = f"the bill counts {billed.unit}, the estimate {estimated[key].unit}"
    elif not match.sku and not billed.usage_type:
        reason = f"the SKU is not certain: {match.reason}"
    elif billed.region not in regions:
        reason = "the stack has no priced resource in this region"
    elif service not in services:
        reason = "the stack has no resource that is billed by this service"
    elif estimate.gaps:
        reason = "not in the estimate: not managed by this stack, or one of its gaps"
    else:
        reason = "not in the estimate: not managed by this stack"
    return OneSided(billed.label, billed.region, bill.actual(billed), reason)


def merged(found: Sequence[OneSided]) -> Iterator[OneSided]:
    """Add up what has one label, region and reason."""
    costs: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
    for each in found:
        costs[each.label, each.region, each.reason] += each.cost
    for (label, region, reason), cost in costs.items():
        yield OneSided(label, region, cost, reason)


def not_billed(
    estimated: Mapping[Key, Estimated], billed: Mapping[Key, Sequence[Match]]
) -> Iterator[OneSided]:
    for (region, sku), group in estimated.items():
        if (region, sku) not in billed:
            usage = group.missing_usage
            given = f"usage is not given ({', '.join(usage)}), and " if usage else ""
            reason = f"{given}the bill has no line of this SKU in this region"
            yield OneSided(f"{sku} ({', '.join(group.names)})", region, group.list_cost, reason)


def other_categories(bill: Bill) -> dict[str, Decimal]:
    rows = bill.rows(
        f"SELECT coalesce(ChargeCategory, '(none)'), sum({bill.cost_column}) FROM lines "
        "WHERE ChargeCategory IS DISTINCT FROM 'Usage' GROUP BY 1 ORDER BY 1"
    )
    return {str(category): cost for category, cost in rows}


def resource_pairs(
    bill: Bill, estimate: Estimate, graph: Graph, share: Decimal
) -> list[ResourcePair]:
    """Return the resources whose id, ARN or name is a ResourceId of the bill."""
    rows = bill.rows(
        f"SELECT ResourceId, sum({bill.cost_column}) FROM lines "
        "WHERE ChargeCategory = 'Usage' AND list_contains($1, ResourceId) GROUP BY 1",
        [[*graph.by_value]],
    )
    costs = {each.urn: each for each in estimate.resources}
    actual: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for resource_id, cost in rows:
        found = graph.by_value[resource_id]
        if len(found) == 1 and found[0].urn in costs:
            actual[found[0].urn] += cost
    return [
        ResourcePair(
            urn,
            costs[urn].name,
            costs[urn].type,
            sum((charge.list_cost or ZERO for charge in costs[urn].charges), ZERO) * share,
            cost,
        )
        for urn, cost in sorted(actual.items())
    ]
