"""Compare two versions of the projects of a repository."""

from dataclasses import replace
from typing import TYPE_CHECKING

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions
from plimsoll.commands.cost import first_given
from plimsoll.output import finish, note
from plimsoll.progress import shown
from plimsoll.projects.differences import differences, reviewed
from plimsoll.projects.versions import Pair, paired, versions
from plimsoll.report.diff_review import Review
from plimsoll.warning_lines import print_warnings

if TYPE_CHECKING:
    from costing.diff.diff import Difference
    from costing.model import Estimate


def compared_projects(
    sources: tuple[str, str],
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    rules: RuleOptions | None,
    *,
    since: str | None,
    quiet: bool,
) -> "tuple[Difference, Review, list[str]]":
    """Return the difference over all stacks, its review, and the reasons of exit status 1.

    `rules`: None to compare the cost only.
    """
    print_warnings(quiet=quiet)
    sides = versions(*sources, program.stack, since)
    for reason in sides[1].found.left_out:
        note(f"left out: {reason}", quiet=quiet)
    if not any(side.found.deployments for side in sides):
        note(f"no project has changed since {since}", quiet=quiet)
        finish((), quiet=quiet)
    with shown(quiet=quiet):
        options = program.source_options(pricing.region)
        old, new = (side.opened(options) for side in sides)
        pairs = paired(old, new)
        difference, of_head = differences(pairs, sides, pricing)
        review = reviewed(pairs, rules, pricing) if rules else Review()
    budget = first_given(limits.budget, sides[1].found.budget)
    because = [
        *stack_reasons(pairs, of_head, replace(limits, budget=None)),
        *exit_reasons.of_estimate(difference.head, allow_gaps=True, budget=budget),
    ]
    return difference, replace(review, budget=budget), because


def stack_reasons(
    pairs: dict[str, Pair], estimates: "dict[str, Estimate]", limits: o.CostLimits
) -> list[str]:
    """Return the reasons of exit status 1 of each stack, with its name."""
    found = []
    for name, (old, new) in pairs.items():
        graphs = [each.given.graph.source for each in (old, new) if each]
        own = [*exit_reasons.of_source(*graphs)]
        if new is not None:
            budget = new.given.settings.budget
            own += exit_reasons.of_estimate(
                estimates[name], allow_gaps=limits.allow_gaps, budget=budget
            )
        found += [f"{name}: {reason}" for reason in own]
    return found
