"""One report over several stacks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from costing.graph.resource import Graph
from costing.model import Estimate, ResourceCost, Source
from plimsoll.projects.opening import Judged
from plimsoll.report.stack_content import StackPart, StackReport
from plimsoll.report.totals import NO_COMPONENT, stack_of
from policies.engine.check import Findings


def combined(
    stacks: Sequence[Judged], parts: Sequence[StackPart], root: Path, budget: Decimal | None
) -> StackReport:
    """Return a report whose components are named after their stacks."""
    source = source_of(stacks, root)
    first = max(stacks, key=lambda each: each.estimate.monthly_cost).deployment
    because = [f"{part.name}: {reason}" for part in parts for reason in part.because]
    return StackReport(
        graph_of(stacks, source),
        estimate_of([each.estimate for each in stacks], source),
        findings_of(stacks),
        None,
        tuple(because),
        budget,
        command_source=first.source,
        command_stack=first.stack,
        stacks=tuple(parts),
    )


def source_of(stacks: Sequence[Judged], root: Path) -> Source:
    each = [one.given.graph.source for one in stacks]
    return Source(
        "program",
        root.resolve().name,
        "",
        all(one.complete for one in each),
        next((one.default_region for one in each if one.default_region), None),
        tuple(position for one in each for position in one.callbacks_not_run),
        tuple(urn for one in each for urn in one.pending_creates),
    )


def graph_of(stacks: Sequence[Judged], source: Source) -> Graph:
    graphs = [each.given.graph for each in stacks]
    resources = sorted(
        (one for graph in graphs for one in graph.resources), key=lambda one: one.urn
    )
    components = sorted(
        (one for graph in graphs for one in graph.components), key=lambda one: one.urn
    )
    return Graph(source, tuple(resources), tuple(components))


def estimate_of(estimates: Sequence[Estimate], source: Source) -> Estimate:
    free: Counter[str] = Counter()
    for each in estimates:
        free.update(each.free)
    resources = (with_stack(one) for each in estimates for one in each.resources)
    return Estimate(
        source,
        tuple(sorted(resources, key=lambda one: one.urn)),
        dict(sorted(free.items())),
        tuple(gap for each in estimates for gap in each.gaps),
        tuple(gap for each in estimates for gap in each.not_counted),
    )


def with_stack(resource: ResourceCost) -> ResourceCost:
    component = resource.component or NO_COMPONENT
    return replace(resource, component=f"{stack_of(resource.urn)} {component}")


def findings_of(stacks: Sequence[Judged]) -> Findings:
    each = [one.findings for one in stacks]
    profiles = Counter(one.profile for one in each)
    origin = ""
    if len(profiles) > 1:
        origin = "by stack: " + ", ".join(f"{one.name} {one.findings.profile}" for one in stacks)
    found = (finding for one in each for finding in one.found)
    return Findings(
        profiles.most_common(1)[0][0],
        max(one.rules for one in each),
        sum(one.resources for one in each),
        tuple(sorted(found, key=lambda one: (one.finding.resource.urn, one.rule.name))),
        tuple(position for one in each for position in one.callbacks_not_run),
        next((one.default_region for one in each if one.default_region), None),
        origin,
    )
