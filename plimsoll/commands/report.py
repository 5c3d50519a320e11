"""Command `report`: estimate and check a stack in one pass."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions, checked
from plimsoll.commands.cost import estimated, first_given, print_old_prices, reasons
from plimsoll.currency_options import CurrencyOptions
from plimsoll.display_options import ColorMode, DisplayOptions
from plimsoll.output import emit, finish, line_width, note
from plimsoll.progress import shown
from plimsoll.report.colour import painted
from plimsoll.report.formats import Layout, written
from plimsoll.report_folder import studies
from plimsoll.sources import open_source

if TYPE_CHECKING:
    from plimsoll.report.stack_content import StackReport

FORMAT = Literal["summary", "tree"]
FILES = {"html": "report.html", "json": "report.json", "markdown": "report.md"}  # by format


@dataclass(frozen=True, slots=True)
class ReportOutput:
    """Files and terminal format of a report."""

    folder: Path
    layout: Layout
    format_: FORMAT
    color: ColorMode
    quiet: bool

    def write(self, whole: "StackReport") -> None:
        """Write the files, complete, and print what the layout selects."""
        of_files = replace(self.layout, top=None, selection=None)
        for format_, name in FILES.items():
            text = written("report", format_, whole, of_files)
            emit(text, self.folder / name, option="--out-dir")
        text = written("report", self.format_, whole, self.layout)
        emit(painted(text, self.color), None, quiet=self.quiet)
        names = ", ".join(str(self.folder / name) for name in FILES.values())
        note(f"written: {names}", quiet=self.quiet)


def report(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    money: CurrencyOptions,
    display: DisplayOptions,
    source: o.Source = ".",
    out_dir: Annotated[
        Path,
        typer.Option("--out-dir", help="Folder for report.html, report.json and report.md."),
    ] = Path("build"),
    profile: o.Profile = None,
    waivers: o.Waivers = None,
    changed_since: o.ChangedSince = None,
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
        FORMAT, typer.Option("--format", "-f", help="Format of the output.")
    ] = "summary",
    *,
    details: Annotated[
        bool, typer.Option("--details", help="Print every charge and finding, as --format tree.")
    ] = False,
    no_project_rules: o.NoProjectRules = False,
    strict: o.Strict = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Estimate and check a stack in one pass; write it as HTML, JSON and Markdown.

    A folder with plimsoll.yaml, or with programs only in folders below, is reported as a whole.
    """
    from plimsoll.projects.repository import is_repository, refuse_changed_since
    from plimsoll.report.stack_content import StackReport

    layout = display.layout(verbose=verbose, currency=money.chosen, width=line_width())
    output = ReportOutput(out_dir, layout, "tree" if details else format_, display.color, quiet)
    if is_repository(source, program.stack):
        from plimsoll.commands.report_projects import report_projects

        rules = RuleOptions(profile, waivers, no_project_rules=no_project_rules)
        report_projects(
            source, program, pricing, limits, rules, output, strict=strict, since=changed_since
        )
    refuse_changed_since(changed_since)
    given = open_source(source, program, pricing.region, quiet=quiet, verbose=verbose)
    options = RuleOptions(profile, waivers, no_project_rules=no_project_rules)
    with shown(quiet=quiet):
        findings = checked(given, options, pricing)
        estimate = estimated(given, pricing)
    budget = first_given(limits.budget, given.settings.budget)
    because = (
        *exit_reasons.of_findings(findings, fail_on=None, strict=strict),
        *reasons(given, estimate, limits, quiet=quiet),
    )
    whole = StackReport(
        given.graph,
        estimate,
        findings,
        pricing.usage or given.settings.usage,
        because,
        budget,
        source,
        studies=studies(
            out_dir,
            {"tradeoffs": tradeoffs, "plan": plan},
            given.graph.source.project,
            given.graph.source.stack,
            quiet=quiet,
        ),
    )
    output.write(whole)
    print_old_prices(estimate, quiet=quiet, verbose=verbose)
    finish(because, quiet=quiet)
