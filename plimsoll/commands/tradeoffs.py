"""Command `tradeoffs`: show what each availability decision of a stack costs and gains."""

from typing import Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.cost import terms_of, usage_of
from plimsoll.output import emit, finish
from plimsoll.progress import shown
from plimsoll.report.formats import Layout, TradeoffsFormat, written
from plimsoll.report_folder import ReportDir, add_study
from plimsoll.sources import open_source

HOURS_PER_YEAR = 8760


def tradeoffs(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    output: o.OutputOptions,
    source: o.Source = ".",
    format_: Annotated[
        TradeoffsFormat, typer.Option("--format", "-f", help="Format of the decisions.")
    ] = "table",
    zone_events: Annotated[
        float,
        typer.Option(
            "--zone-events",
            min=0.0,
            help="Assumed failures of an Availability Zone in a year; AWS publishes no rate.",
        ),
    ] = 0.15,
    zone_hours: Annotated[
        float,
        typer.Option(
            "--zone-hours",
            min=0.0,
            help="Assumed mean duration of the failure of an Availability Zone, in hours.",
        ),
    ] = 3.0,
    report_dir: ReportDir = None,
    *,
    verbose: o.Verbose = False,
) -> None:
    """Show what each availability decision of a stack costs and which service it buys.

    The stack is estimated again with each decision reversed or taken.
    """
    from costing.errors import CallError
    from costing.plan.tradeoffs.pricing import tradeoffs as found_in
    from costing.plan.tradeoffs.zones import ZoneEvents
    from costing.prices.book import installed
    from costing.usage.resolve import resolve

    if zone_events * zone_hours > HOURS_PER_YEAR:
        raise CallError(
            f"--zone-events {zone_events:g}: times --zone-hours {zone_hours:g} exceeds the "
            f"{HOURS_PER_YEAR} hours of a year; lower one of them"
        )
    given = open_source(source, program, pricing.region, quiet=output.quiet, verbose=verbose)
    usages = resolve(usage_of(given, pricing), given.graph)
    events = ZoneEvents(zone_events, zone_hours)
    with shown(quiet=output.quiet):
        found = found_in(given.graph, installed(), usages, terms_of(pricing), events)
    emit(written("tradeoffs", format_, found, Layout()), output.out, quiet=output.quiet)
    add_study(
        "tradeoffs",
        written("tradeoffs", "json", found),
        report_dir,
        stack=(found.source.project, found.source.stack),
        quiet=output.quiet,
    )
    finish([*exit_reasons.of_source(found.source)], quiet=output.quiet)
