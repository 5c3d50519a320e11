"""Charges of a line's resources, as Markdown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from plimsoll.language_server.lenses import total
from plimsoll.language_server.values import Analysis, ChargeLine, Item, at
from plimsoll.report.cost_table import usd
from plimsoll.report.escape import markdown, markdown_code

MOST_RESOURCES, MOST_CHARGES = 5, 12
HEAD = ("| charge | quantity | unit price | USD a month |", "|---|--:|--:|--:|")


def hover(found: Analysis, file: str, line: int) -> str:
    """Return the charges of the resources declared at a line (the first is 1); "" for none."""
    items = sorted(at(found.items, file).get(line, ()), key=lambda each: (-each.cost, each.urn))
    parts = ["\n".join(of_item(each)) for each in items[:MOST_RESOURCES]]
    if left := items[MOST_RESOURCES:]:
        rest = usd(total(each.cost for each in left))
        parts.append(f"{len(left)} further resources of this line: {rest} a month")
    return "\n\n".join(parts)


def of_item(item: Item) -> Iterator[str]:
    range_ = "" if item.low == item.high else f" ({usd(item.low)} to {usd(item.high)})"
    count = f", {item.resources} resources" if item.is_component else ""
    name, kind = markdown(item.name), markdown_code(item.type)
    yield f"**{name}** {kind}: {usd(item.cost)} a month{range_}{count}"
    if item.charges:
        yield ""
        yield from HEAD
        yield from (row(charge) for charge in item.charges[:MOST_CHARGES])
        yield ""
        yield from sources(item.charges[:MOST_CHARGES])


def row(charge: ChargeLine) -> str:
    if charge.cost is not None:
        shown = usd(charge.cost)
    else:
        shown = f"set usage {markdown_code(charge.usage)}" if charge.usage else "unknown"
    cells = (markdown(charge.name), markdown(charge.quantity), f"${charge.unit_price}", shown)
    return f"| {' | '.join(cells)} |"


def sources(charges: Sequence[ChargeLine]) -> Iterator[str]:
    """Yield date and source of the prices with their SKUs, and what was assumed."""
    skus: dict[tuple[str, str], list[str]] = defaultdict(list)
    for charge in charges:
        if (
            charge.as_of
            and (code := markdown_code(charge.sku)) not in skus[charge.as_of, charge.source]
        ):
            skus[charge.as_of, charge.source].append(code)
    for (as_of, source), codes in skus.items():
        yield f"- {', '.join(codes)}: prices of {as_of}, {markdown(source)}"
    for charge in charges:
        if charge.assumed:
            yield f"- {markdown(charge.name)}: {markdown(charge.assumed)}"
