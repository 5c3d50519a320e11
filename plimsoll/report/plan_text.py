"""Plan as a table, as Markdown and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from pydantic_core import to_json

from costing.plan.plan import Plan
from costing.plan.price_snapshot import as_json as prices_json
from plimsoll.report.columns import padded, width
from plimsoll.report.escape import markdown, terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.plan_sections import sections
from plimsoll.report.sections import Section


def as_table(plan: Plan, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join(map(block, sections(plan)))


def block(section: Section) -> str:
    found = f"{terminal(section.title)}\n"
    if section.rows:
        rows = [[terminal(cell) for cell in each] for each in (section.columns, *section.rows)]
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        found += "".join(f"{line(each, widths)}\n" for each in rows)
    return found + "".join(f"{terminal(each)}\n" for each in section.lines)


def line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return cells aligned left: most columns of a plan are text."""
    parts = [padded(cell, size, right=False) for cell, size in zip(cells, widths, strict=True)]
    return "  ".join(parts).rstrip()


def as_markdown(plan: Plan, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join("\n".join([*markdown_lines(each), ""]) for each in sections(plan))


def markdown_lines(section: Section) -> Iterator[str]:
    yield f"## {markdown(section.title)}"
    yield ""
    if section.rows:
        yield f"| {' | '.join(section.columns)} |"
        yield f"|{'---|' * len(section.columns)}"
        for each in section.rows:
            yield f"| {' | '.join(map(markdown, each))} |"
        yield ""
    for line in section.lines:
        yield f"* {markdown(line)}"


def as_json(plan: Plan, _: Layout = DEFAULT_LAYOUT) -> str:
    content = asdict(plan)
    del content["prices"]
    document = {
        "version": 1,
        **content,
        "price_snapshot": prices_json(plan.prices),
        "sections": [asdict(each) for each in sections(plan)],
    }
    return to_json(document, indent=2).decode() + "\n"
