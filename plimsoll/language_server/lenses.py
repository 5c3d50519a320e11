"""Costs above lines (code lenses) and at their ends (inlay hints)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from lsprotocol import types as lsp

from plimsoll.language_server.values import Analysis, Item, at
from plimsoll.report.cost_table import usd

SHOW = "plimsoll.showCharges"  # command of the editor: open the hover of the line
NOT_CURRENT = " (not current)"


def lenses(
    found: Analysis, file: str, lines: Mapping[int, int], *, current: bool
) -> list[lsp.CodeLens]:
    """Return a lens for each line of `file` that declares resources or components."""
    return [
        lsp.CodeLens(
            range=whole_line(line),
            command=lsp.Command(title=text, command=SHOW, arguments=[file, line + 1]),
        )
        for line, text in titles(found, file, lines, current=current)
    ]


def hints(
    found: Analysis, file: str, lines: Mapping[int, int], text: Sequence[str], *, current: bool
) -> list[lsp.InlayHint]:
    """Return the same texts as hints at the ends of the lines."""
    return [
        lsp.InlayHint(
            position=lsp.Position(line, utf16_length(text[line])), label=title, padding_left=True
        )
        for line, title in titles(found, file, lines, current=current)
        if line < len(text)
    ]


def titles(
    found: Analysis, file: str, lines: Mapping[int, int], *, current: bool
) -> Iterator[tuple[int, str]]:
    """Yield line (the first is 0) and title. Lines that no longer exist are left out."""
    for was, items in sorted(at(found.items, file).items()):
        if was in lines:
            for group in groups(items):
                yield lines[was] - 1, title(group) + ("" if current else NOT_CURRENT)


def groups(items: Sequence[Item]) -> list[list[Item]]:
    """Return components apart from resources: a line may declare both. Free ones are left out."""
    billed = [each for each in items if each.cost or each.charges or each.gaps or each.open]
    both = [[each for each in billed if each.is_component == which] for which in (True, False)]
    return [group for group in both if group]


def title(items: Sequence[Item]) -> str:
    """Return "$363.56 a month", with the number of resources if there are several."""
    cost = usd(total(each.cost for each in items))
    parts = [f"{cost} a month"]
    low, high = total(each.low for each in items), total(each.high for each in items)
    if low != high:
        parts.append(f"{usd(low)} to {usd(high)}")
    count = sum(each.resources for each in items)
    if count > 1:
        parts.append(f"{count} resources")
    if len(items) > 1 and items[0].is_component:
        parts.append(f"{len(items)} components")
    if gaps := sum(each.gaps for each in items):
        parts.append(f"{gaps} not priced")
    if open_ := sum(each.open for each in items):
        parts.append(f"{open_} without usage")
    return ", ".join(parts)


def total(costs: Iterable[Decimal]) -> Decimal:
    return sum(costs, Decimal(0))


def whole_line(line: int) -> lsp.Range:
    return lsp.Range(lsp.Position(line, 0), lsp.Position(line, 0))


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
