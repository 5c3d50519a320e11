"""Difference as a table, the largest change first."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from costing.diff.cost_drivers import CostDriver
from costing.diff.cost_drivers import key_of as key_of_urn
from costing.diff.diff import ChargeChange, Difference, ResourceChange
from costing.graph.readers.values import written
from costing.model import SECRET, UNKNOWN, ZERO, Charge, Estimate, Gap
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.cost_table import (
    SHOWN_KEYS,
    amount,
    default_region,
    grid,
    row,
    section,
    spread,
    text,
    unit_price,
    usd,
)
from plimsoll.report.currency import Currency
from plimsoll.report.diff_review import (
    NOTHING,
    Review,
    budget_line,
    finding_lines,
    findings_line,
)
from plimsoll.report.escape import shortened, terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.selection import selected
from plimsoll.report.totals import key_of, moved
from plimsoll.report.totals import open_parts as open_counts

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
LONG = 60  # characters of a value
PART = "incomplete: the preview does not list unchanged resources, so the total is too low"


def as_table(
    difference: Difference, layout: Layout = DEFAULT_LAYOUT, review: Review = NOTHING
) -> str:
    table = grid("Name", "Base", "Head", "Change", "Cause")
    shown = listed(difference, layout)
    for resource in shown:
        for cells in rows(resource):
            row(table, *cells)
    if rest := len(difference.resources) - len(shown):
        table.add_row(f"{rest} more", "", "", "", "not listed")
    base, head = (total_of(each) for each in (difference.base, difference.head))
    table.add_row("Total a month", base, head, changed(difference), share(difference))
    found = (
        *budget_line(difference, review),
        *findings_line(review),
        *finding_lines(review.findings),
        *notes(difference),
    )
    lines = "".join(f"{terminal(line)}\n" for line in found)
    if layout.currency:
        lines += f"{in_currency(difference, layout.currency)}\n"
    return (text(table) + parts(difference, layout.by) + lines).rstrip("\n") + "\n"


def listed(difference: Difference, layout: Layout) -> list[ResourceChange]:
    """Return the changes that --filter, --min-cost and --top select, the largest first."""
    changes, selection = largest_first(difference), layout.selection
    if selection is not None:
        sides = (difference.base, difference.head)
        chosen, every = (
            {key_of_urn(each.urn) for side in given for each in side.resources}
            for given in ([selected(side, selection) for side in sides], sides)
        )
        changes = [
            each
            for each in changes
            if each.cost_change is None or abs(each.cost_change) >= selection.minimum
            if key_of_urn(each.urn) in chosen
            or (key_of_urn(each.urn) not in every and selection.accepts(each.name, each.type))
        ]
    return changes[: layout.top]


def in_currency(difference: Difference, currency: Currency) -> str:
    """Return the totals and their difference in another currency."""
    base, head = (currency.total(each) for each in (difference.base, difference.head))
    change = "?" if difference.change is None else currency.amount(difference.change)
    return f"Total a month: {base} to {head}, change {change} ({currency.note})"


def total_of(estimate: Estimate) -> str:
    return sum_of(estimate.monthly_cost, estimate.gaps)


def sum_of(cost: Decimal | None, gaps: Sequence[Gap]) -> str:
    """Return USD a month, "?" without any price."""
    if cost is None:
        return "?"
    return at_least(cost, is_open=bool(gaps))


def changed(difference: Difference | ResourceChange) -> str:
    change = difference.change if isinstance(difference, Difference) else difference.cost_change
    return "?" if change is None else signed(change)


def parts(difference: Difference, by: str) -> str:
    found = moved(difference.base, difference.head, by)
    if not found:
        return ""
    table = grid(f"By {by.removeprefix('tag:')}", "Base", "Head", "Change", "")
    open_ = open_parts(difference, by)
    for key, base, head in found:
        change = "?" if key in open_ else signed(head - base)
        row(table, key, *part_costs(difference, by, key, base, head), change, "")
    return f"\n{text(table)}\n"


def part_costs(
    difference: Difference, by: str, key: str, base: Decimal, head: Decimal
) -> tuple[str, str]:
    """Return the costs of a part of the total, "at least" if a charge of it is not priced."""
    is_open = [bool(open_counts(each, by)[key]) for each in (difference.base, difference.head)]
    return at_least(base, is_open=is_open[0]), at_least(head, is_open=is_open[1])


def at_least(cost: Decimal, *, is_open: bool) -> str:
    return f"at least {usd(cost)}" if is_open else usd(cost)


def open_parts(difference: Difference, by: str) -> set[str]:
    """Return the parts of the total in which a charge is unknown on one side only."""
    key = key_of(by)
    pairs = [pair for each in difference.resources for pair in each.charges if pair.is_open]
    open_ = {id(charge) for pair in pairs for charge in (pair.base, pair.head)}
    counts = [open_counts(each, by) for each in (difference.base, difference.head)]
    return {key for key in {*counts[0], *counts[1]} if counts[0][key] != counts[1][key]} | {
        key(resource, charge)
        for side in (difference.base, difference.head)
        for resource in side.resources
        for charge in resource.charges
        if id(charge) in open_
    }


def largest_first(difference: Difference) -> list[ResourceChange]:
    return sorted(difference.resources, key=lambda each: (-abs(each.cost_change or ZERO), each.urn))


def rows(resource: ResourceChange) -> Iterator[tuple[str, ...]]:
    name = f"{SIGNS[resource.change]} {resource.name}  {resource.type}"
    first, *others = reasons(resource) or [""]
    yield name, *resource_costs(resource), first
    yield from (("", "", "", "", reason) for reason in others)
    for pair in resource.charges:
        if pair.has_cost:
            yield f"    {label(pair)}", *charge_costs(pair), movement(pair)
    for gap, *costs in open_gaps(resource):
        yield f"    {gap.charge or 'all charges'}", *costs, "?", f"not priced: {gap.reason}"
    if keys := keys_without_cost(resource):
        yield "    usage not specified", "", "", "", keys


def resource_costs(resource: ResourceChange) -> tuple[str, str, str]:
    return (
        sum_of(resource.base_cost, resource.base_gaps),
        sum_of(resource.head_cost, resource.head_gaps),
        changed(resource),
    )


def open_gaps(resource: ResourceChange) -> Iterator[tuple[Gap, str, str]]:
    """Yield gaps that belong to no charge of the other side, with both sides' costs."""
    named = [gap for pair in resource.charges for gap in (pair.base_gap, pair.head_gap)]
    yield from ((gap, "", "?") for gap in resource.head_gaps if gap not in named)
    closed = (gap for gap in resource.base_gaps if gap not in resource.head_gaps)
    yield from ((gap, "?", "") for gap in closed if gap not in named)


def reasons(resource: ResourceChange) -> list[str]:
    if not resource.because and resource.change == "changed":
        return ["other resources of the stack move this charge to another price tier"]
    return [reason(driver) for driver in resource.because]


def reason(driver: CostDriver) -> str:
    """Return "instanceClass: db.r6g.large → db.r6g.xlarge"."""
    other = "" if driver.urn is None else " of " + driver.urn.split("::", 3)[-1]
    if not driver.path:
        return f"{driver.head or driver.base} {'added' if driver.base is None else 'removed'}"
    return f"{driver.path}{other}: {value(driver.base)} → {value(driver.head)}"


def value(given: Any) -> str:  # noqa: ANN401 (JSON)
    if given is UNKNOWN:
        return "known after deployment"
    if given is SECRET:
        return "a secret"
    if given is None:
        return "not set"
    if isinstance(given, Decimal):
        return amount(given)
    shown = given if isinstance(given, str) else json.dumps(written(given), ensure_ascii=False)
    return shortened(shown, LONG)


def keys_without_cost(resource: ResourceChange) -> str:
    """Return the usage keys that a resource's added or removed charges depend on."""
    pairs = [each for each in resource.charges if not each.has_cost]
    keys = [each.either.meter.usage or each.name for each in pairs]
    more = len(keys) - SHOWN_KEYS
    return ", ".join(keys[:SHOWN_KEYS]) + (f" and {more} more" if more > 0 else "")


def label(pair: ChargeChange) -> str:
    group = pair.either.meter.group
    return f"{group}: {pair.name}" if group else pair.name


def charge_costs(pair: ChargeChange) -> tuple[str, str, str]:
    base, head = cost_of(pair.base), cost_of(pair.head)
    if pair.is_open:
        return (
            "?" if pair.base_gap else cost(base),
            "?" if pair.head_gap else cost(head),
            "?",
        )
    change = None if base is None or head is None else head - base
    return cost(base), cost(head), signed(change)


def cost_of(charge: Charge | None) -> Decimal | None:
    return ZERO if charge is None else charge.effective_cost


def movement(pair: ChargeChange) -> str:
    """Return quantity and unit price, before → after where they changed."""
    sides = side(pair.base, pair.base_gap), side(pair.head, pair.head_gap)
    return " → ".join(dict.fromkeys(filter(None, sides)))


def side(charge: Charge | None, gap: Gap | None) -> str:
    if charge is not None:
        return measure(charge)
    return "" if gap is None else f"not priced: {gap.reason}"


def measure(charge: Charge) -> str:
    meter = charge.meter
    if meter.quantity is None:
        return f"specify {meter.usage}"
    price = "no price" if charge.list_unit_price is None else f"${unit_price(charge)}"
    return f"{amount(meter.quantity)} {meter.unit} at {price}"


def cost(amount_: Decimal | None) -> str:
    return "-" if amount_ is None else usd(amount_)


def signed(change: Decimal | None) -> str:
    if change is None:
        return "-"
    sign = "-" if change < 0 else "+" if change else ""
    return f"{sign}{usd(abs(change))}"


def share(difference: Difference) -> str:
    if difference.change is None:
        return "unknown: a charge is not priced on one side"
    percent = difference.percent
    return "" if percent is None else f"{percent:+,.1f} %" if percent else "no change"


def notes(difference: Difference) -> Iterator[str]:
    for side, estimate in (("Base", difference.base), ("Head", difference.head)):
        if estimate.range:
            yield f"{side}: {spread(estimate.range)}"
        if not estimate.source.complete:
            yield f"{side}: {PART}"
        for line in default_region(estimate.source.default_region):
            yield f"{side}: {line}"
        not_run = callbacks_line(estimate.source.callbacks_not_run, "are not in the estimate")
        yield from (f"{side}: {line}" for line in not_run)
    new, unchanged, closed = gaps(difference.base, difference.head)
    yield from section("New gaps", new)
    yield from section("Gaps before and after", unchanged)
    yield from section("Closed gaps", closed)


def gaps(base: Estimate, head: Estimate) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the gaps of head only, of both sides, of base only."""
    return (
        [gap for gap in head.gaps if gap not in base.gaps],
        [gap for gap in head.gaps if gap in base.gaps],
        [gap for gap in base.gaps if gap not in head.gaps],
    )
