"""Availability decisions as Markdown."""

from collections.abc import Iterator, Sequence

from costing.plan.tradeoffs.pricing import Tradeoffs
from plimsoll.report.escape import markdown
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.tradeoffs_table import (
    FACTS,
    MODELLED,
    OTHERS,
    RECOVERY,
    fact_row,
    modelled_row,
    notes,
    other_row,
    recovery_rows,
    unknown_lines,
)


def as_markdown(found: Tradeoffs, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join(lines(found)) + "\n"


def lines(found: Tradeoffs) -> Iterator[str]:
    source = markdown(f"{found.source.project} {found.source.stack}")
    yield f"## {source}: availability decisions"
    yield ""
    yield from table(MODELLED, [modelled_row(each) for each in found.modelled])
    yield from table(OTHERS, [other_row(each) for each in found.not_modelled])
    yield from table(RECOVERY, [*recovery_rows(found)])
    if found.unknown:
        title, *rest = unknown_lines(found.unknown)
        yield f"{markdown(title)}:"
        yield ""
        yield from (f"- {markdown(line.strip())}" for line in rest)
        yield ""
    yield from table(FACTS, [fact_row(each) for each in found.facts])
    yield from (f"{markdown(line)}  " for line in notes(found))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    figures = len(columns) - 2 if len(columns) > len(RECOVERY) or columns == OTHERS else 0
    yield f"| {' | '.join(columns)} |"
    yield f"|---{'|---:' * figures}{'|---' * (len(columns) - 1 - figures)}|"
    for cells in rows:
        yield f"| {' | '.join(map(markdown, cells))} |"
    yield ""
