"""Command `recommendations`: show what would lower the cost of a stack."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.cost import terms_of, usage_of
from plimsoll.output import emit, finish
from plimsoll.report.formats import Layout, TradeoffsFormat, written
from plimsoll.sources import open_source

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from costing.actuals.bill import Bill


def recommendations(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    output: o.OutputOptions,
    source: o.Source = ".",
    bill: Annotated[
        str | None,
        typer.Option(
            "--bill",
            metavar="BILL",
            help="FOCUS or CUR export of the stack: resources without traffic are listed too.",
        ),
    ] = None,
    format_: Annotated[
        TradeoffsFormat, typer.Option("--format", "-f", help="Format of the recommendations.")
    ] = "table",
    *,
    verbose: o.Verbose = False,
) -> None:
    """Show changes that lower the cost of a stack, each with its monthly saving and risk.

    What each change affects is priced again.
    """
    from costing.prices.book import installed
    from costing.recommendations.recommend import recommendations as found_in
    from costing.usage.resolve import resolve

    given = open_source(source, program, pricing.region, quiet=output.quiet, verbose=verbose)
    usages = resolve(usage_of(given, pricing), given.graph)
    with opened(bill) as lines:
        found = found_in(given.graph, installed(), usages, terms_of(pricing), lines)
    emit(written("recommendations", format_, found, Layout()), output.out, quiet=output.quiet)
    finish([*exit_reasons.of_source(given.graph.source)], quiet=output.quiet)


def opened(bill: str | None) -> "AbstractContextManager[Bill | None]":
    if bill is None:
        return nullcontext()
    from costing.actuals.bill import opened as open_bill

    return open_bill(bill)
