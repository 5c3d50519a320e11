"""Read the stacks of a repository at the same time, estimate them together, check each."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from costing.errors import CallError, CostingError
from costing.estimate.together import together
from costing.graph.source import Opened, SourceOptions, opened
from costing.prices.book import installed
from plimsoll.commands.check import RuleOptions, checked
from plimsoll.commands.cost import check_usage, terms_of, usage_of
from plimsoll.options import PricingOptions
from plimsoll.projects.discovery import Deployment
from plimsoll.projects.parallel import results
from policies.engine.check import Findings

if TYPE_CHECKING:
    from costing.model import Estimate

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judged:
    """A stack with its estimate and findings."""

    deployment: Deployment
    given: Opened
    estimate: "Estimate"
    findings: Findings

    @property
    def name(self) -> str:
        source = self.given.graph.source
        return f"{source.project}/{source.stack}"


def judged(
    deployments: Sequence[Deployment],
    options: SourceOptions,
    pricing: PricingOptions,
    rules: RuleOptions,
) -> list[Judged]:
    """Raise CostingError, with the stack in front, for one that cannot be read."""
    tasks = [partial(read, each, options) for each in deployments]
    given = results(tasks, os.cpu_count() or 1, "Running the programs of stacks")
    refuse_twins(given)
    stacks = []
    for deployment, one in zip(deployments, given, strict=True):
        usage = named(deployment, partial(usage_of, one, pricing))
        named(deployment, partial(check_usage, one.graph, usage, pricing))
        stacks.append((one.graph, usage))
    estimates = together(stacks, installed(), terms_of(pricing))
    found = [
        named(deployment, partial(checked, one, rules, pricing))
        for deployment, one in zip(deployments, given, strict=True)
    ]
    every = zip(deployments, given, estimates, found, strict=True)
    return [Judged(*each) for each in every]


def read(deployment: Deployment, options: SourceOptions) -> Opened:
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
    resources = tuple(
        replace(each, account="/".join(filter(None, (deployment.account, each.account))))
        for each in found.graph.resources
    )
    return Opened(replace(found.graph, resources=resources), settings)


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
