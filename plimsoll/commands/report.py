"""Command `report`: estimate and check a stack in one pass."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions, checked
from plimsoll.commands.cost import estimated, first_given, print_old_prices
from plimsoll.output import emit, finish, note
from plimsoll.report.formats import Layout, written
from plimsoll.sources import open_source


def report(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    source: o.Source = ".",
    out_dir: Annotated[
        Path,
        typer.Option("--out-dir", help="Folder to write report.json and report.md to."),
    ] = Path("build"),
    profile: o.Profile = None,
    waivers: o.Waivers = None,
    by: o.By = "component",
    *,
    strict: o.Strict = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Estimate and check a stack in one pass; write report.json and report.md."""
    from plimsoll.report.stack_report import StackReport

    given = open_source(source, program, pricing.region, quiet=quiet, verbose=verbose)
    findings = checked(given, RuleOptions(profile, waivers), pricing)
    estimate = estimated(given, pricing)
    because = (
        *exit_reasons.of_source(given.graph.source),
        *exit_reasons.of_findings(findings, fail_on=None, strict=strict),
        *exit_reasons.of_estimate(
            estimate,
            allow_gaps=limits.allow_gaps,
            budget=first_given(limits.budget, given.settings.budget),
        ),
    )
    whole = StackReport(estimate, findings, pricing.usage or given.settings.usage, because)
    layout = Layout(by, verbose)
    for format_, name in (("json", "report.json"), ("markdown", "report.md")):
        emit(written("report", format_, whole, layout), out_dir / name, option="--out-dir")
    emit(written("report", "table", whole, layout), None, quiet=quiet)
    note(f"written: {out_dir / 'report.json'}, {out_dir / 'report.md'}", quiet=quiet)
    print_old_prices(estimate, quiet=quiet)
    finish(because, quiet=quiet)
