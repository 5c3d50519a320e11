"""Estimate as a table. Figures are rounded only in tables and Markdown."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from heapq import nlargest
from itertools import groupby

from costing.model import Charge, DefaultRegion, Estimate, Gap, Range, ResourceCost
from costing.units import plain
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.columns import Columns
from plimsoll.report.currency import Currency
from plimsoll.report.escape import terminal
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.selection import selected
from plimsoll.report.totals import NO_COMPONENT, open_parts, totals

SHOWN_KEYS = 3


def as_table(estimate: Estimate, layout: Layout = DEFAULT_LAYOUT) -> str:
    """Return the tree of charges, the totals, then the notes on charges without price."""
    parts = [tree(selected(estimate, layout.selection), layout), summary(estimate, layout)]
    lines = ["", *map(terminal, notes(estimate))]
    if layout.currency:
        lines.append(layout.currency.note)
    return "\n".join(part for part in parts if part) + "\n".join(lines) + "\n"


def grid(*columns: str) -> Columns:
    return Columns(columns)


def row(table: Columns, *cells: str) -> None:
    table.add_row(*map(terminal, cells))


def text(table: Columns) -> str:
    return "".join(f"{line}\n" for line in table.lines())


def tree(estimate: Estimate, layout: Layout = DEFAULT_LAYOUT) -> str:
    """Return the charges by component and resource; resources without cost are one line."""
    currency = layout.currency
    also = (currency.code,) if currency else ()
    table = grid("Name", "Quantity", "Unit price", "Monthly cost", *also, "Note")

    def put(name: str, quantity: str, price: str, value: Decimal | str, note: str) -> None:
        row(table, name, quantity, price, *amounts(value, currency), note)

    gaps = estimate.gaps_by_urn
    shown = {each.urn for each in listed(estimate, layout)}
    ordered = sorted(estimate.resources, key=lambda each: (each.component or "~", each.urn))
    for component, resources in groupby(ordered, key=lambda each: each.component):
        members = list(resources)
        whole = sum((each.monthly_cost for each in members), Decimal(0))
        open_ = sum(len(gaps.get(each.urn, ())) for each in members)
        put(component or NO_COMPONENT, "", "", whole, at_least(open_))
        for resource in members:
            if resource.urn in shown:
                own = gaps.get(resource.urn, ())
                for cells in resource_rows(resource, own, verbose=layout.verbose):
                    put(*cells)
        if folded := [each for each in members if each.urn not in shown]:
            put(*folded_row(folded))
    return text(table)


def amounts(value: Decimal | str, currency: Currency | None) -> tuple[str, ...]:
    """Return the cell of a cost, and one in the currency beside USD; text stays text."""
    in_usd = value if isinstance(value, str) else usd(value)
    if currency is None:
        return (in_usd,)
    return in_usd, value if isinstance(value, str) else currency.amount(value)


def listed(estimate: Estimate, layout: Layout) -> list[ResourceCost]:
    """Return the resources that a tree lists one by one.

    Resources without cost are left out if nothing of them is missing from the total, with
    --min-cost those below it, with --top all but the most expensive ones.
    """
    gaps, minimum = estimate.gaps_by_urn, layout.selection.minimum if layout.selection else 0
    found = [
        each
        for each in estimate.resources
        if layout.verbose or gaps.get(each.urn) or each.monthly_cost or is_open(each)
    ]
    found = [each for each in found if each.monthly_cost >= minimum]
    if layout.top is None:
        return found
    return nlargest(layout.top, found, key=lambda each: each.monthly_cost)


def is_open(resource: ResourceCost) -> bool:
    """Return whether a charge of a resource is missing from the total for want of usage."""
    return any(charge.meter.quantity is None for charge in resource.charges)


Row = tuple[str, str, str, Decimal | str, str]  # name, quantity, unit price, cost, note


def folded_row(resources: Sequence[ResourceCost]) -> Row:
    cost = sum((each.monthly_cost for each in resources), Decimal(0))
    names = first_of(dict.fromkeys(each.name for each in resources))
    what = f"{counted(len(resources), 'resource')} without cost"
    if cost:
        what = counted(len(resources), "more resource")
    return f"  {what}", "", "", cost, names


def resource_rows(resource: ResourceCost, gaps: Sequence[Gap], *, verbose: bool) -> Iterator[Row]:
    kind = f"{resource.name}  {resource.type}"
    note = "; ".join(filter(None, (at_least(len(gaps)), spread(resource.range))))
    yield f"  {kind}", "", "", resource.monthly_cost, note
    if verbose and resource.filled:
        yield "    inputs from the deployed state", "", "", "", ", ".join(resource.filled)
    unstated: dict[str, None] = {}  # each key once, in the order of the charges
    unused: dict[str, None] = {}
    for charge in resource.charges:
        if verbose or charge.meter.quantity:
            yield charge_row(charge)
        elif charge.meter.quantity is None:
            unstated[charge.meter.usage or charge.meter.name] = None
        else:
            unused[full_name(charge)] = None
    if unused:
        yield "    quantity 0", "0", "", Decimal(0), first_of(unused)
    if unstated:
        yield "    usage not specified", "?", "", "-", f"specify {first_of(unstated)}"
    for gap in gaps:
        yield f"    {gap.charge or 'all charges'}", "?", "", "?", f"not priced: {gap.reason}"


def first_of(names: Collection[str], most: int = SHOWN_KEYS) -> str:
    """Return the first names and the number of the others."""
    more = len(names) - most
    return ", ".join([*names][:most]) + (f" and {more} more" if more > 0 else "")


def full_name(charge: Charge) -> str:
    meter = charge.meter
    return f"{meter.group}: {meter.name}" if meter.group else meter.name


def charge_row(charge: Charge) -> Row:
    meter = charge.meter
    name = f"    {full_name(charge)}"
    price = "no price" if charge.list_unit_price is None else f"${unit_price(charge)}"
    if meter.quantity is None:
        return name, f"? {meter.unit}", price, "-", f"specify {meter.usage}"
    note = "; ".join(filter(None, (meter.assumed, charge.private_terms)))
    if charge.effective_cost != charge.list_cost and charge.list_cost is not None:
        note = "; ".join(filter(None, (note, f"list {usd(charge.list_cost)}")))
    return name, f"{amount(meter.quantity)} {meter.unit}", price, cost(charge), note


def cost(charge: Charge) -> Decimal:
    return charge.effective_cost or Decimal(0)


def unit_price(charge: Charge) -> str:
    price = charge.list_unit_price or Decimal(0)
    return plain(price.quantize(Decimal("1e-10")) if price else price)


def amount(quantity: Decimal) -> str:
    """Return at most four decimals: "2,190", "0.0625"."""
    whole, _, part = f"{quantity:,.4f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def usd(value: Decimal) -> str:
    return f"${value:,.2f}"


def spread(range_: Range | None) -> str:
    return "" if range_ is None else f"{usd(range_.low)} to {usd(range_.high)}"


def summary(estimate: Estimate, layout: Layout) -> str:
    """Return the parts of the total that --filter and --min-cost select, and the whole total."""
    by, currency = layout.by, layout.currency
    chosen = selected(estimate, layout.selection)
    minimum = layout.selection.minimum if layout.selection else Decimal(0)
    also = (currency.code,) if currency else ()
    table = grid(f"By {by.removeprefix('tag:')}", "Monthly cost", *also, "")
    open_ = open_parts(chosen, by)
    parts = totals(chosen, by)
    for key, value in parts:
        if value >= minimum:
            row(table, key, *amounts(value, currency), at_least(open_[key]))
    if below := [value for _, value in parts if value < minimum]:
        smaller = sum(below, Decimal(0))
        row(table, f"{len(below)} below {usd(minimum)}", *amounts(smaller, currency), "")
    if chosen is not estimate:
        row(table, "Shown", *amounts(chosen.monthly_cost, currency), str(layout.selection))
    note = "; ".join(filter(None, (at_least(len(estimate.gaps)), spread(estimate.range))))
    table.add_row("Total a month", *amounts(estimate.monthly_cost, currency), note)
    return text(table)


def at_least(gaps: int) -> str:
    """Return the note of a sum from which charges are missing."""
    return f"at least: {counted(gaps, 'gap')}" if gaps else ""


def notes(estimate: Estimate) -> Iterator[str]:
    """Yield everything that is not in the total, with counts."""
    unstated = sum(charge.meter.quantity is None for charge in estimate.charges)
    if unstated:
        charges = counted(unstated, "charge")
        yield f"Usage not specified: {charges}, not in the total (plimsoll usage init)"
    yield from default_region(estimate.source.default_region)
    yield from callbacks_line(estimate.source.callbacks_not_run, "are not in the estimate")
    yield from section("Gaps", estimate.gaps)
    yield from section("Not counted", not_counted(estimate.not_counted))
    if free := sum(estimate.free.values()):
        yield f"Free of charge: {counted(free, 'resource')}"
    yield from price_dates(estimate)


def price_dates(estimate: Estimate) -> Iterator[str]:
    dates = [charge.price.as_of for charge in estimate.charges if charge.price]
    if dates:
        yield f"List prices in USD, dated {min(dates)} to {max(dates)}; 730 hours a month"


def default_region(found: DefaultRegion | None) -> Iterator[str]:
    """Yield the region of resources without one, and its origin, if a resource needed it."""
    if found:
        origin = f"{found.region}, from {found.origin}"
        yield f"Region of resources for which neither provider nor stack names one: {origin}"


def counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def section(title: str, gaps: Iterable[Gap]) -> Iterator[str]:
    found = [f"  {gap.name} ({gap.type}): {explained(gap)}" for gap in gaps]
    if found:
        yield f"{title}: {len(found)}"
        yield from found


def explained(gap: Gap) -> str:
    """Return charge, reason and fix of a gap."""
    charge = f"{gap.charge}: " if gap.charge else ""
    fix = f"; {gap.fix}" if gap.fix else ""
    return f"{charge}{gap.reason}{fix}"


def not_counted(gaps: Iterable[Gap]) -> list[Gap]:
    """Return the gaps without provider resources, which are never billed."""
    return [gap for gap in gaps if not gap.type.startswith("pulumi:providers:")]
