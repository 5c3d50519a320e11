"""The layout of a usage file: the lines of its entries, and lines added between them.

A line that is there stays as it is, byte for byte: values, comments, quotes, order and anchors.
Only braces around all entries are opened, by the round-trip mode of ruamel.yaml, as no line can be
added inside them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from costing.files.text import LINE
from costing.files.yaml_file import Document, editable, parsed

RESOURCES = "resources"
STEP = 2  # spaces of an indent
COMMENT = re.compile(r"\s*(#|$)")
SUGGESTED = re.compile(r"\s*#\s*([A-Za-z]\w*(?:\.\w+)*):")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of `resources` with its value and the comments below it."""

    key: str
    first: int  # its first line, counted from 0
    after: int  # the line after its last
    indent: int
    inner: int | None  # the indent of its own keys; None of a value in braces or an alias


@dataclass(frozen=True, slots=True)
class Layout:
    value: Mapping[str, Any]  # of the document
    lines: Sequence[str]  # with their ends
    resources: Entry | None  # the section
    entries: Sequence[Entry]
    end: int  # the line after the last of the document

    @property
    def indent(self) -> int:
        return self.entries[0].indent if self.entries else STEP

    @property
    def last(self) -> int:
        """Return the line that a new entry goes before."""
        if self.entries:
            return self.entries[-1].after
        return self.resources.after if self.resources else self.end

    def text_of(self, entry: Entry) -> str:
        return "".join(self.lines[entry.first : entry.after])

    def suggested(self, entry: Entry) -> set[str]:
        """Return the keys that comments of an entry suggest."""
        return {
            match[1] for match in map(SUGGESTED.match, self.text_of(entry).splitlines()) if match
        }

    def above(self, entry: Entry) -> str:
        return self.lines[entry.first - 1].strip() if entry.first else ""


def opened(text: str, name: str) -> Layout:
    """Return the layout of a text, with the entries of `resources` in lines, not in braces.

    Raise FileError for text that is not YAML. `name` is the file in messages.
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
    """Return where the document ends: at an end marker below its last key, or with the file."""
    marked = (n for n in range(last + 1, len(lines)) if lines[n].startswith(("...", "---")))
    return next(marked, len(lines))


def between(mapping: MappingNode, end: int) -> Iterator[tuple[Node, Node, int]]:
    """Yield each key and value, and the line that the next key or the end is on."""
    keys = [key.start_mark.line for key, _ in mapping.value]
    for (key, value), following in zip(mapping.value, [*keys[1:], end], strict=True):
        yield key, value, following


def entry_of(lines: Sequence[str], key: Node, value: Node, following: int) -> Entry:
    first = key.start_mark.line
    indent = indent_of(lines[first])
    after = trimmed(lines, first + 1, following, indent)
    return Entry(str(key.value), first, after, indent, inner(lines, key, value, after))


def trimmed(lines: Sequence[str], first: int, after: int, indent: int) -> int:
    """Return where the last line stands that is no blank one and no comment of what follows."""
    while after > first and COMMENT.match(lines[after - 1]):
        blank = not lines[after - 1].strip()
        if not blank and indent_of(lines[after - 1]) > indent:
            break
        after -= 1
    return after


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def column(lines: Sequence[str], key: Node) -> int:
    """Return where a key begins, the question mark before it included."""
    line, start = lines[key.start_mark.line], key.start_mark.column
    return indent_of(line) if line[:start].strip() == "?" else start


def inner(lines: Sequence[str], key: Node, value: Node, after: int) -> int | None:
    first = key.start_mark.line
    if value.start_mark.index < key.start_mark.index:  # an alias of what is above
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
    """Return the text with lines added before those of a number, and without those dropped."""
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
    """Return a key in double quotes: any text is one line of printable characters."""
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
