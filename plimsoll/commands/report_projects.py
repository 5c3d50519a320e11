"""Report on the projects of a repository."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn

from costing.model import Estimate
from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleOptions
from plimsoll.commands.cost import first_given, print_old_prices, reasons
from plimsoll.commands.report import ReportOutput
from plimsoll.output import finish
from plimsoll.progress import shown
from plimsoll.projects import opening
from plimsoll.projects.combined import estimate_of, findings_of, graph_of, source_of
from plimsoll.projects.opening import OpenedStack
from plimsoll.projects.selection import chosen
from plimsoll.report.formats import Layout
from plimsoll.report.stack_content import StackPart, StackReport
from policies.engine.check import Findings

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
    repository = chosen(source, program.stack, since, quiet=output.quiet)
    with shown(quiet=output.quiet):
        stacks = opening.opened_stacks(repository, program.source_options(pricing.region))
        estimates = opening.estimates(stacks, pricing)
        findings = opening.findings(stacks, rules, pricing)
    own = replace(limits, budget=None)
    parts = [
        part(*each, own, pricing, strict=strict, quiet=output.quiet)
        for each in zip(stacks, estimates, findings, strict=True)
    ]
    budget = first_given(limits.budget, repository.budget)
    graphs = [each.given.graph for each in stacks]
    whole = source_of(graphs, repository.root)
    estimate = estimate_of(estimates, whole)
    because = (
        *(f"{each.name}: {reason}" for each in parts for reason in each.because),
        *exit_reasons.of_estimate(estimate, allow_gaps=True, budget=budget),
    )
    first = max(zip(estimates, stacks, strict=True), key=lambda each: each[0].monthly_cost)[1]
    content = StackReport(
        graph_of(graphs, whole),
        estimate,
        findings_of({each.name: each.findings for each in parts}),
        None,
        because,
        budget,
        command_source=first.deployment.source,
        command_stack=first.deployment.stack,
        stacks=tuple(parts),
    )
    replace(output, layout=by_stack(output.layout)).write(content)
    print_old_prices(estimate, quiet=output.quiet, verbose=output.layout.verbose)
    finish(because, quiet=output.quiet)


def by_stack(layout: Layout) -> Layout:
    """Return a layout that groups by stack unless --group-by selects another grouping."""
    return replace(layout, by=BY_STACK) if layout.by == "component" else layout


def part(
    stack: OpenedStack,
    estimate: Estimate,
    findings: Findings,
    limits: o.CostLimits,
    pricing: o.PricingOptions,
    *,
    strict: bool,
    quiet: bool,
) -> StackPart:
    def because() -> Iterator[str]:
        yield from exit_reasons.of_findings(findings, fail_on=None, strict=strict)
        yield from reasons(stack.given, estimate, limits, quiet=quiet)

    settings = stack.given.settings
    return StackPart(
        stack.name,
        stack.deployment.label,
        estimate,
        findings,
        pricing.usage or settings.usage,
        settings.budget,
        tuple(because()),
    )
