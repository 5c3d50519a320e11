"""Estimate the projects of a repository."""

from dataclasses import replace
from typing import TYPE_CHECKING

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.cost import first_given, reasons
from plimsoll.progress import shown
from plimsoll.projects import opening
from plimsoll.projects.combined import estimate_of, source_of
from plimsoll.projects.selection import chosen

if TYPE_CHECKING:
    from costing.model import Estimate


def estimated_projects(
    source: str,
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    *,
    since: str | None,
    quiet: bool,
) -> "tuple[Estimate, list[str]]":
    """Return the estimate over all stacks, and the reasons of exit status 1."""
    repository = chosen(source, program.stack, since, quiet=quiet)
    with shown(quiet=quiet):
        stacks = opening.opened_stacks(repository, program.source_options(pricing.region))
        estimates = opening.estimates(stacks, pricing)
    whole = estimate_of(
        estimates, source_of([each.given.graph for each in stacks], repository.root)
    )
    own = replace(limits, budget=None)
    because = [
        f"{stack.name}: {reason}"
        for stack, estimate in zip(stacks, estimates, strict=True)
        for reason in reasons(stack.given, estimate, own, quiet=quiet)
    ]
    budget = first_given(limits.budget, repository.budget)
    return whole, [*because, *exit_reasons.of_estimate(whole, allow_gaps=True, budget=budget)]
