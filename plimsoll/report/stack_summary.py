"""Estimate and findings of a stack on one screen."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from heapq import nlargest
from shlex import quote

from costing.estimate.steady_commitments import steady_commitments
from costing.model import ZERO, Charge, Estimate, ResourceCost
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.check_table import verdict
from plimsoll.report.columns import cut, padded, wrapped
from plimsoll.report.cost_table import (
    amount,
    at_least,
    counted,
    default_region,
    price_dates,
    spread,
    usd,
)
from plimsoll.report.diff_review import left_of
from plimsoll.report.escape import terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.selection import selected
from plimsoll.report.stack_content import StackReport
from plimsoll.report.totals import NO_COMPONENT, open_parts, totals
from policies.engine.check import Findings
from policies.engine.found import Found
from policies.engine.profiles import SEVERITIES

BAR = "█"
NAME, MONEY, SHARE = 28, 12, 8  # characters of a column
MOST_GAPS = 5
PARTS, WORST = 10, 5  # parts of the total, charges and findings that a summary lists
INDENT = "  "


def as_summary(report: StackReport, layout: Layout = DEFAULT_LAYOUT) -> str:
    """Return lines of at most `layout.width` columns."""
    estimate = report.estimate
    chosen = selected(estimate, layout.selection)
    blocks = [
        [headline(estimate), *budget(report), verdict(report.findings)],
        [*parts(estimate, chosen, layout)],
        [*largest_charges(chosen, layout)],
        [*commitment_lines(estimate, layout)],
        [*findings(report.findings, layout)],
        [*not_in_total(estimate), *next_commands(report)],
    ]
    return "\n\n".join("\n".join(fitted(block, layout.width)) for block in blocks if block) + "\n"


def fitted(block: Iterable[str], width: int) -> Iterator[str]:
    for each in block:
        own = INDENT if each.startswith(INDENT) else ""
        yield from wrapped(terminal(each), width, own + INDENT)


def headline(estimate: Estimate) -> str:
    source = estimate.source
    name = " ".join(filter(None, (source.project, source.stack)))
    extra = "; ".join(filter(None, (at_least(len(estimate.gaps)), spread(estimate.range))))
    return f"{name}: {usd(estimate.monthly_cost)} a month" + (f" ({extra})" if extra else "")


def budget(report: StackReport) -> Iterator[str]:
    if report.budget is not None:
        left = left_of(report.estimate, report.budget)
        rest = f"{usd(left)} left" if left >= 0 else f"exceeded by {usd(-left)}"
        end = " at the upper estimate" if report.estimate.range else ""
        yield f"Budget {usd(report.budget)} a month: {rest}{end}"


def parts(whole: Estimate, chosen: Estimate, layout: Layout) -> Iterator[str]:
    """Yield the most expensive parts of the total with share and bar, then the rest in one line.

    A program without components is shown by type of resource.
    """
    every = [(key, value) for key, value in totals(chosen, layout.by) if value]
    if not every:
        return
    if layout.by == "component" and [key for key, _ in every] == [NO_COMPONENT]:
        yield from parts(whole, chosen, replace(layout, by="type"))
        return
    total, name = whole.monthly_cost, name_width(layout)
    room = max(layout.width - name - MONEY - SHARE - 3, 0)
    open_ = open_parts(chosen, layout.by)
    yield f"{part_title(layout, name)} {'USD a month':>{MONEY}} {'Share':>{SHARE}}"
    minimum = layout.selection.minimum if layout.selection else ZERO
    found = [part for part in every[: layout.top or PARTS] if part[1] >= minimum]
    for key, value in found:
        bar = BAR * round(float(value / every[0][1]) * room)
        note = cut(at_least(open_[key]), room)
        yield f"{line(key, value, total, name)} {note or bar}".rstrip()
    if rest := every[len(found) :]:
        cost = sum((value for _, value in rest), ZERO)
        yield line(f"{len(rest)} more (--details)", cost, total, name)
    if chosen is not whole:
        yield line(f"Shown: {layout.selection}", chosen.monthly_cost, total, name)
    yield line("Total", total, total, name)


def name_width(layout: Layout) -> int:
    return max(min(NAME, layout.width - MONEY - SHARE - 2), len("Total"))


def part_title(layout: Layout, name: int) -> str:
    return f"{cut('By ' + layout.by.removeprefix('tag:'), name):<{name}}"


def line(title: str, value: Decimal, whole: Decimal, name: int) -> str:
    found = padded(cut(title, name), name, right=False)
    return f"{found} {value:>{MONEY},.2f} {share(value, whole):>{SHARE}}"


def share(value: Decimal, whole: Decimal) -> str:
    return f"{value / whole * 100:.1f} %" if whole else ""


def largest_charges(estimate: Estimate, layout: Layout) -> Iterator[str]:
    charges = most_expensive(estimate, min(layout.top or WORST, WORST))
    if not charges:
        return
    yield title("Largest charges", "USD a month", layout)
    for resource, charge in charges:
        name = f"{resource.name}: {charge.meter.name}"
        measure = f", {amount(charge.meter.quantity or ZERO)} {charge.meter.unit}"
        fits = len(name + measure) <= room_beside_money(layout)
        yield money_line(name + measure * fits, charge.effective_cost or ZERO, layout)


def room_beside_money(layout: Layout) -> int:
    return max(layout.width - MONEY - len(INDENT) - 1, NAME)


def title(words: str, unit: str, layout: Layout) -> str:
    """Return the title of a list of amounts, their unit above them."""
    room = room_beside_money(layout) + len(INDENT)
    return f"{padded(cut(words, room), room, right=False)} {unit:>{MONEY}}"


def money_line(words: str, value: Decimal, layout: Layout) -> str:
    room = room_beside_money(layout)
    return f"{INDENT}{padded(cut(words, room), room, right=False)} {value:>{MONEY},.2f}"


def commitment_lines(estimate: Estimate, layout: Layout) -> Iterator[str]:
    """Yield what commitments for the instances that always run would save."""
    offers = steady_commitments(estimate)
    if not offers:
        return
    saved = sum((each.monthly_saving for each in offers), ZERO)
    left = estimate.monthly_cost - saved
    words = f"Commitments (1 year, no upfront) would lower the total to {usd(left)}"
    yield title(words, "USD saved", layout)
    for each in offers:
        words = f"{each.name}, {each.hourly:.3f} USD an hour: {', '.join(each.resources)}"
        yield money_line(words, each.monthly_saving, layout)


def most_expensive(estimate: Estimate, count: int) -> list[tuple[ResourceCost, Charge]]:
    pairs = ((resource, charge) for resource in estimate.resources for charge in resource.charges)
    paid = (pair for pair in pairs if pair[1].effective_cost)
    return nlargest(count, paid, key=lambda pair: pair[1].effective_cost or ZERO)


def findings(found: Findings, layout: Layout) -> Iterator[str]:
    """Yield the number of violations by severity, and the worst ones."""
    violations = [each for each in found.found if each.status == "violation"]
    if not violations:
        return
    counts = ", ".join(
        f"{sum(each.rule.severity == severity for each in violations)} {severity}"
        for severity in SEVERITIES
    )
    yield f"Violations by severity: {counts}"
    shown = worst(violations)[: min(layout.top or WORST, WORST)]
    for each in shown:
        words = f"{each.rule.severity}: {each.rule.name}: {each.finding.resource.name}"
        yield f"{INDENT}{cut(words, layout.width - len(INDENT))}"
    if len(violations) > len(shown):
        yield f"{INDENT}{len(violations) - len(shown)} more (--details, or plimsoll check)"


def worst(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda each: (SEVERITIES.index(each.rule.severity), each.rule.name))


def not_in_total(estimate: Estimate) -> Iterator[str]:
    """Yield what the total leaves out, and the age of the prices."""
    for gap in estimate.gaps[:MOST_GAPS]:
        yield f"Gap: {gap.name}: {gap.charge or 'all charges'}: {gap.reason}"
    if len(estimate.gaps) > MOST_GAPS:
        yield f"{len(estimate.gaps) - MOST_GAPS} more gaps (--details)"
    unstated = sum(charge.meter.quantity is None for charge in estimate.charges)
    if unstated:
        yield f"Usage not specified: {counted(unstated, 'charge')} (plimsoll usage init)"
    yield from default_region(estimate.source.default_region)
    yield from callbacks_line(estimate.source.callbacks_not_run, "are not in the estimate")
    yield from price_dates(estimate)


def next_commands(report: StackReport) -> Iterator[str]:
    """Yield the commands that lead on from this summary."""
    estimate = report.estimate
    of_stack = report.command_arguments
    commands = []
    if report.findings.count("violation") or report.findings.count("unknown"):
        commands.append(f"plimsoll check {of_stack}")
    if any(charge.meter.quantity is None for charge in estimate.charges):
        commands.append(f"plimsoll usage init {of_stack} --out usage.yaml")
    if largest := most_expensive(estimate, 1):
        resource = largest[0][0]
        name = quote(f"{resource.type}::{resource.name}")
        commands.append(f"plimsoll explain {of_stack} {name}")
    yield "Next:"
    yield from (f"{INDENT}{each}" for each in commands or [f"plimsoll graph {of_stack}"])
