"""Command `report`: estimate and check a stack in one pass."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions, checked
from plimsoll.commands.cost import estimated, first_given, print_old_prices
from plimsoll.display_options import DisplayOptions
from plimsoll.output import emit, finish, line_width, note
from plimsoll.progress import shown
from plimsoll.report.colour import painted
from plimsoll.report.formats import written
from plimsoll.report_folder import studies
from plimsoll.sources import open_source

FILES = {"html": "report.html", "json": "report.json", "markdown": "report.md"}  # by format


def report(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    money: o.CurrencyOptions,
    display: DisplayOptions,
    source: o.Source = ".",
    out_dir: Annotated[
        Path,
        typer.Option("--out-dir", help="Folder for report.html, report.json and report.md."),
    ] = Path("build"),
    profile: o.Profile = None,
    waivers: o.Waivers = None,
    tradeoffs: Annotated[
        Path | None,
        typer.Option(
            "--tradeoffs",
            help="JSON result of plimsoll tradeoffs to show. Default: tradeoffs.json of --out-dir.",
        ),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan", help="JSON result of plimsoll plan to show. Default: plan.json of --out-dir."
        ),
    ] = None,
    format_: Annotated[
        Literal["summary", "tree"], typer.Option("--format", "-f", help="Format of the output.")
    ] = "summary",
    *,
    details: Annotated[
        bool, typer.Option("--details", help="Print every charge and finding, as --format tree.")
    ] = False,
    strict: o.Strict = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Estimate and check a stack in one pass; write it as HTML, JSON and Markdown."""
    from plimsoll.report.stack_content import StackReport

    layout = display.layout(verbose=verbose, currency=money.chosen, width=line_width())
    given = open_source(source, program, pricing.region, quiet=quiet, verbose=verbose)
    with shown(quiet=quiet):
        findings = checked(given, RuleOptions(profile, waivers), pricing)
        estimate = estimated(given, pricing)
    budget = first_given(limits.budget, given.settings.budget)
    because = (
        *exit_reasons.of_source(given.graph.source),
        *exit_reasons.of_findings(findings, fail_on=None, strict=strict),
        *exit_reasons.of_estimate(
            estimate,
            allow_gaps=limits.allow_gaps,
            budget=budget,
        ),
    )
    whole = StackReport(
        given.graph,
        estimate,
        findings,
        pricing.usage or given.settings.usage,
        because,
        budget,
        source,
        studies(
            out_dir,
            {"tradeoffs": tradeoffs, "plan": plan},
            given.graph.source.project,
            given.graph.source.stack,
            quiet=quiet,
        ),
    )
    of_files = replace(layout, top=None, selection=None)
    for file_format, name in FILES.items():
        emit(written("report", file_format, whole, of_files), out_dir / name, option="--out-dir")
    text = written("report", "tree" if details else format_, whole, layout)
    emit(painted(text, display.color), None, quiet=quiet)
    note(f"written: {', '.join(str(out_dir / name) for name in FILES.values())}", quiet=quiet)
    print_old_prices(estimate, quiet=quiet, verbose=verbose)
    finish(because, quiet=quiet)
