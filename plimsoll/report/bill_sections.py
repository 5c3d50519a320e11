"""Anomalies, forecast and allocation of a bill as text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from costing.actuals.allocation import Allocated, Owner
from costing.actuals.anomalies import Anomaly
from costing.actuals.forecast import Forecast
from costing.model import ZERO
from plimsoll.report.cost_table import grid, row, text
from plimsoll.report.escape import terminal

SHOWN = 15  # rows of a part; --verbose lists all
CENT = Decimal("0.01")


def money(value: Decimal) -> str:
    """Return dollars and cents; six decimals below a cent."""
    sign = "-" if value < 0 else ""
    amount = abs(value)
    return f"{sign}${amount:,.6f}" if 0 < amount < CENT else f"{sign}${amount:,.2f}"


def signed(value: Decimal) -> str:
    return "0" if not value else f"{'+' if value > 0 else ''}{money(value)}"


def anomaly_lines(found: Sequence[Anomaly], *, verbose: bool) -> Iterator[str]:
    """Yield a line an anomaly, with the parts whose cost changed most."""
    yield f"Anomalies: {len(found)}" if found else "Anomalies: none"
    shown = found if verbose else found[:SHOWN]
    for each in shown:
        days = f"{each.start}" if each.start == each.end else f"{each.start} to {each.end}"
        yield (
            f"  {signed(each.impact)}  {days}  {each.by} {terminal(each.key)}: "
            f"{money(each.actual)} instead of {money(each.expected)}"
        )
        for driver in each.drivers:
            key = terminal(driver.key)
            yield f"      {driver.by} {key}: {signed(driver.change)} ({driver.share:.0%})"
    if len(shown) < len(found):
        yield f"  {len(found) - len(shown)} more (--verbose)"


def forecast_lines(found: Forecast | None, budget: Decimal | None) -> Iterator[str]:
    """Yield the forecast of the month, and what it leaves of a budget."""
    if found is None:
        yield "Forecast: none; it needs daily usage lines of at least 14 complete days"
        return
    band = (
        "too few past days for a range"
        if found.low is None or found.high is None
        else f"80 % range {money(found.low)} to {money(found.high)}"
    )
    yield (
        f"Forecast of {found.month}: {money(found.expected)} ({band}); "
        f"{money(found.so_far)} in {found.days} days so far"
    )
    if budget is not None:
        left = budget - found.expected
        verdict = f"{money(left)} left" if left >= 0 else f"exceeded by {money(-left)}"
        yield f"Budget of {money(budget)}: {verdict} at the expected cost"


def allocation_tables(found: Allocated) -> Iterator[str]:
    """Yield a table of owners, and one of unit costs if units are given."""
    rules = list(dict.fromkeys(name for each in found.owners for name in each.shared))
    table = grid(f"Allocation by {found.by}", "Direct", *map(terminal, rules), "Total", "")
    for owner in found.owners:
        row(table, *owner_cells(owner, rules), "")
    blank = [""] * len(rules)
    if found.unallocated:
        row(table, "without owner", money(found.unallocated), *blank, money(found.unallocated), "")
    for name, cost in found.unsplit.items():
        row(table, f"{name}: no owner to split to", "", *blank, money(cost), "")
    row(table, "Total", "", *blank, money(found.total), "")
    yield text(table)
    if found.units:
        costs = grid("Unit", "Owner", "Quantity", "Cost", "A unit", "")
        for unit in found.units:
            cells = (f"{unit.quantity:,f}", money(unit.cost), money(unit.per_unit))
            row(costs, unit.name, unit.owner or "whole bill", *cells, "")
        yield text(costs)


def owner_cells(owner: Owner, rules: Sequence[str]) -> list[str]:
    parts = [money(owner.shared.get(name, ZERO)) for name in rules]
    return [owner.name, money(owner.direct), *parts, money(owner.total)]
