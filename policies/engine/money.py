"""Monthly saving of a fix: the estimate before less the estimate after.

Both estimates cover the same part of the stack: the resources that a fix changes, those whose price
depends on them (a group on its launch template), and all that these refer to.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from costing.estimate.estimate import estimate
from costing.graph.dependents import reading
from costing.graph.resource import Graph, Resource, targets
from costing.model import ZERO, Estimate
from costing.prices.book import PriceBook
from costing.usage.file import UsageFile, fitting
from policies.engine.finding import Finding
from policies.engine.logic import UnknownInput
from policies.engine.rule import Rule, Settings
from policies.engine.stack import Stack


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices and usage for the estimates."""

    book: PriceBook
    usage: UsageFile
    today: date

    def estimate(self, graph: Graph) -> Estimate:
        return estimate(graph, self.book, self.usage, on=self.today)


def savings(
    rule: Rule, found: Sequence[Finding], stack: Stack, settings: Settings, prices: Prices
) -> Mapping[str, Decimal]:
    """Return URN → USD a month, negative where the fix costs more.

    Left out: findings without a computable fix, resources without a price, and resources that two
    findings would change.
    """
    graph = stack.graph
    changes = {
        each.resource.urn: change
        for each in found
        if each.decided
        and (change := would_be(rule, each.resource, stack, settings)) is not UNCHANGED
    }
    if not changes:
        return {}
    every = {urn: reading(graph, urn) for urn in changes}
    readers = {urn: urns for urn, urns in every.items() if urns is not None}
    changes = {urn: changes[urn] for urn in readers}
    part = around(graph, {urn for urns in readers.values() for urn in urns})
    changed = replace(part, resources=tuple(swapped(part.resources, changes)))
    was, will = (Costs.of(at_prices(each, part, prices)) for each in (part, changed))
    shared = Counter(urn for urns in readers.values() for urn in urns)
    worth = {
        urn: difference(was, will, urns)
        for urn, urns in readers.items()
        if all(shared[each] == 1 for each in urns)
    }
    return {urn: saved for urn, saved in worth.items() if saved is not None}


UNCHANGED = object()


def would_be(rule: Rule, resource: Resource, stack: Stack, settings: Settings) -> object:
    """Return the resource after the fix, None where the fix removes it."""
    change = rule.remedy or rule.manual_fix
    if change is None or not resource.custom:
        return UNCHANGED
    try:
        inputs = change(resource, stack, settings)
    except UnknownInput:
        return UNCHANGED
    if inputs is None:
        return None
    return UNCHANGED if inputs == resource.inputs else replace(resource, inputs=inputs)


def around(graph: Graph, urns: set[str]) -> Graph:
    """Return the part of a graph with these resources and all that they refer to."""
    kept, new = set(urns), list(urns)
    while new:
        resource = graph.by_urn.get(new.pop())
        followed = {urn for _, urn in targets(graph, resource)} - kept if resource else set()
        kept |= followed
        new += followed
    providers = {each.provider for each in graph.resources if each.urn in kept}
    kept |= {urn for urn in providers if urn}
    return replace(graph, resources=tuple(each for each in graph.resources if each.urn in kept))


def swapped(resources: Iterable[Resource], changes: Mapping[str, object]) -> Iterable[Resource]:
    for each in resources:
        change = changes.get(each.urn, each)
        if isinstance(change, Resource):
            yield change


def at_prices(graph: Graph, whole: Graph, prices: Prices) -> Estimate:
    return replace(prices, usage=fitting(prices.usage, graph, whole)).estimate(graph)


@dataclass(frozen=True, slots=True)
class Costs:
    """Monthly cost by URN; None for a resource with a charge without a price."""

    by_urn: Mapping[str, Decimal | None]

    @classmethod
    def of(cls, found: Estimate) -> "Costs":
        priced = {each.urn: each.monthly_cost for each in found.resources}
        return cls({**priced, **dict.fromkeys(gap.urn for gap in found.gaps)})

    def of_all(self, urns: Iterable[str]) -> Decimal | None:
        costs = [self.by_urn.get(urn, ZERO) for urn in urns]
        return None if None in costs else sum((each for each in costs if each), ZERO)


def difference(was: Costs, will: Costs, urns: set[str]) -> Decimal | None:
    """Return None where one of the resources has no price before or after."""
    before, after = was.of_all(urns), will.of_all(urns)
    return None if before is None or after is None else before - after
