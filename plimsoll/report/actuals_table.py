"""Analysis of a bill, and its variance against an estimate, as text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from costing.actuals.analysis import Analysis
from costing.actuals.coverage import Coverage
from costing.actuals.totals import Part
from costing.actuals.variance import OneSided, Pair, Variance
from plimsoll.report.bill_sections import (
    SHOWN,
    allocation_tables,
    anomaly_lines,
    forecast_lines,
    money,
    signed,
)
from plimsoll.report.cost_table import grid, row, text
from plimsoll.report.escape import terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout


def analysis_table(found: Analysis, layout: Layout = DEFAULT_LAYOUT) -> str:
    verbose = layout.verbose
    blocks = ["\n".join(header(found)) + "\n"]
    blocks += [parts_table(by, parts, verbose=verbose) for by, parts in found.parts.items()]
    if found.allocation is not None:
        blocks += allocation_tables(found.allocation)
    history = [
        *anomaly_lines(found.anomalies, verbose=verbose),
        *forecast_lines(found.forecast, found.budget),
    ]
    blocks.append("\n".join(history) + "\n")
    blocks.append("\n".join(coverage_lines(found.coverage, verbose=verbose)) + "\n")
    if found.notes:
        blocks.append("\n".join(["Notes", *(f"  {terminal(note)}" for note in found.notes)]) + "\n")
    return "\n".join(blocks)


def header(found: Analysis) -> Iterator[str]:
    formats = ", ".join(f"{kind} ({files})" for kind, files in found.formats.items())
    start, end = found.period
    yield f"Bill: {formats} {plural(sum(found.formats.values()), 'file')}, {found.currency}"
    yield f"Usage from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
    total = found.total
    yield (
        f"{total.lines:,} lines: billed {money(total.billed_cost)}, effective "
        f"{money(total.effective_cost)}, list {money(total.list_cost)}"
    )


def parts_table(by: str, parts: Sequence[Part], *, verbose: bool) -> str:
    table = grid(f"By {by}", "Lines", "Billed", "Effective", "List", "")
    shown = parts if verbose or by in {"day", "month"} else parts[:SHOWN]
    for part in shown:
        sums = part.sums
        costs = (sums.billed_cost, sums.effective_cost, sums.list_cost)
        row(table, part.key, f"{sums.lines:,}", *map(money, costs), "")
    if rest := parts[len(shown) :]:
        row(table, *rest_of(rest), "")
    return text(table)


def rest_of(parts: Sequence[Part]) -> tuple[str, ...]:
    lines = sum(part.sums.lines for part in parts)
    sums = [part.sums for part in parts]
    return (
        f"{len(parts)} more (--verbose)",
        f"{lines:,}",
        money(sum((each.billed_cost for each in sums), Decimal(0))),
        money(sum((each.effective_cost for each in sums), Decimal(0))),
        money(sum((each.list_cost for each in sums), Decimal(0))),
    )


def coverage_lines(found: Coverage, *, verbose: bool) -> Iterator[str]:
    yield (
        f"Price coverage: the price book has {found.known_lines:,} of {found.lines:,} unit prices, "
        f"{found.share:.1%} of the list cost of usage"
    )
    shown = found.missing if verbose else found.missing[:SHOWN]
    for each in shown:
        yield terminal(f"  {money(each.list_cost)}  {each.region}  {each.label}: {each.reason}")
    if len(shown) < len(found.missing):
        yield f"  {len(found.missing) - len(shown)} more (--verbose)"


def variance_table(found: Variance, layout: Layout = DEFAULT_LAYOUT) -> str:
    verbose = layout.verbose
    blocks = ["\n".join(variance_header(found)) + "\n", pairs_table(found, verbose=verbose)]
    if found.resources:
        blocks.append(resources_table(found))
    for title, sides in (
        ("Billed, not estimated", found.only_billed),
        ("Estimated, not billed", found.only_estimated),
    ):
        if sides:
            blocks.append(one_sided_table(title, sides, verbose=verbose))
    return "\n".join(blocks)


def variance_header(found: Variance) -> Iterator[str]:
    yield (
        f"Estimate {money(found.estimated)} a month; bill {money(found.actual)} for "
        f"{found.hours:,.0f} hours"
    )
    share = f"{found.unmatched_share:.1%}"
    yield f"Usage without a matching estimate: {money(found.unmatched)}, {share}"
    for category, cost in found.other.items():
        yield f"{category}: {money(cost)}"


def pairs_table(found: Variance, *, verbose: bool) -> str:
    columns = ("Estimated", "Period", "Quantity", "Price", "Discount", "Actual")
    table = grid("Estimated and billed", *columns, "Resources")
    shown = found.pairs if verbose else found.pairs[:SHOWN]
    for pair in shown:
        row(table, f"{pair.sku} ({pair.region})", *amounts(pair), ", ".join(pair.resources))
    if rest := found.pairs[len(shown) :]:
        row(table, f"{len(rest)} more (--verbose)", *sums(rest), "")
    row(table, "Total", *sums(found.pairs), "")
    return text(table)


def amounts(pair: Pair) -> list[str]:
    parts = (pair.period, pair.quantity, pair.price, pair.discount)
    return [money(pair.estimated), *map(signed, parts), money(pair.actual)]


def sums(pairs: Sequence[Pair]) -> list[str]:
    names = ("estimated", "period", "quantity", "price", "discount", "actual")
    total = [sum((getattr(pair, name) for pair in pairs), Decimal(0)) for name in names]
    return [money(total[0]), *map(signed, total[1:-1]), money(total[-1])]


def resources_table(found: Variance) -> str:
    table = grid("Resource (by its id in the bill)", "Estimated", "Actual", "Type")
    for each in found.resources:
        row(table, each.name, money(each.estimated), money(each.actual), each.type)
    return text(table)


def one_sided_table(title: str, sides: Sequence[OneSided], *, verbose: bool) -> str:
    table = grid(title, "Cost", "Reason")
    shown = sides if verbose else sides[:SHOWN]
    for each in shown:
        row(table, f"{each.label} ({each.region})", money(each.cost), each.reason)
    if rest := sides[len(shown) :]:
        cost = sum((each.cost for each in rest), Decimal(0))
        row(table, f"{len(rest)} more (--verbose)", money(cost), "")
    return text(table)


def plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
