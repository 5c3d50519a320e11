"""Escaping of text that reports take over from programs: one function per format."""

import re
from collections.abc import Mapping

SPECIAL_IN_MARKDOWN = re.compile(r"[\\|*_`\[\]~]")
ZERO_WIDTH = "&#8203;"
# References that GitHub and GitLab look for in the rendered text, where a backslash is gone:
# https://docs.gitlab.com/user/markdown/#gitlab-specific-references, read 2026-12-01.
REFERENCE_IN_MARKDOWN = re.compile(r"(?<![\w&])([@#!])(?=\w)")
# Not compiled before its first use: the ranges are large.
NOT_IN_XML = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
IN_CODE = "&<>|\\*_`[]~#@!:"
# Entity codes of Mermaid: https://mermaid.js.org/syntax/flowchart.html, read 2026-11-24.
MERMAID = {
    '"': "#quot;",
    "#": "#35;",
    "&": "#amp;",
    "<": "#lt;",
    ">": "#gt;",
    "`": "#96;",
    "%": "#37;",
}


def markdown(text: str, longest: int | None = None) -> str:
    """Return a text that stays in its table cell and contains no markup of its own."""
    escaped = SPECIAL_IN_MARKDOWN.sub(lambda found: f"\\{found[0]}", shortened(text, longest))
    return without_references("".join(HTML.get(each, each) for each in escaped))


def without_references(text: str) -> str:
    """Return a text in which "@name" and "#1" send no notification and make no link."""
    return REFERENCE_IN_MARKDOWN.sub(lambda found: f"{found[1]}{ZERO_WIDTH}", text)


def markdown_code(text: str, longest: int | None = None) -> str:
    """Return a code span that stays in its table cell.

    The fence is longer than the longest run of backticks in the text (CommonMark 6.1). A span
    with a bar is HTML, since renderers disagree about a backslash before a bar.
    """
    flat = shortened(text, longest)
    if "|" in flat or not flat:
        coded = (f"&#{ord(each)};" if each in IN_CODE else each for each in flat)
        return f"<code>{''.join(coded)}</code>"
    runs = [len(run) for run in re.findall("`+", flat)]
    fence = "`" * (max(runs, default=0) + 1)
    space = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{space}{flat}{space}{fence}"


def mermaid(text: str) -> str:
    """Return a text that neither ends nor styles a label; Mermaid rejects an empty label."""
    return "".join(MERMAID.get(each, each) for each in flat_text(text)) or "#160;"


def xml(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not allow; the library escapes."""
    return re.sub(NOT_IN_XML, "", text)


# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html section 3.11.6 (2026-12-01).
LINK_IN_SARIF = re.compile(r"\[([^\[\]]*)\](?=\()")


def sarif(text: str) -> str:
    """Return the text of a message in which no bracket begins a link."""
    return LINK_IN_SARIF.sub(r"\\[\1\\]", text)


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> object:
    """Return a CSV cell that spreadsheets read as text: names may look like formulas."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if value.startswith(FORMULA) or text.startswith(FORMULA) else text


def cells(row: Mapping[str, object]) -> dict[str, object]:
    return {key: cell(value) for key, value in row.items()}


# Texts that continuous integration runs as commands: GitHub Actions at the start of a line, Azure
# Pipelines and TeamCity anywhere. The middle of each match is replaced by a space.
COMMAND = re.compile(r"^(\s*:)(?=:)|(#)(?=#(?:\[|vso\[|teamcity\[))", re.IGNORECASE)


def terminal(text: str) -> str:
    """Return a line without line breaks, control sequences and commands of CI systems."""
    return COMMAND.sub(lambda found: f"{found[0]} ", printable(text))


def printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " for each in text)


def shortened(text: str, longest: int | None) -> str:
    flat = flat_text(text)
    return flat if longest is None or len(flat) <= longest else f"{flat[: longest - 1]}…"


def flat_text(text: str) -> str:
    return " ".join(printable(text).split())
