"""Difference as Markdown, for a pull request: within GitHub's limit for a comment."""

from collections.abc import Iterator, Sequence

from costing.diff.diff import ChargeChange, Difference, ResourceChange
from costing.model import ZERO, Gap
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.cost_table import counted, default_region, spread
from plimsoll.report.diff_review import (
    NOTHING,
    Review,
    budget_line,
    findings_line,
    worst_first,
)
from plimsoll.report.diff_table import (
    PART,
    charge_costs,
    gaps,
    in_currency,
    label,
    movement,
    open_parts,
    part_costs,
    reasons,
    resource_costs,
    share,
    signed,
    total_of,
)
from plimsoll.report.diff_table import listed as selected_changes
from plimsoll.report.escape import markdown, markdown_code
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.totals import moved
from policies.engine.found import Found

MOST_PARTS = 20
MOST_RESOURCES = 40
MOST_CHARGES = 80
MOST_GAPS = 20
MOST_REASONS = 4
MOST_FINDINGS = 25
WIDEST = 120  # characters of a cell


def as_markdown(
    difference: Difference, layout: Layout = DEFAULT_LAYOUT, review: Review = NOTHING
) -> str:
    return "\n".join(lines(difference, layout, review)) + "\n"


def lines(difference: Difference, layout: Layout, review: Review) -> Iterator[str]:
    base, head, by = difference.base, difference.head, layout.by
    percent = f" ({share(difference)})" if difference.change != 0 and share(difference) else ""
    yield f"## {cell(f'{head.source.project} {head.source.stack}'.strip())}: {title(difference)}"
    yield ""
    yield f"{total_of(base)} before, **{total_of(head)}** after{percent}."
    yield ""
    if layout.currency:
        yield f"{in_currency(difference, layout.currency)}."
        yield ""
    for side, estimate in (("Before", base), ("After", head)):
        if estimate.range:
            yield f"{side}: {spread(estimate.range)}."
            yield ""
        if not estimate.source.complete:
            yield f"{side}: {PART}."
            yield ""
        for line in (
            *default_region(estimate.source.default_region),
            *callbacks_line(estimate.source.callbacks_not_run, "are not in the estimate"),
        ):
            yield f"{side}: {markdown(line)}."
            yield ""
    for line in (*budget_line(difference, review), *findings_line(review)):
        yield f"{markdown(line)}."
        yield ""
    if review.findings is not None:
        yield from finding_table("Becomes unsafe", review.findings.new)
        yield from finding_table("Becomes safe", review.findings.resolved)
    changes = selected_changes(difference, layout)
    yield from part_table(difference, by)
    yield from resource_table(changes)
    yield from charge_table(changes)
    new, unchanged, closed = gaps(base, head)
    yield from listed("New gaps", new)
    yield from listed("Gaps before and after", unchanged)
    yield from listed("Closed gaps", closed)


def finding_table(title: str, found: Sequence[Found]) -> Iterator[str]:
    if not found:
        return
    yield f"### {title}: {len(found)}"
    yield ""
    yield "| severity | rule | resource | finding |"
    yield "|---|---|---|---|"
    for each in worst_first(found)[:MOST_FINDINGS]:
        resource = each.finding.resource
        unknown = " (unknown)" if each.status == "unknown" else ""
        at = f"<br>{cell(resource.position)}" if resource.position else ""
        row = (
            f"{each.rule.severity}{unknown}",
            f"{cell(each.rule.title)} ({code(each.rule.name)})",
            f"{code(resource.name)}{at}",
            cell(each.message),
        )
        yield f"| {' | '.join(row)} |"
    if len(found) > MOST_FINDINGS:
        yield f"| {len(found) - MOST_FINDINGS} more | | | |"
    yield ""


def title(difference: Difference) -> str:
    if difference.change is None:
        return "change unknown"
    gaps = len(difference.head.gaps)
    without = f", without {counted(gaps, 'gap')}" if gaps else ""
    return f"{signed(difference.change)} a month{without}"


def part_table(difference: Difference, by: str) -> Iterator[str]:
    found = moved(difference.base, difference.head, by)
    if not found:
        return
    yield f"| {cell(by.removeprefix('tag:'))} | before | after | change |"
    yield "|---|---:|---:|---:|"
    open_ = open_parts(difference, by)
    for key, base, head in found[:MOST_PARTS]:
        change = "?" if key in open_ else signed(head - base)
        costs = part_costs(difference, by, key, base, head)
        yield f"| {cell(key)} | {' | '.join(costs)} | {change} |"
    if len(found) > MOST_PARTS:
        yield f"| {len(found) - MOST_PARTS} more | | | |"
    yield ""


def resource_table(changes: Sequence[ResourceChange]) -> Iterator[str]:
    if not changes:
        yield "No charge changed."
        yield ""
        return
    yield "| | resource | before | after | change | cause |"
    yield "|---|---|---:|---:|---:|---|"
    for each in changes[:MOST_RESOURCES]:
        yield resource_row(each)
    if rest := changes[MOST_RESOURCES:]:
        changes_of_rest = [each.cost_change for each in rest]
        known = [each for each in changes_of_rest if each is not None]
        together = signed(sum(known, ZERO)) if len(known) == len(rest) else "?"
        yield f"| | {len(rest)} more | | | {together} | |"
    yield ""


def resource_row(change: ResourceChange) -> str:
    why = [cell(reason) for reason in reasons(change)]
    if len(why) > MOST_REASONS:
        why = [*why[:MOST_REASONS], f"{len(why) - MOST_REASONS} more"]
    name = f"{code(change.name)} {cell(change.type)}"
    costs = resource_costs(change)
    return f"| {' | '.join((change.change, name, *costs, '<br>'.join(why)))} |"


def charge_table(changes: Sequence[ResourceChange]) -> Iterator[str]:
    pairs = [(change, pair) for change in changes for pair in change.charges if pair.has_cost]
    if not pairs:
        return
    yield "<details><summary>Charges</summary>"
    yield ""
    yield "| resource | charge | before | after | change | quantity |"
    yield "|---|---|---:|---:|---:|---|"
    for change, pair in pairs[:MOST_CHARGES]:
        yield charge_row(change, pair)
    if len(pairs) > MOST_CHARGES:
        yield f"| {len(pairs) - MOST_CHARGES} more | | | | | |"
    yield ""
    yield "</details>"
    yield ""


def charge_row(change: ResourceChange, pair: ChargeChange) -> str:
    row = code(change.name), cell(label(pair)), *charge_costs(pair), cell(movement(pair))
    return f"| {' | '.join(row)} |"


def listed(title: str, found: Sequence[Gap]) -> Iterator[str]:
    if not found:
        return
    yield f"### {title}: {len(found)}"
    yield ""
    for gap in found[:MOST_GAPS]:
        yield f"- {code(gap.name)} ({cell(gap.type)}): {why(gap)}"
    if len(found) > MOST_GAPS:
        yield f"- {len(found) - MOST_GAPS} more"
    yield ""


def why(gap: Gap) -> str:
    charge = f"{cell(gap.charge)}: " if gap.charge else ""
    fix = f"; {cell(gap.fix)}" if gap.fix else ""
    return f"{charge}{cell(gap.reason)}{fix}"


def cell(text: str) -> str:
    return markdown(text, WIDEST)


def code(text: str) -> str:
    return markdown_code(text, WIDEST)
