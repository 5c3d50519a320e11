"""What putting a finding right is worth a month: our estimate as it is, less as it would be.

Both are estimates of the same part of the stack: the resources that a rule would change, those
whose price reads them (a group its launch template), and all that these refer to.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from costing.diff.diff import fitting
from costing.estimate.estimate import estimate
from costing.graph.resource import Graph, Resource, targets
from costing.model import Estimate
from costing.prices.book import PriceBook
from costing.usage.file import UsageFile
from policies.engine.finding import Finding
from policies.engine.logic import UnknownInput
from policies.engine.rule import Rule, Settings
from policies.engine.stack import Stack

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Prices:
    """What savings are counted by."""

    book: PriceBook
    usage: UsageFile
    today: date

    def estimate(self, graph: Graph) -> Estimate:
        return estimate(graph, self.book, self.usage, on=self.today)


def savings(
    rule: Rule, found: Sequence[Finding], stack: Stack, settings: Settings, prices: Prices
) -> Mapping[str, Decimal]:
    """Return URN → USD a month, below zero where it costs more to have it right.

    Left out: what the rule cannot say how to put right, what has no price, and what depends on a
    resource that two findings would change.
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
    readers = {urn: reading(graph, urn) for urn in changes}
    part = around(graph, {urn for urns in readers.values() for urn in urns})
    changed = replace(part, resources=tuple(swapped(part.resources, changes)))
    was, will = (at_prices(each, part, prices) for each in (part, changed))
    shared = Counter(urn for urns in readers.values() for urn in urns)
    worth = {
        urn: difference(was, will, urns)
        for urn, urns in readers.items()
        if all(shared[each] == 1 for each in urns)
    }
    return {urn: saved for urn, saved in worth.items() if saved is not None}


UNCHANGED = object()


def would_be(rule: Rule, resource: Resource, stack: Stack, settings: Settings) -> object:
    """Return the resource as the rule wants it, None for one that should not be there."""
    change = rule.remedy or rule.instead
    if change is None or not resource.custom:
        return UNCHANGED
    try:
        inputs = change(resource, stack, settings)
    except UnknownInput:
        return UNCHANGED
    if inputs is None:
        return None
    return UNCHANGED if inputs == resource.inputs else replace(resource, inputs=inputs)


def reading(graph: Graph, urn: str) -> set[str]:
    """Return a resource and all that refer to it, directly or by others."""
    found, new = {urn}, [urn]
    while new:
        referring = {each.urn for each, _ in graph.referred.get(new.pop(), ())} - found
        found |= referring
        new += referring
    return found


def around(graph: Graph, urns: set[str]) -> Graph:
    """Return the part of a graph that these resources, and what they refer to, make."""
    kept, new = set(urns), list(urns)
    while new:
        resource = graph.by_urn.get(new.pop())
        led = {urn for _, urn in targets(graph, resource)} - kept if resource else set()
        kept |= led
        new += led
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


def difference(was: Estimate, will: Estimate, urns: set[str]) -> Decimal | None:
    """Return None where one of the resources has no price before or after."""
    if any(gap.urn in urns for each in (was, will) for gap in each.gaps):
        return None
    before, after = (
        sum((each.monthly_cost for each in side.resources if each.urn in urns), Decimal(0))
        for side in (was, will)
    )
    return before - after


def words(saved: Decimal) -> str:
    """Return what a message says of a saving; nothing where it is no cent."""
    amount = abs(saved).quantize(CENT)
    if not amount:
        return ""
    if saved < 0:
        return f"; costs {amount:,} USD a month more"
    return f"; saves {amount:,} USD a month"
