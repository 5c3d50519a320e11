"""Recommendations of a stack: what each proposal changes is priced again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from costing.actuals import idle_resources
from costing.actuals.bill import Bill
from costing.estimate.changes import Change, Usages, changed, usages_of
from costing.estimate.estimate import Terms, at_bound, inventory, of_inventory
from costing.estimate.repricing import Difference, Repricing
from costing.graph.resource import Graph
from costing.model import ZERO, Charge, Estimate
from costing.prices.book import PriceBook
from costing.recommendations import instance_sizes, network, storage
from costing.recommendations.model import Proposal, Recommendation, Recommendations

Finder = Callable[[Graph, PriceBook], Iterator[Proposal]]
FINDERS: Mapping[str, Sequence[Finder]] = {
    "EC2, RDS, ElastiCache, OpenSearch, MQ": (instance_sizes.sizes,),
    "EBS": (storage.volumes, storage.orphans),
    "CloudWatch Logs, S3": (storage.log_retention, storage.storage_classes),
    "VPC": (network.gateway_endpoints,),
    "Lambda, ECS": (network.processors,),
}
CENT = Decimal("0.01")  # a month: smaller savings are left out


def recommendations(
    graph: Graph, book: PriceBook, usages: Usages, terms: Terms, bill: Bill | None = None
) -> Recommendations:
    """Return what would lower the cost of a stack. `usages`: by URN, expected values.

    Proposals whose change has no price are left out.
    """
    everything = inventory(graph, usages, terms.region, terms.on)
    base = of_inventory(graph, everything, book, terms)
    repricing = Repricing.of(graph, book, usages, terms, everything)
    proposals = [
        each for finders in FINDERS.values() for find in finders for each in find(graph, book)
    ]
    found = []
    for each in proposals:
        saved = saving(each, repricing, base)
        if saved is not None and saved[1] >= CENT:
            found.append(recommendation(each, *saved))
    found.sort(key=lambda each: (-each.high, each.kind, each.urn))
    source = graph.source
    if bill is None:
        return Recommendations(source.project, source.stack, base.monthly_cost, found)
    notes = [] if idle_resources.has_usage_types(bill) else [idle_resources.NO_USAGE_TYPES]
    unused = idle_resources.idle(bill, graph)
    return Recommendations(source.project, source.stack, base.monthly_cost, found, unused, notes)


def saving(
    proposal: Proposal, repricing: Repricing, base: Estimate
) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and highest saving in USD a month; None if the change has no price."""
    change = proposal.change
    if change is None:
        costs = (each.effective_cost or ZERO for each in charges_of(base, proposal))
        highest = sum(costs, ZERO) * proposal.share
        return ZERO, highest
    found = repricing.difference(change) or of_whole(change, repricing, base)
    return None if found.gaps > 0 else (-found.monthly_cost, -found.monthly_cost)


def of_whole(change: Change, before: Repricing, base: Estimate) -> Difference:
    """Return the difference of a change between two estimates of the whole stack."""
    graph = before.graph
    usages = usages_of(graph, change, before.usages)
    other = at_bound(changed(graph, change), before.book, usages, before.terms)
    return Difference(other.monthly_cost - base.monthly_cost, len(other.gaps) - len(base.gaps))


def charges_of(estimate: Estimate, proposal: Proposal) -> Iterator[Charge]:
    for resource in estimate.resources:
        if resource.urn == proposal.resource.urn:
            for charge in resource.charges:
                if charge.meter.sku.usage_type.endswith(tuple(proposal.usage_types)):
                    yield charge


def recommendation(proposal: Proposal, low: Decimal, high: Decimal) -> Recommendation:
    resource = proposal.resource
    return Recommendation(
        proposal.kind,
        resource.urn,
        resource.name,
        resource.type,
        proposal.how,
        proposal.risk,
        proposal.reason,
        low,
        high,
        proposal.group,
        resource.position,
    )
