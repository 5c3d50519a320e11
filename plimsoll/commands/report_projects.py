"""Report on the projects of a repository."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from costing.errors import CallError
from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions
from plimsoll.commands.cost import print_old_prices, reasons
from plimsoll.commands.report import ReportOutput
from plimsoll.output import finish, note
from plimsoll.progress import shown
from plimsoll.projects.combined import combined
from plimsoll.projects.discovery import Repository, changed_since, repository
from plimsoll.projects.opening import Judged, judged
from plimsoll.report.stack_content import StackPart
from plimsoll.warning_lines import print_warnings

BY_STACK = "stack"


def report_projects(
    source: str,
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    limits: o.CostLimits,
    rules: RuleOptions,
    output: ReportOutput,
    *,
    strict: bool,
    since: str | None,
) -> NoReturn:
    print_warnings(quiet=output.quiet)
    chosen = selected(repository(Path(source)), program.stack, since)
    for reason in chosen.left_out:
        note(f"left out: {reason}", quiet=output.quiet)
    if not chosen.deployments:
        note(f"no project has changed since {since}", quiet=output.quiet)
        finish((), quiet=output.quiet)
    with shown(quiet=output.quiet):
        options = program.source_options(pricing.region)
        found = judged(chosen.deployments, options, pricing, rules)
    parts = [
        part(each, replace(limits, budget=None), pricing, strict=strict, quiet=output.quiet)
        for each in found
    ]
    budget = limits.budget if limits.budget is not None else chosen.budget
    whole = combined(found, parts, chosen.root, budget)
    over = exit_reasons.of_estimate(whole.estimate, allow_gaps=True, budget=budget)
    whole = replace(whole, because=(*whole.because, *over))
    layout = output.layout
    if layout.by == "component":
        layout = replace(layout, by=BY_STACK)
    replace(output, layout=layout).write(whole)
    print_old_prices(whole.estimate, quiet=output.quiet, verbose=layout.verbose)
    finish(whole.because, quiet=output.quiet)


def selected(found: Repository, stack: str | None, since: str | None) -> Repository:
    """Raise CallError for a stack that no project has."""
    if not found.deployments:
        why = f": {found.left_out[0]}" if found.left_out else ""
        raise CallError(f"{found.root}: no program in Python or YAML below{why}")
    if stack is not None:
        own = tuple(each for each in found.deployments if each.stack == stack)
        if not own:
            names = sorted({each.stack for each in found.deployments if each.stack})
            raise CallError(
                f"--stack {stack}: no project has this stack; use one of {', '.join(names)}"
            )
        found = replace(found, deployments=own)
    return found if since is None else changed_since(found, since)


def part(
    stack: Judged,
    limits: o.CostLimits,
    pricing: o.PricingOptions,
    *,
    strict: bool,
    quiet: bool,
) -> StackPart:
    settings = stack.given.settings
    return StackPart(
        stack.name,
        stack.deployment.label,
        stack.estimate,
        stack.findings,
        pricing.usage or settings.usage,
        settings.budget,
        tuple(because(stack, limits, strict=strict, quiet=quiet)),
    )


def because(stack: Judged, limits: o.CostLimits, *, strict: bool, quiet: bool) -> Iterator[str]:
    yield from exit_reasons.of_findings(stack.findings, fail_on=None, strict=strict)
    yield from reasons(stack.given, stack.estimate, limits, quiet=quiet)
