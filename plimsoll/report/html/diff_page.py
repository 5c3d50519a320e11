"""HTML page of a comparison: cost with causes, findings, gaps and the rest of the budget."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.diff.diff import Difference, ResourceChange
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.cost_table import default_region, explained, spread, usd
from plimsoll.report.diff_review import (
    NOTHING,
    Review,
    budget_line,
    findings_line,
    left_of,
    worst_first,
)
from plimsoll.report.diff_table import (
    PART,
    changed,
    charge_costs,
    gaps,
    in_currency,
    label,
    listed,
    movement,
    open_gaps,
    reasons,
    resource_costs,
    share,
    signed,
    total_of,
)
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.html.charges import title
from plimsoll.report.html.page import policy, template, text
from plimsoll.report.totals import moved

HALF = Decimal(50)  # of a bar's width: a decrease is drawn to the left, an increase to the right
GROUPINGS = ("component", "service", "type", "region")


@dataclass(frozen=True, slots=True)
class Movement:
    name: str
    base: str
    head: str
    change: str
    is_increase: bool
    x: Decimal  # of the bar, 0 to 100
    width: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """A resource with its costs, its causes and its charges that differ."""

    change: ResourceChange
    costs: tuple[str, str, str]
    causes: list[str]
    charges: list[tuple[str, str, str, str, str]]
    gaps: list[str]


def as_html(
    difference: Difference, layout: Layout = DEFAULT_LAYOUT, review: Review = NOTHING
) -> str:
    """Return a page without script that works from a file and as an artifact of a CI job."""
    base, head = difference.base, difference.head
    style = text("report.css")
    new, unchanged, closed = gaps(base, head)
    found = review.findings
    return (
        template()
        .from_string(text("diff.html.j2"))
        .render(
            source=head.source,
            style=style,
            policy=policy(style),
            change=changed(difference),
            share=share(difference),
            totals=(total_of(base), total_of(head)),
            review=review,
            left=None if review.budget is None else left_of(head, review.budget),
            lines=[*budget_line(difference, review), *findings_line(review)],
            groupings=[
                (title(by), [*movements(difference, by)])
                for by in dict.fromkeys([layout.by, *GROUPINGS])
            ],
            rows=[row(each) for each in listed(difference, layout)],
            count=len(difference.resources),
            unsafe=worst_first(found.new) if found else [],
            safe=worst_first(found.resolved) if found else [],
            gaps=[
                ("New gaps", new),
                ("Gaps before and after", unchanged),
                ("Closed gaps", closed),
            ],
            new_gaps=len(new),
            explained=explained,
            notes=[*notes(difference, layout)],
        )
    )


def movements(difference: Difference, by: str) -> Iterator[Movement]:
    found = moved(difference.base, difference.head, by)
    largest = max((abs(head - base) for _, base, head in found), default=Decimal(1))
    for name, base, head in found:
        change = head - base
        width = (abs(change) / largest * HALF).quantize(Decimal("0.1"))
        x = HALF if change > 0 else HALF - width
        yield Movement(name, usd(base), usd(head), signed(change), change > 0, x, width)


def row(change: ResourceChange) -> Row:
    charges = [
        (label(pair), *charge_costs(pair), movement(pair))
        for pair in change.charges
        if pair.has_cost
    ]
    open_ = [f"{gap.charge or 'all charges'}: {gap.reason}" for gap, *_ in open_gaps(change)]
    return Row(change, resource_costs(change), reasons(change), charges, open_)


def notes(difference: Difference, layout: Layout) -> Iterator[str]:
    for side, estimate in (("Before", difference.base), ("After", difference.head)):
        if estimate.range:
            yield f"{side}: {spread(estimate.range)}"
        if not estimate.source.complete:
            yield f"{side}: {PART}"
        for line in (
            *default_region(estimate.source.default_region),
            *callbacks_line(estimate.source.callbacks_not_run, "are not in the estimate"),
        ):
            yield f"{side}: {line}"
    if layout.currency:
        yield in_currency(difference, layout.currency)
