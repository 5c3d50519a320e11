"""Command `diff`: compare the monthly cost of two versions of a stack."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions, Severity, checked
from plimsoll.commands.cost import check_usage, estimate_of, first_given, usage_of
from plimsoll.currency_options import CurrencyOptions
from plimsoll.display_options import DisplayOptions
from plimsoll.output import emit, finish
from plimsoll.progress import shown
from plimsoll.report.colour import painted
from plimsoll.report.formats import TEXTS, DiffFormat, written
from plimsoll.sources import note_callbacks

if TYPE_CHECKING:
    from costing.diff.diff import Difference, Side
    from costing.graph.source import Opened
    from plimsoll.report.diff_review import Review


def diff(
    base: Annotated[
        str,
        typer.Argument(
            metavar="BASE",
            help="Version before the change: a source, as for plimsoll cost.",
        ),
    ],
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    money: CurrencyOptions,
    output: o.OutputOptions,
    display: DisplayOptions,
    head: Annotated[
        str | None,
        typer.Argument(
            metavar="[HEAD]",
            help=(
                "Version after the change. Default: the new states of a preview file; the working "
                "tree, if BASE is a folder (compared with git:HEAD) or a git revision."
            ),
        ),
    ] = None,
    format_: Annotated[
        DiffFormat, typer.Option("--format", "-f", help="Format of the comparison.")
    ] = "table",
    profile: o.Profile = None,
    waivers: o.Waivers = None,
    changed_since: o.ChangedSince = None,
    *,
    no_check: Annotated[
        bool, typer.Option("--no-check", help="Compare the cost only, not the findings.")
    ] = False,
    fail_on: Annotated[
        Severity | None,
        typer.Option(
            "--fail-on",
            help="Exit 1 for a new violation of this severity or a higher one. Default: none.",
        ),
    ] = None,
    max_increase: Annotated[
        exit_reasons.Increase | None,
        typer.Option(
            "--max-increase",
            parser=exit_reasons.increase,
            metavar="USD|PERCENT",
            help=(
                "Largest increase of the monthly cost, in USD or as a percentage such as 5%: exit "
                "1 above it, and for an increase that is unknown. Default: no limit."
            ),
        ),
    ] = None,
    verbose: o.VerbosePreview = False,
) -> None:
    """Compare cost and findings of two versions of a stack and name the causes.

    Folders with plimsoll.yaml, or with programs only in folders below, are compared as a whole.
    """
    from plimsoll.projects.repository import is_repository, refuse_changed_since
    from plimsoll.projects.versions import sources
    from plimsoll.report import stack_names

    layout, quiet = display.layout(currency=money.chosen), output.quiet
    rules = None if no_check else RuleOptions(profile, waivers)
    if is_repository(sources(base, head)[1], program.stack):
        from plimsoll.commands.diff_projects import compared_projects
        from plimsoll.commands.report_projects import by_stack

        layout, both = by_stack(layout), sources(base, head)
        difference, review, because = compared_projects(
            both, program, pricing, limits, rules, since=changed_since, quiet=quiet
        )
    else:
        refuse_changed_since(changed_since)
        difference, review, because = compared_stack(
            (base, head), program, pricing, limits, rules, quiet=quiet, verbose=verbose
        )
    content = (difference, review)
    if format_ != "json":
        content = stack_names.comparison(difference, review)
    text = written("diff", format_, content[0], layout, content[1])
    if format_ in TEXTS:
        text = painted(text, display.color, output.out)
    emit(text, output.out, quiet=quiet)
    because += exit_reasons.of_new_findings(review, fail_on)
    because += exit_reasons.of_increase(difference, max_increase)
    finish(because, quiet=quiet)


def compared_stack(
    sources: tuple[str, str | None],
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    rules: RuleOptions | None,
    *,
    quiet: bool,
    verbose: bool,
) -> "tuple[Difference, Review, list[str]]":
    """Return the difference of a stack, its review, and the reasons of exit status 1."""
    from costing.graph.source import compare
    from plimsoll.report.diff_review import Review
    from plimsoll.warning_lines import print_warnings

    print_warnings(quiet=quiet, verbose=verbose)
    with shown(quiet=quiet):
        old, new = compare(*sources, program.stack, program.source_options(pricing.region))
    if verbose:
        note_callbacks(old, new, quiet=quiet)
    budget = first_given(limits.budget, new.settings.budget)
    with shown(quiet=quiet):
        difference = compared(old, new, pricing)
        review = Review(budget=budget)
        if rules:
            review = reviewed(old, new, rules, pricing, budget)
    because = [
        *exit_reasons.of_source(difference.base.source, difference.head.source),
        *exit_reasons.of_estimate(difference.head, allow_gaps=limits.allow_gaps, budget=budget),
    ]
    return difference, review, because


def reviewed(
    old: "Opened",
    new: "Opened",
    options: RuleOptions,
    pricing: o.PricingOptions,
    budget: Decimal | None,
) -> "Review":
    """Return the change of the findings, both sides judged by the profile of the new one."""
    from plimsoll.report.diff_review import Review
    from policies.engine.comparison import compared as compared_findings

    after = checked(new, options, pricing, allow_stale=True)
    before = checked(old, replace(options, profile=after.profile), pricing, allow_stale=True)
    return Review(compared_findings(before, after), after.profile, budget)


def compared(old: "Opened", new: "Opened", pricing: o.PricingOptions) -> "Difference":
    """Return the difference; usage of a resource that one side does not have is accepted."""
    from costing.diff.diff import difference

    check_usage(new.graph, usage_of(new, pricing, quiet=True), pricing, base=old.graph)
    return difference(side(old, new, pricing), side(new, old, pricing))


def side(this: "Opened", other: "Opened", pricing: o.PricingOptions) -> "Side":
    from costing.diff.diff import Side
    from costing.usage.file import fitting

    usage = fitting(usage_of(this, pricing), this.graph, other.graph)
    return Side(this.graph, estimate_of(this.graph, usage, pricing), usage)
