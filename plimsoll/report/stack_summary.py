"""Estimate and findings of a stack on one screen."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from heapq import nlargest

from costing.model import ZERO, Charge, Estimate, ResourceCost
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.check_table import verdict
from plimsoll.report.cost_table import (
    amount,
    at_least,
    counted,
    default_region,
    price_dates,
    spread,
    usd,
)
from plimsoll.report.escape import shortened, terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.stack_content import StackReport
from plimsoll.report.totals import open_parts, totals
from policies.engine.check import Findings
from policies.engine.found import Found
from policies.engine.profiles import SEVERITIES

BAR = "█"
NAME, MONEY, SHARE = 28, 12, 8  # characters of a column
MOST_GAPS = 5


def as_summary(report: StackReport, layout: Layout = DEFAULT_LAYOUT) -> str:
    """Return at most `layout.width` characters a line, except for lines of advice."""
    estimate = report.estimate
    blocks = [
        [headline(report), verdict(report.findings)],
        [*parts(estimate, layout)],
        [*largest_charges(estimate, layout)],
        [*findings(report.findings, layout)],
        [*not_in_total(estimate)],
    ]
    return "\n\n".join("\n".join(map(terminal, block)) for block in blocks if block) + "\n"


def headline(report: StackReport) -> str:
    estimate = report.estimate
    source = estimate.source
    name = " ".join(filter(None, (source.project, source.stack)))
    extra = "; ".join(filter(None, (at_least(len(estimate.gaps)), spread(estimate.range))))
    total = f"{name}: {usd(estimate.monthly_cost)} a month" + (f" ({extra})" if extra else "")
    if report.budget is None:
        return total
    return f"{total}, budget {usd(report.budget)}"


def parts(estimate: Estimate, layout: Layout) -> Iterator[str]:
    """Yield the most expensive parts of the total with share and bar, then the rest in one line."""
    found = [(key, value) for key, value in totals(estimate, layout.by) if value]
    if not found:
        return
    whole = estimate.monthly_cost
    room = max(layout.width - NAME - MONEY - SHARE - 3, 0)
    open_ = open_parts(estimate, layout.by)
    title = f"By {layout.by.removeprefix('tag:')}"
    yield f"{title:<{NAME}} {'USD a month':>{MONEY}} {'Share':>{SHARE}}"
    shown, rest = found[: layout.top], found[layout.top :]
    for key, value in shown:
        bar = BAR * round(float(value / found[0][1]) * room)
        note = at_least(open_[key])
        yield f"{line(key, value, whole)} {note or bar}".rstrip()
    if rest:
        cost = sum((value for _, value in rest), ZERO)
        yield line(f"{len(rest)} more (--details)", cost, whole)
    yield line("Total", whole, whole)


def line(name: str, value: Decimal, whole: Decimal) -> str:
    return f"{shortened(name, NAME):<{NAME}} {value:>{MONEY},.2f} {share(value, whole):>{SHARE}}"


def share(value: Decimal, whole: Decimal) -> str:
    return f"{value / whole * 100:.1f} %" if whole else ""


def largest_charges(estimate: Estimate, layout: Layout) -> Iterator[str]:
    charges = most_expensive(estimate, min(layout.top, 5))
    if not charges:
        return
    yield "Largest charges"
    room = max(layout.width - MONEY - 3, NAME)
    for resource, charge in charges:
        quantity = charge.meter.quantity or ZERO
        words = f"{resource.name}: {charge.meter.name}, {amount(quantity)} {charge.meter.unit}"
        yield f"  {shortened(words, room):<{room}} {charge.effective_cost or ZERO:>{MONEY},.2f}"


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
    shown = worst(violations)[: min(layout.top, 5)]
    for each in shown:
        words = f"{each.rule.severity}: {each.rule.name}: {each.finding.resource.name}"
        yield f"  {shortened(words, layout.width - 2)}"
    if len(violations) > len(shown):
        yield f"  {len(violations) - len(shown)} more (--details, or plimsoll check)"


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
