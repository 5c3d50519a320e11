"""Read the stacks of a repository at the same time, estimate them together, check each."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from costing.errors import CallError, CostingError
from costing.estimate.together import together
from costing.graph.resource import Graph, Resource
from costing.graph.source import Opened, SourceOptions, opened
from costing.model import Estimate, Source
from costing.prices.book import installed
from costing.usage.file import UsageFile, fitting
from plimsoll.commands.check import RuleOptions, checked
from plimsoll.commands.cost import check_usage, terms_of, usage_of
from plimsoll.options import PricingOptions
from plimsoll.projects.discovery import Deployment, Repository
from plimsoll.projects.parallel import results
from policies.engine.check import Findings
from policies.engine.errors import WaiverError
from policies.engine.waivers import Waiver
from policies.engine.waivers import read as read_waivers

T = TypeVar("T")
NO_GRAPH = Graph(Source("program", "", ""), (), ())


@dataclass(frozen=True, slots=True)
class OpenedStack:
    """A stack with its graph and settings."""

    deployment: Deployment
    given: Opened

    @property
    def name(self) -> str:
        return name_of(self.given)


def name_of(given: Opened) -> str:
    source = given.graph.source
    return f"{source.project}/{source.stack}"


def opened_stacks(found: Repository, options: SourceOptions) -> list[OpenedStack]:
    """Raise CostingError, with the stack in front, for one that cannot be read."""
    tasks = [partial(read, found.root, each, options) for each in found.deployments]
    given = results(tasks, os.cpu_count() or 1, "Running the programs of stacks")
    refuse_twins(given)
    every = zip(found.deployments, given, strict=True)
    return [OpenedStack(*each) for each in every]


def estimates(stacks: Sequence[OpenedStack], pricing: PricingOptions) -> list[Estimate]:
    """Return an estimate a stack, whose quantities share the tiers of their accounts."""
    whole = union([each.given.graph for each in stacks]) if pricing.usage else None
    found = [usage_in(each, whole, pricing) for each in stacks]
    for each, usage in zip(stacks, found, strict=True):
        check = partial(check_usage, each.given.graph, usage, pricing, base=whole)
        named(each.deployment, check)
    graphs = [each.given.graph for each in stacks]
    return together([*zip(graphs, found, strict=True)], installed(), terms_of(pricing))


def usage_in(stack: OpenedStack, others: Graph | None, pricing: PricingOptions) -> UsageFile:
    """Return the usage of a stack, without entries that match resources of `others` only."""
    usage = named(stack.deployment, partial(usage_of, stack.given, pricing))
    return usage if others is None else fitting(usage, stack.given.graph, others)


def union(graphs: Sequence[Graph]) -> Graph:
    return replace(NO_GRAPH, resources=tuple(one for each in graphs for one in each.resources))


def findings(
    stacks: Sequence[OpenedStack],
    rules: RuleOptions,
    pricing: PricingOptions | None = None,
    *,
    allow_stale: bool = False,
) -> list[Findings]:
    """Raise WaiverError for a waiver of --waivers without a finding in any stack."""
    shared = rules.waivers is not None
    found = [
        named(
            each.deployment,
            partial(checked, each.given, rules, pricing, allow_stale=shared or allow_stale),
        )
        for each in stacks
    ]
    is_selection = rules.only or rules.skip or rules.framework
    if rules.waivers is not None and not allow_stale and not is_selection:
        refuse_stale(read_waivers(rules.waivers), found)
    return found


def refuse_stale(waivers: Collection[Waiver], found: Sequence[Findings]) -> None:
    every = [each for stack in found for each in stack.found]
    left = [
        waiver
        for waiver in waivers
        if not any(
            waiver.rule in {each.rule.name, *each.subsumes}
            and any(map(waiver.names, (each.finding.resource, *each.others)))
            for each in every
        )
    ]
    if left:
        listed = ", ".join(map(str, left))
        raise WaiverError(f"waivers match no finding in any stack; remove them: {listed}")


def read(root: Path, deployment: Deployment, options: SourceOptions) -> Opened:
    found = named(deployment, partial(opened, deployment.source, deployment.stack, options))
    own, given = deployment.settings, found.settings
    settings = replace(
        given,
        **{
            field.name: getattr(own, field.name)
            for field in fields(own)
            if getattr(own, field.name) is not None
        },
    )
    folder = os.path.relpath(deployment.folder, root)
    resources = tuple(in_repository(each, deployment, folder) for each in found.graph.resources)
    return Opened(replace(found.graph, resources=resources), settings)


def in_repository(resource: Resource, deployment: Deployment, folder: str) -> Resource:
    """Return a resource with its account, and its position from the repository's folder."""
    position = resource.position
    if position is not None and not Path(position).is_absolute():
        position = os.path.normpath(os.path.join(folder, position))  # noqa: PTH118 (resolves "..")
    account = "/".join(filter(None, (deployment.account, resource.account)))
    return replace(resource, account=account, position=position)


def named(deployment: Deployment, task: Callable[[], T]) -> T:
    try:
        return task()
    except CostingError as error:
        raise CallError(f"{deployment.label}: {error}") from error


def refuse_twins(given: Sequence[Opened]) -> None:
    names = Counter((each.graph.source.project, each.graph.source.stack) for each in given)
    for (project, stack), count in names.items():
        if count > 1:
            raise CallError(
                f"{count} sources are project {project}, stack {stack}; rename one, or leave it "
                "out of plimsoll.yaml"
            )
