"""YAML reader with limits, used for all YAML files.

A file contains one document. Keys are text; duplicates are errors. Aliases and merge keys are
expanded. A FileError for an invalid file contains line, problem and remedy.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from costing.errors import FileError
from costing.files.document import Document
from costing.files.scalars import Schema, shortened, written
from costing.files.text import decoded
from costing.files.yaml_mistakes import explained

DEEPEST = 100  # levels of lists and mappings
MOST_REPEATED = 100_000  # values added by aliases and merge keys

PLAIN = Tag(suffix="plimsoll:plain")
TEXT = Tag(suffix="tag:yaml.org,2002:str")
SEQUENCE = Tag(suffix="tag:yaml.org,2002:seq")
MAPPING = Tag(suffix="tag:yaml.org,2002:map")
STANDARD = "tag:yaml.org,2002:"
MERGE = "<<"

NOT_YAML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
LONG_ESCAPE = re.compile(r"\\U([0-9a-fA-F]{8})")
SURROGATE = re.compile(r"[\ud800-\udfff]")


def document(content: bytes | str, name: str, schema: Schema) -> Document:
    """Return the document of a YAML text; its value is None for empty text. Raise FileError."""
    text = decoded(content, name) if isinstance(content, bytes) else content
    check_characters(text, name)
    node, more = composed(text, name, first=schema.first_document)
    value = None if node is None else Construction(name, schema).value(node)
    return Document(name, value, node, more)


class Resolver(VersionedResolver):
    """Resolver that leaves the value of unquoted text to the schema."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> Tag:  # noqa: ANN401, ARG002
        if kind is ScalarNode:
            return PLAIN if implicit[0] else TEXT
        return SEQUENCE if kind is SequenceNode else MAPPING


def composed(text: str, name: str, *, first: bool) -> tuple[Node | None, bool]:
    """Return the node tree of the first document, and whether another document follows."""
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = DEEPEST
    yaml.Resolver = Resolver
    yaml.composer.warn_double_anchors = False
    try:
        if not first:
            return yaml.compose(text), False
        documents = yaml.compose_all(text)
        return next(documents, None), another(documents)
    except MaxDepthExceededError as error:
        where = f"{name}:{error.problem_mark.line + 1}"
        raise FileError(f"{where}: nested more than {DEEPEST} levels deep; flatten it") from error
    except MarkedYAMLError as error:
        raise FileError(explained(error, name)) from error
    except (ValueError, OverflowError) as error:  # of "\UFFFFFFFF"
        wrong = next((each for each in LONG_ESCAPE.finditer(text) if not is_character(each)), None)
        line = text.count("\n", 0, wrong.start()) + 1 if wrong else 1
        raise FileError(f"{name}:{line}: invalid escape sequence; correct it") from error


def another(documents: Iterator[Node]) -> bool:
    try:
        return next(documents, None) is not None
    except (YAMLError, ValueError, OverflowError):
        return True


def is_character(escape: re.Match[str]) -> bool:
    return int(escape[1], 16) <= sys.maxunicode


def check_characters(text: str, name: str) -> None:
    if found := NOT_YAML.search(text):
        line = text.count("\n", 0, found.start()) + 1
        code = ord(found[0])
        raise FileError(f"{name}:{line}: character U+{code:04X} is not allowed; remove it")


@dataclass(slots=True)
class Construction:
    """Convert nodes to values; count the values that aliases repeat."""

    name: str
    schema: Schema
    made: set[int] = field(default_factory=set)
    around: list[Node] = field(default_factory=list)
    repeated: int = 0

    def value(self, node: Node) -> Any:  # noqa: ANN401 (YAML)
        if id(node) in self.made:
            self.count(node)
        self.made.add(id(node))
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        self.around.append(node)
        try:
            if isinstance(node, MappingNode):
                return self.mapping(node)
            self.check_tag(node, "seq")
            return [self.value(item) for item in node.value]
        finally:
            self.around.pop()

    def count(self, node: Node) -> None:
        self.repeated += 1
        if any(node is each for each in self.around):
            raise self.error(node, f"the value of &{node.anchor} contains itself; remove the alias")
        if self.repeated > MOST_REPEATED:
            raise self.error(
                node, f"aliases repeat more than {MOST_REPEATED:,} values; use fewer aliases"
            )

    def scalar(self, node: ScalarNode) -> Any:  # noqa: ANN401 (YAML)
        try:
            value = self.schema.scalar(node.value, tag_of(node))
        except ValueError as error:
            raise self.error(node, str(error)) from error
        if isinstance(value, str) and SURROGATE.search(value):
            raise self.error(
                node, "an escape sequence is half a surrogate pair; write the character"
            )
        return value

    def mapping(self, node: MappingNode) -> dict[str, Any]:
        self.check_tag(node, "map")
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, item in node.value:
            name = self.key(key)
            if name in lines:
                raise self.error(
                    key, f"duplicate key {shortened(name)}, already on line {lines[name]}"
                )
            lines[name] = line_of(key)
            if is_merge(key):
                for source in self.merged(item):
                    merged = {**source, **merged}
            else:
                own[name] = self.value(item)
        return {**merged, **own} if merged else own

    def key(self, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            raise self.error(node, "a list or mapping cannot be a key; write text")
        if is_merge(node):
            return MERGE
        value = self.scalar(node)
        try:
            return self.schema.key(value, node.value)
        except ValueError as error:
            raise self.error(node, str(error)) from error

    def merged(self, node: Node) -> Iterator[dict[str, Any]]:
        """Yield the mappings of a merge key, highest precedence first."""
        for each in node.value if isinstance(node, SequenceNode) else [node]:
            if not isinstance(each, MappingNode):
                raise self.error(each, "a merge key (<<) takes a mapping or a list of mappings")
            found = self.value(each)
            self.repeated += len(found)
            yield found

    def check_tag(self, node: Node, kind: str) -> None:
        tag = tag_of(node)
        if tag != kind and not self.schema.ignores_tags:
            raise self.error(node, f"unknown tag {written(tag)}; remove it")

    def error(self, node: Node, message: str) -> FileError:
        return FileError(f"{self.name}:{line_of(node)}: {message}")


def is_merge(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value == MERGE and tag_of(node) in {"", "merge"}


def tag_of(node: Node) -> str:
    """Return "int" for `!!int`, "!x" for `!x`, "" for unquoted text without a tag."""
    tag = str(node.tag)
    if tag == str(PLAIN):
        return ""
    return tag.removeprefix(STANDARD)


def line_of(node: Node) -> int:
    return int(node.start_mark.line) + 1


def child(node: Node | None, part: str | int) -> tuple[int, Node] | None:
    """Return the line and the value of a key of a mapping or an item of a list."""
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return line_of(node.value[part]), node.value[part]
    if not isinstance(node, MappingNode):
        return None
    for key, item in node.value:
        if isinstance(key, ScalarNode) and not is_merge(key) and key.value == str(part):
            return line_of(key), item
    for key, item in node.value:
        if is_merge(key):
            for each in item.value if isinstance(item, SequenceNode) else [item]:
                if found := child(each, part):
                    return found
    return None
