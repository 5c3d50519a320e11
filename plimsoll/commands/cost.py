"""Command `cost`: estimate the monthly cost of a stack."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.currency_options import CurrencyOptions
from plimsoll.display_options import DisplayOptions
from plimsoll.output import emit, finish, note, replace_file
from plimsoll.price_age import old_prices
from plimsoll.progress import shown
from plimsoll.report.colour import painted
from plimsoll.report.formats import TEXTS, CostFormat, pieces
from plimsoll.sources import open_source

if TYPE_CHECKING:
    from costing.estimate.estimate import Terms
    from costing.graph.resource import Graph
    from costing.graph.source import Opened
    from costing.model import Estimate
    from costing.usage.file import UsageFile


def cost(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    money: CurrencyOptions,
    output: o.OutputOptions,
    display: DisplayOptions,
    source: o.Source = ".",
    format_: Annotated[
        CostFormat, typer.Option("--format", "-f", help="Format of the estimate.")
    ] = "table",
    changed_since: o.ChangedSince = None,
    *,
    verbose: o.Verbose = False,
) -> None:
    """Estimate the monthly cost of a stack, charge by charge.

    A folder with plimsoll.yaml, or with programs only in folders below, is estimated as a whole.
    """
    from plimsoll.projects.repository import is_repository, refuse_changed_since

    layout, quiet = display.layout(verbose=verbose, currency=money.chosen), output.quiet
    if is_repository(source, program.stack):
        from plimsoll.commands.cost_projects import estimated_projects
        from plimsoll.commands.report_projects import by_stack

        layout = by_stack(layout)
        estimate, because = estimated_projects(
            source, program, pricing, limits, since=changed_since, quiet=quiet
        )
    else:
        refuse_changed_since(changed_since)
        given = open_source(source, program, pricing.region, quiet=quiet, verbose=verbose)
        with shown(quiet=quiet):
            estimate = estimated(given, pricing)
        because = [*reasons(given, estimate, limits, quiet=quiet)]
    text: str | Iterator[str] = pieces("estimate", format_, estimate, layout)
    if format_ in TEXTS:
        text = painted("".join(text), display.color, output.out)
    if format_ == "focus" and output.out is not None and output.out.suffix == ".parquet":
        from plimsoll.report.focus_parquet import as_parquet

        replace_file([as_parquet(estimate, layout)], output.out)
    else:
        emit(text, output.out, quiet=output.quiet)
    print_old_prices(estimate, quiet=output.quiet, verbose=verbose)
    finish(because, quiet=quiet)


def reasons(
    given: "Opened", estimate: "Estimate", limits: o.CostLimits, *, quiet: bool = False
) -> Iterator[str]:
    """Yield the reasons of exit status 1."""
    yield from exit_reasons.of_source(given.graph.source)
    yield from exit_reasons.of_estimate(
        estimate,
        allow_gaps=limits.allow_gaps,
        budget=first_given(limits.budget, given.settings.budget),
    )
    yield from over_part_budgets(given, estimate, quiet=quiet)


def over_part_budgets(given: "Opened", estimate: "Estimate", *, quiet: bool = False) -> list[str]:
    """Return the parts over their budget; print those that reach a threshold."""
    if not given.settings.budgets:
        return []
    from plimsoll.part_budgets import part_budgets, reasons, spent, warnings

    found = spent(estimate, part_budgets(given.settings.budgets))
    for line in warnings(found):
        note(line, quiet=quiet)
    return [*reasons(found)]


def print_old_prices(estimate: "Estimate", *, quiet: bool, verbose: bool) -> None:
    for line in old_prices(estimate, datetime.now(tz=UTC).date(), verbose=verbose):
        note(line, quiet=quiet)


def first_given(*budgets: Decimal | None) -> Decimal | None:
    return next((each for each in budgets if each is not None), None)


def estimated(given: "Opened", pricing: o.PricingOptions) -> "Estimate":
    return priced(given.graph, usage_of(given, pricing), pricing)


def priced(graph: "Graph", usage: "UsageFile", pricing: o.PricingOptions) -> "Estimate":
    """Raise UsageError for usage without effect, CallError for a --region without prices."""
    found = estimate_of(graph, usage, pricing)
    check_usage(graph, usage, pricing)
    return found


def estimate_of(graph: "Graph", usage: "UsageFile", pricing: o.PricingOptions) -> "Estimate":
    """Raise CallError for a --region without prices."""
    from costing.estimate.estimate import estimate
    from costing.prices.book import installed

    terms = terms_of(pricing)
    return estimate(
        graph,
        installed(),
        usage,
        region=terms.region,
        free_tier=terms.free_tier,
        on=terms.on,
        private_pricing=terms.private_pricing,
    )


def terms_of(pricing: o.PricingOptions) -> "Terms":
    """Return the options of an estimate. Raise CallError for a --region without prices."""
    from costing.errors import CallError, nearest
    from costing.estimate.estimate import Terms
    from costing.estimate.private_pricing import LIST_PRICES, read
    from costing.prices.book import installed

    book, region = installed(), pricing.region
    if region is not None and region not in book.prices:
        near = nearest(region, book.regions())
        raise CallError(f"--region {region}: the price book has no prices for this region{near}")
    private = read(pricing.prices) if pricing.prices else LIST_PRICES
    return Terms(region, pricing.free_tier, datetime.now(tz=UTC).date(), private)


def check_usage(
    graph: "Graph", usage: "UsageFile", pricing: o.PricingOptions, *, base: "Graph | None" = None
) -> None:
    """Raise UsageError for usage without effect on the stack, nor on the `base` of a comparison."""
    if usage.resources or usage.defaults:
        from costing.usage.without_effect import check

        check(usage, graph, base, pricing.region, datetime.now(tz=UTC).date())


def usage_of(given: "Opened", pricing: o.PricingOptions, *, quiet: bool = False) -> "UsageFile":
    """Return the usage of --usage, else of the stack's settings."""
    from costing.usage.file import UsageFile, applicable, read

    path = pricing.usage or given.settings.usage
    if path is None:
        return UsageFile()
    file, dropped = applicable(read(path), given.graph)
    if dropped:
        entries = "entry matches" if dropped == 1 else "entries match"
        note(f"{path}: {dropped} {entries} nothing in this stack", quiet=quiet)
    return file
