"""Availability decisions as a table, and the texts that the Markdown shares."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from costing.plan.tradeoffs.model import Decision, Fact, Service, Tradeoff, Unknown
from costing.plan.tradeoffs.pricing import Tradeoffs
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.cost_table import counted, grid, row, text, usd
from plimsoll.report.escape import terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.sections import Section

MODELLED = (
    "Modelled decision",
    "Monthly cost",
    "Lost with",
    "without",
    "Degraded with",
    "without",
    "Saved",
    "USD/minute",
    "Setting",
)
OTHERS = ("Decision without a model", "Monthly cost", "Setting and reason")
RECOVERY = ("Recovery", "With the decision", "Without")
FACTS = ("Figure", "Value", "Origin", "Date", "Source")
MOST_KEYS = 2
MINUTES = (
    "Minutes a year. Lost: no service. Degraded: less than the needed capacity. Saved: minutes of "
    "full outage with as much unserved demand. Rows do not add up: each is for its resource alone."
)
LEVELS = (
    "A service level (SLA) is the availability below which AWS pays credits, not a measured one."
)


def as_table(found: Tradeoffs, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join([*blocks(found)])


def blocks(found: Tradeoffs) -> Iterator[str]:
    every = [*sections(found)]
    if not every:
        yield "No availability decision found.\n"
        return
    for each in every:
        if each.rows:
            yield lines(each.columns, each.rows)
        if each.lines:
            yield "".join(f"{terminal(line)}\n" for line in each.lines)


def sections(found: Tradeoffs) -> Iterator[Section]:
    """Yield the tables of the decisions; nothing for a stack without a decision."""
    if not (found.modelled or found.not_modelled or found.unknown):
        return
    if found.modelled:
        rows = [modelled_row(each) for each in found.modelled]
        yield Section("Modelled decisions", MODELLED, rows)
    if found.not_modelled:
        rows = [other_row(each) for each in found.not_modelled]
        yield Section("Decisions without a model", OTHERS, rows)
    if recovery := [*recovery_rows(found)]:
        yield Section("Recovery", RECOVERY, recovery)
    if found.unknown:
        yield Section("Not read", (), (), [*unknown_lines(found.unknown)])
    if found.facts:
        yield Section("Figures", FACTS, [fact_row(each) for each in found.facts])
    yield Section("Notes", (), (), [*notes(found)])


def lines(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    table = grid(*columns)
    for cells in rows:
        row(table, *cells)
    return text(table)


def notes(found: Tradeoffs) -> Iterator[str]:
    yield f"Stack: {usd(found.monthly_cost)} a month"
    if found.modelled:
        yield MINUTES
        yield LEVELS
    yield from callbacks_line(found.source.callbacks_not_run, "are not among the decisions")


def modelled_row(each: Tradeoff) -> tuple[str, ...]:
    decision = each.decision
    with_it, without = decision.with_it.service, decision.without.service
    return (
        title(decision),
        cost(each),
        *pair(with_it, without, "lost_minutes"),
        *pair(with_it, without, "degraded_minutes"),
        minutes(each.minutes or 0.0),
        rate(each),
        "; ".join(filter(None, (setting(decision), reason(each)))),
    )


def pair(with_it: Service | None, without: Service | None, name: str) -> Iterator[str]:
    for each in (with_it, without):
        yield "" if each is None else minutes(getattr(each, name))


def other_row(each: Tradeoff) -> tuple[str, ...]:
    why = reason(each)
    return (
        title(each.decision),
        cost(each),
        "; ".join(filter(None, (setting(each.decision), why, each.decision.not_modelled))),
    )


def recovery_rows(found: Tradeoffs) -> Iterator[tuple[str, ...]]:
    """Yield what is lost and when service is back, where a decision changes either."""
    for each in (*found.modelled, *found.not_modelled):
        with_it, without = each.decision.with_it, each.decision.without
        points = with_it.recovery_point, without.recovery_point
        if any(points) and points[0] != points[1]:
            yield f"{title(each.decision)}: data lost", *(point or "not known" for point in points)
        times = with_it.recovery_time, without.recovery_time
        if any(times) and times[0] != times[1]:
            yield f"{title(each.decision)}: time", *(time or "not known" for time in times)


def unknown_lines(found: Sequence[Unknown]) -> Iterator[str]:
    yield f"Not read: {counted(len(found), 'decision')}"
    for each in found:
        yield f"  {each.kind} of {each.resource.name} ({each.resource.type}): {each.reason}"


def fact_row(fact: Fact) -> tuple[str, ...]:
    return fact.name, fact.value, fact.origin, fact.as_of, fact.source


def title(decision: Decision) -> str:
    return f"{decision.kind} of {decision.resource.name}"


def setting(decision: Decision) -> str:
    now, other = decision.now.text, decision.without if decision.taken else decision.with_it
    return f"{now}; {'without' if decision.taken else 'not taken'}: {other.text}"


def reason(each: Tradeoff) -> str:
    """Return the reasons of an incomplete cost, and the decision's note."""
    more = f" and {len(each.usage) - MOST_KEYS} more" if len(each.usage) > MOST_KEYS else ""
    usage = f"specify {', '.join(each.usage[:MOST_KEYS])}{more}" if each.usage else None
    part = "not priced" if each.monthly_cost is None else "a part is not priced"
    unpriced = f"{part}: {each.unpriced}" if each.unpriced else None
    return "; ".join(filter(None, (unpriced, usage, each.decision.note)))


def cost(each: Tradeoff) -> str:
    if each.monthly_cost is None:
        return "?"
    return usd(each.monthly_cost) if each.monthly_cost else "$0.00"


def rate(each: Tradeoff) -> str:
    value = each.usd_a_minute
    if value is None:
        return "-"
    return f"${value:,.2f}" if value >= Decimal("0.005") or not value else f"${value:.2g}"


def minutes(value: float) -> str:
    """Return minutes with one decimal below 100."""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"  # noqa: PLR2004
