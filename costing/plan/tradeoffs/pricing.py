"""Prices of decisions: the stack is estimated again with each one reversed or taken."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.estimate.changes import Change, Usages, changed, copied_urn, is_change, usages_of
from costing.estimate.estimate import Terms, at_bound
from costing.graph.resource import Graph
from costing.model import ZERO, Estimate, Source
from costing.plan.tradeoffs.model import Decision, Fact, Tradeoff, Unknown
from costing.plan.tradeoffs.table import decisions
from costing.plan.tradeoffs.zones import ZoneEvents
from costing.prices.book import PriceBook
from costing.resources import PRICED

Estimator = Callable[[Graph, Usages], Estimate]


@dataclass(frozen=True, slots=True)
class Tradeoffs:
    """All decisions of a stack, by USD for a minute saved."""

    source: Source
    monthly_cost: Decimal
    modelled: Sequence[Tradeoff]
    not_modelled: Sequence[Tradeoff]
    unknown: Sequence[Unknown]

    @property
    def facts(self) -> Sequence[Fact]:
        """Return each figure that the models use, once."""
        sides = [
            side
            for each in self.modelled
            for side in (each.decision.with_it, each.decision.without)
        ]
        found = {fact: None for side in sides if side.service for fact in side.service.facts}
        return sorted(found, key=lambda fact: (fact.origin, fact.name))


def tradeoffs(
    graph: Graph, book: PriceBook, usages: Usages, terms: Terms, events: ZoneEvents
) -> Tradeoffs:
    """Return the decisions of a graph with their prices.

    `usages`: usage of each priced resource by URN, expected values.
    """

    def estimate(changed: Graph, specified: Usages) -> Estimate:
        return at_bound(changed, book, specified, terms)

    base = estimate(graph, usages)
    found = [*decisions(graph, events)]
    priced = [
        price(each, graph, usages, base, estimate) for each in found if isinstance(each, Decision)
    ]
    return Tradeoffs(
        graph.source,
        base.monthly_cost,
        sorted((each for each in priced if each.minutes is not None), key=order),
        sorted((each for each in priced if each.minutes is None), key=order),
        [each for each in found if isinstance(each, Unknown)],
    )


def order(each: Tradeoff) -> tuple[bool, Decimal, Decimal, str, str]:
    """Sort by USD for a minute; without one, by cost, the highest first."""
    rate = each.usd_a_minute
    cost = each.monthly_cost or ZERO
    return rate is None, rate or ZERO, -cost, each.decision.kind, each.decision.resource.urn


def price(
    decision: Decision, graph: Graph, usages: Usages, base: Estimate, estimate: Estimator
) -> Tradeoff:
    change = decision.change
    if not is_change(change):
        return Tradeoff(decision, ZERO)
    other = estimate(changed(graph, change), usages_of(graph, change, usages))
    gaps = [gap for gap in (*base.gaps, *other.gaps) if gap.urn in repriced(graph, change)]
    reason = gaps[0].reason if gaps else None
    more = base.monthly_cost - other.monthly_cost
    if change.keeps_usage:
        more -= usage_cost(base, change)
    cost = more if decision.taken else -more
    moving = change.removed if change.keeps_usage else frozenset[str]()
    copies = {copied_urn(graph.by_urn[urn], name) for urn, name in change.copies}
    keys = unstated(other, copies) ^ unstated(base, moving)
    if reason and not (change.removed and cost):
        return Tradeoff(decision, None, reason, sorted(keys))
    return Tradeoff(decision, cost, reason, sorted(keys))


def repriced(graph: Graph, change: Change) -> set[str]:
    """Return the URNs of resources whose cost may change: a gap of theirs hides a part of it."""
    found = {copied_urn(graph.by_urn[urn], name) for urn, name in change.copies} | change.removed
    for urn, inputs in change.inputs.items():
        model = PRICED.get(graph.by_urn[urn].type)
        read = {field.alias or name for name, field in model.model_fields.items()} if model else ()
        if not inputs.keys().isdisjoint(read):
            found.add(urn)
    return found


def unstated(estimate: Estimate, without: Collection[str]) -> set[str]:
    """Return the usage keys on which a charge depends, with the name of the resource.

    `without`: URNs of resources whose usage moves to others.
    """
    return {
        f"{charge.meter.usage} of {resource.name}"
        for resource in estimate.resources
        if resource.urn not in without
        for charge in resource.charges
        if charge.meter.quantity is None and charge.meter.usage
    }


def usage_cost(base: Estimate, change: Change) -> Decimal:
    """Return USD of removed resources that depends on usage, which moves to other resources."""
    return sum(
        (
            charge.effective_cost or ZERO
            for resource in base.resources
            if resource.urn in change.removed
            for charge in resource.charges
            if charge.meter.usage is not None
        ),
        ZERO,
    )
