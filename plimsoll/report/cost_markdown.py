"""Estimate as Markdown, for a report or a pull request."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from costing.model import Estimate, Gap, ResourceCost
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.cost_table import (
    amount,
    counted,
    default_region,
    explained,
    full_name,
    listed,
    not_counted,
    spread,
    unit_price,
    usd,
)
from plimsoll.report.currency import Currency
from plimsoll.report.escape import markdown, markdown_code
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.selection import selected
from plimsoll.report.totals import open_parts, totals


def as_markdown(estimate: Estimate, layout: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join(lines(estimate, layout)) + "\n"


def lines(estimate: Estimate, layout: Layout) -> Iterator[str]:
    source, by, currency = estimate.source, layout.by, layout.currency
    total = sum_of(estimate.monthly_cost, len(estimate.gaps))
    yield f"## {markdown(f'{source.project} {source.stack}')}: {total} a month"
    yield ""
    if currency:
        yield f"{currency.total(estimate)} a month, {currency.note}."
        yield ""
    if estimate.range:
        yield f"From {spread(estimate.range)}."
        yield ""
    also = f" {currency.code} |" if currency else ""
    line = "---:|" if currency else ""
    yield f"| {markdown(by.removeprefix('tag:'))} | monthly cost |{also}"
    yield f"|---|---:|{line}"
    chosen = selected(estimate, layout.selection)
    minimum = layout.selection.minimum if layout.selection else 0
    open_ = open_parts(chosen, by)
    for key, value in totals(chosen, by):
        if value < minimum:
            continue
        yield f"| {markdown(key)} | {sum_of(value, open_[key])} |{beside(value, currency)}"
    yield f"| **total** | **{total}** |{beside(estimate.monthly_cost, currency)}"
    yield ""
    yield "<details><summary>Charges</summary>"
    yield ""
    yield f"| resource | charge | quantity | unit price | monthly cost |{also}"
    yield f"|---|---|---:|---:|---:|{line}"
    yield from charges(chosen, listed(chosen, layout), currency)
    yield ""
    yield "</details>"
    yield ""
    yield from notes(estimate)


def sum_of(cost: Decimal, gaps: int) -> str:
    return f"at least {usd(cost)}" if gaps else usd(cost)


def beside(value: Decimal | None, currency: Currency | None) -> str:
    """Return the cell of a cost in the currency beside USD; empty without one."""
    if currency is None:
        return ""
    return " |" if value is None else f" {currency.amount(value)} |"


def charges(
    estimate: Estimate, resources: Collection[ResourceCost], currency: Currency | None = None
) -> Iterator[str]:
    gaps = estimate.gaps_by_urn
    for resource in sorted(resources, key=lambda each: each.urn):
        for charge in resource.charges:
            meter = charge.meter
            if meter.quantity is None:
                continue
            name = full_name(charge)
            assumed = f" ({meter.assumed})" if meter.assumed else ""
            quantity = f"{amount(meter.quantity)} {meter.unit}"
            cost = usd(charge.effective_cost) if charge.effective_cost is not None else "-"
            price = unit_price(charge)
            row = (markdown(resource.name), markdown(name + assumed), quantity, f"${price}", cost)
            yield f"| {' | '.join(row)} |{beside(charge.effective_cost, currency)}"
        for gap in gaps.get(resource.urn, ()):
            name = f"{gap.charge or 'all charges'} (not priced: {gap.reason})"
            row = (markdown(resource.name), markdown(name), "?", "", "?")
            yield f"| {' | '.join(row)} |{beside(None, currency)}"
    named = {each.urn for each in resources}
    if rest := [each for each in estimate.resources if each.urn not in named]:
        of_rest = sum((each.monthly_cost for each in rest), Decimal(0))
        more = counted(len(rest), "more resource")
        yield f"| {more} | | | | {usd(of_rest)} |{beside(of_rest, currency)}"


def notes(estimate: Estimate) -> Iterator[str]:
    unstated = sum(charge.meter.quantity is None for charge in estimate.charges)
    if unstated:
        yield f"Usage not specified: {counted(unstated, 'charge')}, not in the total."
        yield ""
    for line in (
        *default_region(estimate.source.default_region),
        *callbacks_line(estimate.source.callbacks_not_run, "are not in the estimate"),
    ):
        yield f"{markdown(line)}."
        yield ""
    yield from section("Gaps", estimate.gaps)
    yield from section("Not counted", not_counted(estimate.not_counted))
    if free := sum(estimate.free.values()):
        yield f"Free of charge: {counted(free, 'resource')}."


def section(title: str, gaps: list[Gap] | tuple[Gap, ...]) -> Iterator[str]:
    if gaps:
        yield f"### {title}: {len(gaps)}"
        yield ""
        yield from (
            f"- {markdown_code(gap.name)} ({markdown(gap.type)}): {markdown(explained(gap))}"
            for gap in gaps
        )
        yield ""
