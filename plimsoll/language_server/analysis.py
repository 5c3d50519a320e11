"""Analysis of a project: costs, findings and gaps at their lines, made in a process of its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.language_server.values import (
    Analysis,
    ChargeLine,
    Item,
    Place,
    Problem,
    Request,
    Severity,
    failure,
    place_of,
)

if TYPE_CHECKING:
    from costing.graph.resource import Graph, Resource
    from costing.graph.source import Opened
    from costing.model import Charge, Estimate, Gap
    from costing.usage.file import UsageFile
    from policies.engine.found import Found


def analyze(request: Request) -> Analysis:
    """Preview, price and check a project. A failure of the program is a problem, not an error."""
    from costing.errors import CostingError
    from costing.graph.source import SourceOptions, opened

    options = SourceOptions(python=request.python, timeout_seconds=request.timeout_seconds)
    try:
        given = opened(str(request.folder), request.stack, options)
        return of_graph(request, given)
    except CostingError as error:
        problem = failure(str(error), request.folder)
        return Analysis(request.folder, request.stack or "", problems=(problem,), failed=True)


def of_graph(request: Request, given: "Opened") -> Analysis:
    from plimsoll.commands.check import RuleOptions, checked
    from plimsoll.commands.cost import estimate_of, usage_of
    from plimsoll.options import PricingOptions

    graph, settings = given.graph, given.settings
    pricing = PricingOptions()
    usage = usage_of(given, pricing, quiet=True)
    estimate = estimate_of(graph, usage, pricing)
    findings = checked(given, RuleOptions(request.profile), allow_stale=True)
    range_ = estimate.range
    problems = [
        *(of_finding(each, graph) for each in findings.found if each.status != "waived"),
        *(of_gap(each, graph) for each in estimate.gaps),
        *usage_problems(given, usage, request.folder),
    ]
    return Analysis(
        request.folder,
        graph.source.stack,
        tuple(items(graph, estimate)),
        tuple(problems),
        estimate.monthly_cost,
        range_.low if range_ else estimate.monthly_cost,
        range_.high if range_ else estimate.monthly_cost,
        settings.budget,
        len(estimate.gaps),
        settings.usage,
        settings.waivers,
        usage_types(graph),
    )


def usage_problems(given: "Opened", usage: "UsageFile", folder: Path) -> Iterator[Problem]:
    from costing.errors import CostingError
    from plimsoll.commands.cost import check_usage
    from plimsoll.options import PricingOptions

    try:
        check_usage(given.graph, usage, PricingOptions())
    except CostingError as error:
        yield failure(str(error), folder, "usage")


def usage_types(graph: "Graph") -> Mapping[str, str]:
    """Return the resources that have usage keys, with their types."""
    from costing.resources import PRICED
    from costing.usage.keys import usage_keys

    priced = (each for each in graph.resources if each.type in PRICED)
    return {each.name: each.type for each in priced if usage_keys(each.type)}


def items(graph: "Graph", estimate: "Estimate") -> Iterator[Item]:
    """Yield the resources and components that the program's lines declare, by URN."""
    costs = {each.urn: each for each in estimate.resources}
    gaps = estimate.gaps_by_urn
    inside: dict[str, list[Item]] = defaultdict(list)
    parents = {each.urn: each.parent for each in (*graph.components, *graph.resources)}
    for resource in graph.resources:
        priced = costs.get(resource.urn)
        charges = priced.charges if priced else ()
        cost = priced.monthly_cost if priced else Decimal(0)
        range_ = priced.range if priced else None
        item = Item(
            resource.urn,
            resource.name,
            resource.declared_type,
            place_of(resource.position) or Place("", 0),
            1,
            cost,
            range_.low if range_ else cost,
            range_.high if range_ else cost,
            len(gaps.get(resource.urn, ())),
            sum(charge.meter.quantity is None for charge in charges),
            charges=tuple(charge_line(charge) for charge in charges),
        )
        for parent in ancestors(resource.urn, parents):
            inside[parent].append(item)
        if item.place.line:
            yield item
    for component in graph.components:
        place = place_of(component.position)
        if place and inside[component.urn]:
            yield of_component(component, place, inside[component.urn])


def of_component(component: "Resource", place: Place, members: Sequence[Item]) -> Item:
    return Item(
        component.urn,
        component.name,
        component.declared_type,
        place,
        len(members),
        sum((each.cost for each in members), Decimal(0)),
        sum((each.low for each in members), Decimal(0)),
        sum((each.high for each in members), Decimal(0)),
        sum(each.gaps for each in members),
        sum(each.open for each in members),
        is_component=True,
    )


def ancestors(urn: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the parents of a resource, from the inside; a circle ends."""
    seen = {urn}
    parent = parents.get(urn)
    while parent is not None and parent not in seen:
        yield parent
        seen.add(parent)
        parent = parents.get(parent)


def charge_line(charge: "Charge") -> ChargeLine:
    from plimsoll.report.cost_table import amount, full_name, unit_price
    from plimsoll.report.explanation import title_of

    meter, price = charge.meter, charge.price
    quantity = "?" if meter.quantity is None else amount(meter.quantity)
    return ChargeLine(
        full_name(charge),
        f"{quantity} {meter.unit}",
        "" if charge.list_unit_price is None else unit_price(charge),
        charge.effective_cost if meter.quantity is not None else None,
        str(meter.sku),
        str(price.as_of) if price else "",
        title_of(price.source) if price else "",
        meter.usage,
        meter.assumed,
    )


def of_finding(found: "Found", graph: "Graph") -> Problem:
    resource, rule = found.finding.resource, found.rule
    fix = rule.fix_of(found.finding)
    return Problem(
        place_of(resource.position),
        severity_of(found),
        rule.name,
        f"{resource.name}: {rule.title} ({found.message}; fix: {fix})",
        rule.aws_docs,
        resource.name,
        resource.type,
        fix,
        called_at(resource, graph),
    )


def severity_of(found: "Found") -> Severity:
    if found.status == "unknown":
        return "information"
    return "error" if found.level == "mandatory" else "warning"


def of_gap(gap: "Gap", graph: "Graph") -> Problem:
    resource = graph.by_urn.get(gap.urn)
    what = f"{gap.name}: {gap.charge or 'all charges'}: not priced: {gap.reason}"
    return Problem(
        place_of(resource.position) if resource else None,
        "information",
        "gap",
        f"{what}; {gap.fix}" if gap.fix else what,
        resource=gap.name,
        kind=gap.type,
        called_at=called_at(resource, graph) if resource else None,
    )


def called_at(resource: "Resource", graph: "Graph") -> Place | None:
    """Return the line that creates the component with the resource, if it is another one."""
    parent = graph.by_urn.get(resource.parent or "")
    place = place_of(parent.position) if parent and not parent.custom else None
    return place if place != place_of(resource.position) else None
