"""Command `report`: estimate and check a stack in one pass."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions, checked
from plimsoll.commands.cost import estimated, first_given, print_old_prices
from plimsoll.output import emit, finish, line_width, note
from plimsoll.report.formats import Layout, written
from plimsoll.sources import open_source

FILES = {"html": "report.html", "json": "report.json", "markdown": "report.md"}  # by format


def report(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    money: o.CurrencyOptions,
    source: o.Source = ".",
    out_dir: Annotated[
        Path,
        typer.Option("--out-dir", help="Folder for report.html, report.json and report.md."),
    ] = Path("build"),
    profile: o.Profile = None,
    waivers: o.Waivers = None,
    by: o.By = "component",
    *,
    top: o.Top = 10,
    details: Annotated[
        bool, typer.Option("--details", help="Print every charge and finding. Default: a summary.")
    ] = False,
    no_project_rules: o.NoProjectRules = False,
    strict: o.Strict = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Estimate and check a stack in one pass; write it as HTML, JSON and Markdown."""
    from plimsoll.report.stack_content import StackReport

    layout = Layout(by, verbose, width=line_width(), top=top, currency=money.chosen)
    given = open_source(source, program, pricing.region, quiet=quiet, verbose=verbose)
    findings = checked(
        given, RuleOptions(profile, waivers, no_project_rules=no_project_rules), pricing
    )
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
    )
    for format_, name in FILES.items():
        emit(written("report", format_, whole, layout), out_dir / name, option="--out-dir")
    emit(written("report", "table" if details else "summary", whole, layout), None, quiet=quiet)
    note(f"written: {', '.join(str(out_dir / name) for name in FILES.values())}", quiet=quiet)
    print_old_prices(estimate, quiet=quiet, verbose=verbose)
    finish(because, quiet=quiet)
