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
    """Compare cost and findings of two versions of a stack and name the causes."""
    from costing.graph.source import compare
    from plimsoll.report.diff_review import Review
    from plimsoll.warning_lines import print_warnings

    layout = display.layout(currency=money.chosen)
    print_warnings(quiet=output.quiet, verbose=verbose)
    with shown(quiet=output.quiet):
        old, new = compare(base, head, program.stack, program.source_options(pricing.region))
    if verbose:
        note_callbacks(old, new, quiet=output.quiet)
    budget = first_given(limits.budget, new.settings.budget)
    with shown(quiet=output.quiet):
        difference = compared(old, new, pricing)
        review = Review(budget=budget)
        if not no_check:
            review = reviewed(old, new, RuleOptions(profile, waivers), pricing, budget)
    text = written("diff", format_, difference, layout, review)
    if format_ in TEXTS:
        text = painted(text, display.color, output.out)
    emit(text, output.out, quiet=output.quiet)
    because = [
        *exit_reasons.of_source(difference.base.source, difference.head.source),
        *exit_reasons.of_estimate(
            difference.head,
            allow_gaps=limits.allow_gaps,
            budget=budget,
        ),
        *exit_reasons.of_new_findings(review, fail_on),
        *exit_reasons.of_increase(difference, max_increase),
    ]
    finish(because, quiet=output.quiet)


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
