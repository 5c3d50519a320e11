"""Estimate several stacks at once: their quantities share the price tiers of their accounts."""

from collections.abc import Sequence

from costing.estimate.estimate import Inventory, Terms, assembled, inventory
from costing.estimate.pricing import price
from costing.estimate.uncertainty import with_usage_ranges
from costing.graph.resource import Graph
from costing.model import Estimate
from costing.prices.book import PriceBook
from costing.usage.file import Bound, UsageFile, has_ranges
from costing.usage.resolve import resolve


def together(
    stacks: Sequence[tuple[Graph, UsageFile]], book: PriceBook, terms: Terms
) -> list[Estimate]:
    """Return the estimates of several stacks whose quantities share the tiers of their accounts.

    The stacks differ in project or name. Raise UsageError if a usage file does not match.
    """

    def bound(chosen: Bound) -> list[Estimate]:
        specified = [resolve(usage, graph, chosen) for graph, usage in stacks]
        found = [
            inventory(graph, own, terms.region, terms.on)
            for (graph, _), own in zip(stacks, specified, strict=True)
        ]
        return priced_together([graph for graph, _ in stacks], found, book, terms)

    mid = bound(Bound.MID)
    if not any(has_ranges(usage) for _, usage in stacks):
        return mid
    sides = zip(bound(Bound.LOW), mid, bound(Bound.HIGH), strict=True)
    return [with_usage_ranges(*each) for each in sides]


def priced_together(
    graphs: Sequence[Graph], found: Sequence[Inventory], book: PriceBook, terms: Terms
) -> list[Estimate]:
    every = [each for stack in found for each in stack.metered]
    charges, unpriced = price(every, book, terms.private_pricing, free_tier=terms.free_tier)
    estimates, first = [], 0
    for graph, own in zip(graphs, found, strict=True):
        last = first + len(own.metered)
        its = {index - first: charges[index] for index in range(first, last) if index in charges}
        urns = {each.resource.urn for each in own.metered}
        gaps = [each for each in unpriced if each.urn in urns]
        estimates.append(assembled(graph, own, its, gaps, book, terms))
        first = last
    return estimates
