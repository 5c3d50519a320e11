"""Difference that a change makes to an estimate, without estimating the whole stack again.

Only the resources whose price may depend on the change are metered again. Prices with tiers are
those of all quantities of their SKU; the others are those of the metered quantities.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.errors import PriceNotFound
from costing.estimate.changes import Change, Usages, changed, usages_of
from costing.estimate.estimate import Inventory, Terms, inventory
from costing.estimate.pricing import Metered, price, price_of
from costing.graph.dependents import dependents
from costing.graph.resource import Graph, targets
from costing.model import ZERO, Sku
from costing.prices.book import PriceBook

Pool = tuple[str, str, Sku]  # account, region, SKU


@dataclass(frozen=True, slots=True)
class Difference:
    """Cost after a change less the cost before, and the number of gaps more."""

    monthly_cost: Decimal
    gaps: int


@dataclass(frozen=True, slots=True)
class Repricing:
    """An estimated stack, and the quantities of its SKUs whose price has tiers."""

    graph: Graph
    book: PriceBook
    usages: Usages
    terms: Terms
    pools: Mapping[Pool, Sequence[Metered]]

    @classmethod
    def of(
        cls, graph: Graph, book: PriceBook, usages: Usages, terms: Terms, found: Inventory
    ) -> "Repricing":
        """Return it for a stack with this inventory."""
        pools: dict[Pool, list[Metered]] = defaultdict(list)
        for each in found.metered:
            pools[pool_of(each)].append(each)
        tiered = {pool: members for pool, members in pools.items() if has_tiers(pool, book, terms)}
        return cls(graph, book, usages, terms, tiered)

    def difference(self, change: Change) -> Difference | None:
        """Return the difference of a change; None where the whole stack has to be estimated."""
        if change.copies or change.keeps_usage or self.terms.private_pricing.costs:
            return None
        urns = dependents(self.graph, {*change.inputs, *change.removed, *change.usage})
        if urns is None:
            return None
        new = changed(self.graph, change)
        direct = {urn for each in change.inputs for _, urn in targets(new, new.by_urn[each])}
        if not direct & new.by_urn.keys() <= urns:
            return None  # the change refers to other resources
        was = self.metered(self.graph, self.usages, urns)
        will = self.metered(new, usages_of(self.graph, change, self.usages), urns)
        touched = {pool_of(each) for each in (*was.metered, *will.metered)}
        beside = [
            each
            for pool in sorted(touched & self.pools.keys(), key=str)
            for each in self.pools[pool]
            if each.resource.urn not in urns
        ]
        (before, gaps), (now, more) = (self.priced(each, beside) for each in (was, will))
        return Difference(now - before, more - gaps)

    def metered(self, graph: Graph, usages: Usages, urns: Collection[str]) -> Inventory:
        among = [each for each in graph.resources if each.urn in urns]
        return inventory(graph, usages, self.terms.region, self.terms.on, among)

    def priced(self, found: Inventory, beside: Iterable[Metered]) -> tuple[Decimal, int]:
        """Return the cost with that of other quantities of the same SKUs, and the gaps."""
        every = [*found.metered, *beside]
        every.sort(key=lambda each: each.resource.urn)
        terms = self.terms
        charges, gaps = price(every, self.book, terms.private_pricing, free_tier=terms.free_tier)
        costs = (each.effective_cost or ZERO for each in charges.values())
        return sum(costs, ZERO), len(found.gaps) + len(found.left_out) + len(gaps)


def pool_of(metered: Metered) -> Pool:
    return metered.resource.account, metered.region, metered.meter.price_sku


def has_tiers(pool: Pool, book: PriceBook, terms: Terms) -> bool:
    """Return whether a unit more does not cost as much as each other one."""
    try:
        found = price_of(book, pool[1], pool[2], terms.private_pricing)
    except PriceNotFound:
        return False
    return len((found if terms.free_tier else found.without_allowance()).tiers) > 1
