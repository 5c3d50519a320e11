"""One graph, one estimate, one list of findings and one difference over several stacks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from costing.graph.resource import Graph
from costing.model import Estimate, ResourceCost, Source
from plimsoll.report.totals import NO_COMPONENT, stack_of
from policies.engine.check import Findings
from policies.engine.profiles import Profile


def source_of(graphs: Sequence[Graph], root: Path) -> Source:
    each = [one.source for one in graphs]
    return Source(
        "program",
        root.resolve().name,
        "",
        all(one.complete for one in each),
        next((one.default_region for one in each if one.default_region), None),
        tuple(position for one in each for position in one.callbacks_not_run),
        tuple(urn for one in each for urn in one.pending_creates),
    )


def graph_of(graphs: Sequence[Graph], source: Source) -> Graph:
    resources = sorted(
        (one for graph in graphs for one in graph.resources), key=lambda one: one.urn
    )
    components = sorted(
        (one for graph in graphs for one in graph.components), key=lambda one: one.urn
    )
    return Graph(source, tuple(resources), tuple(components))


def estimate_of(estimates: Sequence[Estimate], source: Source) -> Estimate:
    """Return an estimate whose components are named after their stacks."""
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
        tuple(estimates),
    )


def with_stack(resource: ResourceCost) -> ResourceCost:
    component = resource.component or NO_COMPONENT
    return replace(resource, component=f"{stack_of(resource.urn)} {component}")


def findings_of(stacks: Mapping[str, Findings]) -> Findings:
    """Return the findings of stacks by their name."""
    each = [*stacks.values()]
    found = (finding for one in each for finding in one.found)
    profile, origin = profile_of(stacks)
    return Findings(
        profile,
        max(one.rules for one in each),
        sum(one.resources for one in each),
        tuple(sorted(found, key=lambda one: (one.finding.resource.urn, one.rule.name))),
        tuple(position for one in each for position in one.callbacks_not_run),
        next((one.default_region for one in each if one.default_region), None),
        origin,
        dict(stacks),
    )


def profile_of(stacks: Mapping[str, Findings]) -> tuple[Profile, str]:
    """Return the most common profile, and that of each stack as text if they differ."""
    profiles = Counter(one.profile for one in stacks.values())
    listed = ", ".join(f"{name} {one.profile}" for name, one in stacks.items())
    return profiles.most_common(1)[0][0], f"by stack: {listed}" if len(profiles) > 1 else ""
