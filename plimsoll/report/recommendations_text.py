"""Recommendations as a table, Markdown and JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from pydantic_core import to_json

from costing.actuals.idle_resources import Idle
from costing.recommendations.model import Recommendation, Recommendations
from costing.units import plain
from plimsoll.report.bill_sections import money
from plimsoll.report.cost_table import grid, row, text
from plimsoll.report.escape import markdown, terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout

COLUMNS = ("Resource", "A month", "Risk", "Change")
IDLE = ("Without traffic in the bill", "Cost", "Hours", "Resource")


def as_table(found: Recommendations, _: Layout = DEFAULT_LAYOUT) -> str:
    blocks = [title(found) + "\n"]
    if found.found:
        table = grid(*COLUMNS)
        for each in found.found:
            row(table, *cells(each))
        blocks.append(text(table))
    if found.idle:
        table = grid(*IDLE)
        for unused in found.idle:
            row(table, *idle_cells(unused))
        blocks.append(text(table))
    checks = [f"  {terminal(line)}" for line in to_check(found.found)]
    if checks:
        blocks.append("\n".join(["Check before the change", *checks]) + "\n")
    blocks += [f"{terminal(note)}\n" for note in found.notes]
    return "\n".join(blocks)


def title(found: Recommendations) -> str:
    name = terminal(f"{found.project} {found.stack or ''}".strip())
    saved = (
        f"{money(found.exact)} of {money(found.monthly_cost)} a month can be saved by changes "
        "whose saving is known"
        if found.found
        else "no recommendation"
    )
    return f"{name}: {saved}"


def cells(each: Recommendation) -> tuple[str, ...]:
    saved = money(each.low) if each.is_exact else f"up to {money(each.high)}"
    return (
        f"{each.name} ({each.type.rpartition(':')[2]})",
        saved,
        each.risk,
        f"{each.kind}: {each.how}",
    )


def idle_cells(each: Idle) -> tuple[str, ...]:
    where = each.name or f"{each.resource_id} (not in the stack)"
    return f"{each.kind}, {each.region}", money(each.cost), f"{each.hours:,.0f}", where


def to_check(found: Sequence[Recommendation]) -> Iterator[str]:
    """Yield what to check before each kind of change, once."""
    yield from dict.fromkeys(f"{each.kind}: {each.reason}" for each in found)


def as_markdown(found: Recommendations, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join(markdown_lines(found)) + "\n"


def markdown_lines(found: Recommendations) -> Iterator[str]:
    yield f"## {markdown(title(found))}"
    yield ""
    for columns, rows in (
        (COLUMNS, [cells(each) for each in found.found]),
        (IDLE, [idle_cells(each) for each in found.idle]),
    ):
        if rows:
            yield f"| {' | '.join(columns)} |"
            yield f"|---|---:|{'---|' * (len(columns) - 2)}"
            yield from (f"| {' | '.join(map(markdown, each))} |" for each in rows)
            yield ""
    yield from (f"- {markdown(line)}" for line in (*to_check(found.found), *found.notes))


def as_json(found: Recommendations, _: Layout = DEFAULT_LAYOUT) -> str:
    document: dict[str, Any] = {
        "version": 1,
        "project": found.project,
        "stack": found.stack,
        "monthlyCost": plain(found.monthly_cost),
        "exactSaving": plain(found.exact),
        "recommendations": [
            {
                **{key: value for key, value in asdict(each).items() if key not in {"low", "high"}},
                "lowSaving": plain(each.low),
                "highSaving": plain(each.high),
            }
            for each in found.found
        ],
        "idle": [
            {**asdict(each), "hours": plain(each.hours), "cost": plain(each.cost)}
            for each in found.idle
        ],
        "notes": list(found.notes),
    }
    return to_json(document, indent=2).decode() + "\n"
