"""Escaping of text that reports take over from programs: one function per format."""

import re
from collections.abc import Mapping

SPECIAL_IN_MARKDOWN = re.compile(r"[\\|*_`\[\]~#@]")
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Entity codes of Mermaid: https://mermaid.js.org/syntax/flowchart.html, read 2026-11-24.
MERMAID = {'"': "#quot;", "#": "#35;", "&": "#amp;", "<": "#lt;", ">": "#gt;", "`": "#96;"}


def markdown(text: str, longest: int | None = None) -> str:
    """Return a text that stays in its table cell and contains no markup of its own."""
    escaped = SPECIAL_IN_MARKDOWN.sub(lambda found: f"\\{found[0]}", shortened(text, longest))
    return "".join(HTML.get(each, each) for each in escaped)


def markdown_code(text: str, longest: int | None = None) -> str:
    """Return a code span that stays in its table cell.

    The fence is longer than the longest run of backticks in the text (CommonMark 6.1).
    """
    flat = shortened(text, longest).replace("|", "\\|")
    runs = [len(run) for run in re.findall("`+", flat)]
    fence = "`" * (max(runs, default=0) + 1)
    space = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{space}{flat}{space}{fence}"


def mermaid(text: str) -> str:
    """Return a text that neither ends nor styles a label; Mermaid rejects an empty label."""
    return "".join(MERMAID.get(each, each) for each in flat_text(text)) or "#160;"


def xml(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not allow; the library escapes."""
    return NOT_IN_XML.sub("", text)


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> object:
    """Return a CSV cell that spreadsheets read as text: names may look like formulas."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def cells(row: Mapping[str, object]) -> dict[str, object]:
    return {key: cell(value) for key, value in row.items()}


def terminal(text: str) -> str:
    """Return a text without line breaks and control sequences."""
    return "".join(each if each.isprintable() else " " for each in text)


def shortened(text: str, longest: int | None) -> str:
    flat = flat_text(text)
    return flat if longest is None or len(flat) <= longest else f"{flat[: longest - 1]}…"


def flat_text(text: str) -> str:
    return " ".join(text.split())
