"""Text in aligned columns, as wide as their content: lines can be searched and cut by other tools.

Importing a library for it would take longer than estimating a small stack.
"""

from dataclasses import dataclass, field
from textwrap import wrap
from unicodedata import combining, east_asian_width

from plimsoll.report.escape import flat_text

GAP = " "
WIDE = ("W", "F")  # characters that take two columns of a terminal


@dataclass(slots=True)
class Columns:
    """Rows of a table. The first and the last column are aligned left, the others right."""

    titles: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add_row(self, *cells: str) -> None:
        self.rows.append(cells)

    def lines(self) -> list[str]:
        rows = [self.titles, *self.rows] if any(self.titles) else self.rows
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        last = len(widths) - 1
        return [
            (GAP * 2)
            .join(
                padded(cell, widths[index], right=0 < index < last)
                for index, cell in enumerate(row)
            )
            .rstrip()
            for row in rows
        ]


def padded(cell: str, size: int, *, right: bool) -> str:
    space = GAP * (size - width(cell))
    return space + cell if right else cell + space


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(each) else 1 + (east_asian_width(each) in WIDE) for each in text)


def cut(text: str, columns: int) -> str:
    """Return a text of at most `columns` columns of a terminal, with "…" where it is cut."""
    flat = flat_text(text)
    if width(flat) <= columns:
        return flat
    kept = flat[: max(columns - 1, 0)]
    while width(kept) > columns - 1:
        kept = kept[:-1]
    return f"{kept}…"


def wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    """Return the lines of a paragraph of at most `columns` columns; later lines are indented."""
    if width(text) <= columns:
        return [text]
    # A wide character takes two columns, so a text with one is wrapped at half of them.
    room = columns if width(text) == len(text) else max(columns // 2, len(indent) + 1)
    return wrap(text, room, subsequent_indent=indent, break_on_hyphens=False)
