"""Line layout of a usage file, for adding lines without changing existing ones.

Existing lines are kept byte for byte. Only braces around all entries are converted to lines, with
the round-trip mode of ruamel.yaml, because lines cannot be added inside braces.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from costing.files.document import Document
from costing.files.text import LINE
from costing.files.yaml_file import editable, parsed

RESOURCES = "resources"
STEP = 2  # spaces of one indent level
COMMENT = re.compile(r"\s*(#|$)")
SUGGESTED = re.compile(r"\s*#\s*([A-Za-z]\w*(?:\.\w+)*):")


@dataclass(frozen=True, slots=True)
class Entry:
    """Position of a key of `resources` with its value and the comments below it."""

    key: str
    first: int  # number of the first line, from 0
    after: int  # number of the line after the last
    indent: int
    inner: int | None  # indent of the nested keys; None for braces or an alias


@dataclass(frozen=True, slots=True)
class Layout:
    value: Mapping[str, Any]  # of the document
    lines: Sequence[str]  # with line ends
    resources: Entry | None  # the section `resources`
    entries: Sequence[Entry]
    end: int  # number of the line after the document

    @property
    def indent(self) -> int:
        return self.entries[0].indent if self.entries else STEP

    @property
    def last(self) -> int:
        """Number of the line before which a new entry is added."""
        if self.entries:
            return self.entries[-1].after
        return self.resources.after if self.resources else self.end

    def text_of(self, entry: Entry) -> str:
        return "".join(self.lines[entry.first : entry.after])

    def suggested(self, entry: Entry) -> set[str]:
        """Return the keys in the comments of an entry."""
        return {
            match[1] for match in map(SUGGESTED.match, self.text_of(entry).splitlines()) if match
        }

    def above(self, entry: Entry) -> str:
        return self.lines[entry.first - 1].strip() if entry.first else ""


def opened(text: str, name: str) -> Layout:
    """Return the layout of a text, with braces around `resources` converted to lines.

    Raise FileError for invalid YAML. `name`: name of the file in messages.
    """
    document = parsed(text, name)
    found = layout(text, document)
    section = found.resources
    inline = isinstance(document.node, MappingNode) and document.node.flow_style
    if not inline and (section is None or section.inner is not None):
        return found
    broken = in_lines(text)
    return layout(broken, parsed(broken, name))


def in_lines(text: str) -> str:
    yaml = editable()
    document = yaml.load(text)
    document.fa.set_block_style()
    if document.get(RESOURCES):
        document[RESOURCES].fa.set_block_style()
    elif RESOURCES in document:
        document[RESOURCES] = None
    written = StringIO()
    yaml.dump(document, written)
    return written.getvalue()


def layout(text: str, document: Document) -> Layout:
    lines, root = LINE.findall(text), document.node
    if not isinstance(root, MappingNode):
        return Layout({}, lines, None, (), len(lines))
    end = end_of(lines, max((key.start_mark.line for key, _ in root.value), default=0))
    last = trimmed(lines, 0, end, -1)
    found = next((each for each in between(root, end) if each[0].value == RESOURCES), None)
    if found is None:
        return Layout(document.value, lines, None, (), last)
    key, value, following = found
    section, entries = entry_of(lines, key, value, following), []
    if section.inner is not None and isinstance(value, MappingNode):
        entries = [entry_of(lines, *each) for each in between(value, following)]
    return Layout(document.value, lines, section, entries, last)


def end_of(lines: Sequence[str], last: int) -> int:
    """Return the line number of the document's end: an end marker, or the end of the file."""
    unmatched_keys = (n for n in range(last + 1, len(lines)) if lines[n].startswith(("...", "---")))
    return next(unmatched_keys, len(lines))


def between(mapping: MappingNode, end: int) -> Iterator[tuple[Node, Node, int]]:
    """Yield each key and value with the line number of the next key or the end."""
    keys = [key.start_mark.line for key, _ in mapping.value]
    for (key, value), following in zip(mapping.value, [*keys[1:], end], strict=True):
        yield key, value, following


def entry_of(lines: Sequence[str], key: Node, value: Node, following: int) -> Entry:
    first = key.start_mark.line
    indent = indent_of(lines[first])
    after = trimmed(lines, first + 1, following, indent)
    return Entry(str(key.value), first, after, indent, inner(lines, key, value, after))


def trimmed(lines: Sequence[str], first: int, after: int, indent: int) -> int:
    """Return the number of the last line, without blank lines and comments of the next entry."""
    while after > first and COMMENT.match(lines[after - 1]):
        blank = not lines[after - 1].strip()
        if not blank and indent_of(lines[after - 1]) > indent:
            break
        after -= 1
    return after


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def column(lines: Sequence[str], key: Node) -> int:
    """Return the column of a key, or of the question mark before it."""
    line, start = lines[key.start_mark.line], key.start_mark.column
    return indent_of(line) if line[:start].strip() == "?" else start


def inner(lines: Sequence[str], key: Node, value: Node, after: int) -> int | None:
    first = key.start_mark.line
    if value.start_mark.index < key.start_mark.index:  # an alias of a value above
        return None
    if isinstance(value, MappingNode):
        opens = not value.flow_style and value.start_mark.line > first
        return column(lines, value.value[0][0]) if opens else None
    if isinstance(value, ScalarNode) and value.value == "" and value.style is None:
        comments = (line for line in lines[first + 1 : after] if line.lstrip().startswith("#"))
        deeper = (indent_of(line) for line in comments if indent_of(line) > indent_of(lines[first]))
        return next(deeper, indent_of(lines[first]) + STEP)
    return None


def spliced(lines: Sequence[str], added: Mapping[int, Sequence[str]], dropped: set[int]) -> str:
    """Return the text with lines added before given line numbers, and dropped lines removed."""
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    result: list[str] = []
    for number in range(len(lines) + 1):
        for line in added.get(number, ()):
            if result and not result[-1].endswith(("\n", "\r")):
                result[-1] += newline
            result.append(line + newline)
        if number < len(lines) and number not in dropped:
            result.append(lines[number])
    return "".join(result)


def yaml_key(key: str) -> str:
    """Return a key in double quotes, on one line of printable characters."""
    return f'"{"".join(map(escaped, key))}"'


def escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 (YAML has an escape for each length)
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
