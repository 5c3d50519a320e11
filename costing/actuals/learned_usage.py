"""A usage file from the quantities of a bill.

Each usage key is solved for: the value at which the resource is metered on the billed quantity.
Quantities of a resource that the bill names by id or ARN are its own; the rest of a SKU is divided
equally among the resources that use it. Keys are read off the cost models by trial: a quantity
that is linear in a key has the value (billed - quantity at zero) / slope.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from costing.actuals.bill import Bill
from costing.actuals.billed_skus import Match, Matcher, Row, billed_sku, factors
from costing.graph.resource import Graph, Resource
from costing.model import ZERO, Sku
from costing.prices.book import PriceBook
from costing.units import Unit, divide, plain
from costing.usage.effects import Outcome, Stack
from costing.usage.file import UsageFile, labels
from costing.usage.keys import usage_keys
from costing.usage.resolve import resolve

Key = tuple[str, Sku]  # region and SKU
Values = dict[str, Decimal]  # by usage key
PASSES = 2  # a duration counts only once requests are known

BY_RESOURCE = """SELECT strftime(BillingPeriodStart, '%Y-%m'),
    CASE WHEN list_contains($1, ResourceId) THEN ResourceId ELSE '' END,
    coalesce(RegionId, ''), coalesce(ServiceName, ''), coalesce(x_ServiceCode, ''),
    coalesce(x_UsageType, ''), coalesce(x_Operation, ''), coalesce(PricingUnit, ''),
    any_value(ListUnitPrice), CASE WHEN x_UsageType IS NULL THEN ChargeDescription ELSE '' END,
    count(*), sum(PricingQuantity), coalesce(sum(ListCost), 0), coalesce(sum(EffectiveCost), 0),
    coalesce(sum(BilledCost), 0)
  FROM lines WHERE ChargeCategory = 'Usage' GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Learned:
    """`values`: by URN and month."""

    graph: Graph
    months: Sequence[str]
    values: Mapping[str, Mapping[str, Values]]
    used: Decimal  # list cost of the lines whose quantities are in the file
    unused: Decimal  # list cost of usage that no key of the stack takes


@dataclass(slots=True)
class Billed:
    """Billed usage of one SKU in a month: matches by the URN of a resource, "" for the rest."""

    matches: dict[str, list[Match]] = field(default_factory=lambda: defaultdict(list))

    def quantity(self, urn: str, unit: Unit) -> Decimal:
        found = (
            each.billed for each in self.matches.get(urn, ()) if unit in factors(each.billed.unit)
        )
        return sum((each.quantity / factors(each.unit)[unit] for each in found), ZERO)

    @property
    def list_cost(self) -> Decimal:
        every = (match for found in self.matches.values() for match in found)
        return sum((match.billed.list_cost for match in every), ZERO)


def learned(
    bill: Bill, graph: Graph, book: PriceBook, *, region: str | None = None, on: date
) -> Learned:
    stack = Stack(graph, book, resolve(UsageFile(), graph), region, on)
    months = by_month(bill, graph, book)
    values: dict[str, dict[str, Values]] = defaultdict(dict)
    used = unused = ZERO
    for month, billed in months.items():
        solution = Solution(stack, billed)
        for urn, found in solution.values().items():
            values[urn][month] = found
        taken = sum((billed[key].list_cost for key in solution.taken), ZERO)
        used += taken
        unused += sum((each.list_cost for each in billed.values()), ZERO) - taken
    return Learned(graph, sorted(months), values, used, unused)


def by_month(bill: Bill, graph: Graph, book: PriceBook) -> dict[str, dict[Key, Billed]]:
    matcher = Matcher(book)
    months: dict[str, dict[Key, Billed]] = defaultdict(lambda: defaultdict(Billed))
    for month, resource_id, *row in bill.rows(BY_RESOURCE, [[*graph.by_value]]):
        match = matcher.match(billed_sku(Row._make(row)))
        owners = graph.by_value.get(resource_id, ())
        urn = owners[0].urn if len(owners) == 1 else ""
        if sku := named(match):
            months[str(month)][match.billed.region, sku].matches[urn].append(match)
    return months


def named(match: Match) -> Sku | None:
    billed = match.billed
    return Sku(billed.service, billed.usage_type) if billed.usage_type else match.sku


@dataclass(slots=True)
class Solution:
    """The usage that explains one month."""

    stack: Stack
    billed: Mapping[Key, Billed]
    taken: set[Key] = field(default_factory=set)

    def values(self) -> dict[str, Values]:
        users = self.users()
        found: dict[str, Values] = {}
        for resource in self.stack.counted:
            keys = [key for key, urns in users.items() if resource.urn in urns]
            if own := self.of(resource, keys, users):
                found[resource.urn] = own
        return found

    def users(self) -> dict[Key, list[str]]:
        """Return the resources that each billed SKU may belong to, given usage."""
        found: dict[Key, list[str]] = defaultdict(list)
        for resource in self.stack.counted:
            examples = {
                key.name: key.example
                for key in usage_keys(resource.type).values()
                if key.is_quantity
            }
            outcome = self.outcome(resource, examples)
            for key in {key for key, _ in usage_meters(outcome)} & self.billed.keys():
                found[key].append(resource.urn)
        return found

    def outcome(self, resource: Resource, values: Mapping[str, object]) -> Outcome:
        return self.stack.outcome([resource], resource, values)

    def of(
        self, resource: Resource, keys: Sequence[Key], users: Mapping[Key, Sequence[str]]
    ) -> Values:
        """Solve the resource's usage keys one after another."""
        values: Values = {}
        solved: set[Key] = set()
        names = [key.name for key in usage_keys(resource.type).values() if key.is_quantity]
        for name in names * PASSES:
            if name in values:
                continue
            points = [
                quantities(self.outcome(resource, {**values, name: Decimal(value)}))
                for value in (0, 1, 2)
            ]
            for key in keys:
                line = straight_line(points, key)
                if key in solved or line is None:
                    continue
                start, slope, unit = line
                value = (self.share(resource.urn, key, unit, users[key]) - start) / slope
                if value >= 0:
                    values[name] = value
                    solved.add(key)
                    break
        self.taken |= solved
        return {name: value for name, value in values.items() if value}

    def share(self, urn: str, key: Key, unit: Unit, users: Sequence[str]) -> Decimal:
        """Return what a SKU bills for one resource: its own, and a part of what has no owner."""
        billed = self.billed[key]
        own = billed.quantity(urn, unit)
        nameless = [each for each in users if each not in billed.matches]
        sharing = nameless or list(users)
        rest = billed.quantity("", unit)
        if urn not in sharing or not rest:
            return own
        part = divide(rest, Decimal(len(sharing)))
        is_last = urn == sharing[-1]
        return own + (rest - part * (len(sharing) - 1) if is_last else part)


def usage_meters(outcome: Outcome) -> Iterator[tuple[Key, str]]:
    for each in outcome.metered:
        if each.meter.usage is not None:
            sku = each.meter.sku
            yield (each.region, Sku(sku.service, sku.usage_type)), each.meter.usage


def quantities(outcome: Outcome) -> dict[Key, tuple[Decimal, Unit]]:
    """Return what a resource is metered on, by region and SKU without operation."""
    found: dict[Key, tuple[Decimal, Unit]] = {}
    for each in outcome.metered:
        key = each.region, Sku(each.meter.sku.service, each.meter.sku.usage_type)
        before, _ = found.get(key, (ZERO, each.meter.unit))
        found[key] = before + (each.meter.quantity or ZERO), each.meter.unit
    return found


def straight_line(
    points: Sequence[Mapping[Key, tuple[Decimal, Unit]]], key: Key
) -> tuple[Decimal, Decimal, Unit] | None:
    """Return quantity at zero, slope and unit; None where the quantity does not follow the key."""
    if any(key not in point for point in points):
        return None
    (start, unit), (one, _), (two, _) = (point[key] for point in points)
    slope = one - start
    return (start, slope, unit) if slope and two - one == slope else None


# --- The file ----------------------------------------------------------------------------------


def usage_file(found: Learned) -> str:
    """Return YAML: one value for one month, {low, mid, high} for several."""
    counts = Counter(each.name for each in found.graph.resources)
    months = found.months
    period = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    total = found.used + found.unused
    source = found.graph.source
    lines = [
        f"# Usage of stack {source.stack}, project {source.project}, from a bill: {period}.",
        f"# List cost of usage: {found.used:,.2f} of {total:,.2f} USD is in this file.",
        "# The rest does not depend on usage keys of this stack.",
        "version: 1",
        "resources:" if found.values else "resources: {}",
    ]
    for urn, by_month_ in sorted(found.values.items()):
        resource = found.graph.by_urn[urn]
        name = labels(resource)[1] if counts[resource.name] == 1 else urn
        lines.append(f"  {json.dumps(name)}:")
        lines += [f"    {json.dumps(key)}: {text}" for key, text in entries(by_month_, months)]
    return "\n".join(lines) + "\n"


def entries(by_month_: Mapping[str, Values], months: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key in dict.fromkeys(key for values in by_month_.values() for key in values):
        values = [by_month_.get(month, {}).get(key, ZERO) for month in months]
        if len(values) == 1:
            yield key, plain(values[0])
        else:
            mean = divide(sum(values, ZERO), Decimal(len(values)))
            bounds = {"low": min(values), "mid": mean, "high": max(values)}
            yield key, f"{{{', '.join(f'{name}: {plain(v)}' for name, v in bounds.items())}}}"
