"""Section of a result: title, table and sentences, for text, Markdown, JSON and HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    columns: Row
    rows: Sequence[Row]
    lines: Sequence[str] = ()  # sentences below the rows
