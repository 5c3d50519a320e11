"""Judges of reports: each format is parsed as its readers do, and searched for foreign markup."""

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from xml.etree.ElementTree import fromstring

from markdown_it import MarkdownIt
from typing_extensions import override

TERMINAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Lines that GitHub Actions, Azure Pipelines and TeamCity run as commands.
COMMAND = re.compile(r"^\s*::\w|##(\[|vso\[|teamcity\[)", re.MULTILINE)
MENTION = re.compile(r"(?<![\w/.`-])@\w")  # GitHub and GitLab look for them in the rendered text
FOREIGN = {"img", "iframe", "object", "embed", "base", "form", "marquee"}
OWN_IN_PAGES = {"script", "style", "svg", "b"}
MERMAID_LINE = re.compile(
    r'flowchart LR|\s*(subgraph )?n\d+\["[^"]*"\]|\s*end|\s*n\d+ -->(\|"[^"]*"\|)? n\d+'
)


class Page(HTMLParser):
    """Parser that refuses elements and attributes which only an attack has."""

    def __init__(self, *, scripts: bool) -> None:
        super().__init__()
        self.scripts = scripts
        self.open: list[str] = []
        self.text: list[str] = []  # outside of code

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in FOREIGN, (tag, attrs)
        assert self.scripts or tag not in OWN_IN_PAGES, (tag, attrs)
        assert not any(name.startswith("on") for name, _ in attrs), (tag, attrs)
        for name in ("src", "href"):
            target = dict(attrs).get(name) or "#"
            assert target.startswith(("#", "https://")), (tag, attrs)
        self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    @override
    def handle_data(self, data: str) -> None:
        if "code" not in self.open and "pre" not in self.open:
            self.text.append(data)


def page(text: str, *, scripts: bool) -> Page:
    found = Page(scripts=scripts)
    found.feed(text)
    return found


def judged(format_: str, text: str) -> None:
    """Parse a report as its readers do. Raise for one that is not well-formed or not safe."""
    match format_:
        case "json" | "sarif":
            json.loads(text, parse_constant=refused)
        case "csv" | "focus":
            rows = list(csv.reader(StringIO(text)))
            assert {len(row) for row in rows} == {len(rows[0])}
            cells = [cell for row in rows for cell in row]
            assert not any(cell[:1] in "=@\t\r" and cell for cell in cells), cells
        case "junit":
            assert fromstring(text).tag == "testsuites"  # noqa: S314 (our own output)
        case "html":
            page(text, scripts=True)
        case "markdown":
            markdown(text)
        case "table" | "tree" | "summary":
            terminal(text)
        case "mermaid":
            for line in text.splitlines():
                assert MERMAID_LINE.fullmatch(line), line
            assert "%%{" not in text


def markdown(text: str) -> None:
    assert not TERMINAL.search(text), TERMINAL.search(text)
    tables(text)
    found = page(MarkdownIt("commonmark").enable("table").render(text), scripts=False)
    visible = "".join(found.text)
    assert not MENTION.search(visible), MENTION.search(visible)


def tables(text: str) -> None:
    """Check that each row of a table has as many cells as its head, as GitHub counts them."""
    width = 0
    for line in text.splitlines():
        cells = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else 0
        assert not (cells and width) or cells == width, line
        width = cells


def terminal(text: str) -> None:
    assert not TERMINAL.search(text.replace("\n", "")), TERMINAL.search(text)
    assert not COMMAND.search(text), COMMAND.search(text)


def refused(text: str) -> None:
    raise AssertionError(f"{text} is not JSON")
