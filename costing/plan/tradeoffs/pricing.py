"""Prices of decisions: the stack is estimated again with each one reversed or taken."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from costing.estimate.estimate import Terms, at_bound
from costing.graph.resource import Graph, Resource
from costing.model import ZERO, Estimate, Source
from costing.plan.tradeoffs.model import Change, Decision, Fact, Tradeoff, Unknown
from costing.plan.tradeoffs.table import decisions
from costing.plan.tradeoffs.zones import ZoneEvents
from costing.prices.book import PriceBook
from costing.resources import PRICED
from costing.resources._shared.priced_resource import ResourceUsage
from costing.usage.resolve import no_usage

Usages = Mapping[str, ResourceUsage]  # by URN
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


def is_change(change: Change) -> bool:
    return bool(change.inputs or change.removed or change.copies)


def changed(graph: Graph, change: Change) -> Graph:
    """Return the graph with the change."""
    kept = [
        replace(each, inputs=with_inputs(each, change)) if each.urn in change.inputs else each
        for each in graph.resources
        if each.urn not in change.removed
    ]
    copies = [copy(graph.by_urn[urn], name) for urn, name in change.copies]
    return replace(graph, resources=tuple(sorted((*kept, *copies), key=lambda each: each.urn)))


def with_inputs(resource: Resource, change: Change) -> Mapping[str, object]:
    merged = {**resource.inputs, **change.inputs[resource.urn]}
    return {key: value for key, value in merged.items() if value is not None}


def copy(resource: Resource, name: str) -> Resource:
    return replace(resource, urn=copied_urn(resource, name), id=None, outputs={})


def copied_urn(resource: Resource, name: str) -> str:
    return resource.urn.removesuffix(resource.name) + name


def usages_of(graph: Graph, change: Change, usages: Usages) -> Usages:
    """Return usage with the change. Copies have none: the traffic does not grow."""
    found = dict(usages)
    for urn, name in change.copies:
        resource = graph.by_urn[urn]
        if resource.type in PRICED:
            found[copied_urn(resource, name)] = no_usage(PRICED[resource.type].usage)
    for urn, limits in change.usage.items():
        if urn in found:
            found[urn] = limited(found[urn], limits)
    return found


def limited(
    usage: ResourceUsage, limits: Mapping[str, tuple[int | None, int | None]]
) -> ResourceUsage:
    """Return usage whose stated quantities are within the limits, by key."""
    update = {}
    for name, field in type(usage).model_fields.items():
        low, high = limits.get(field.alias or name, (None, None))
        value = getattr(usage, name)
        if isinstance(value, Decimal):
            value = value if low is None else max(value, Decimal(low))
            update[name] = value if high is None else min(value, Decimal(high))
    return usage.model_copy(update=update)


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
