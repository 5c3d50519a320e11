"""Read the states of a large export or checkpoint one by one: the text is never in memory whole.

Only plain files are read so. For every other text (previews, text beside the document, mistakes)
`document_of` returns None: the caller reads the file whole, and names the mistake.
"""

import codecs
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, BinaryIO

from costing.graph.readers.resource_v3 import FIELDS, Json
from costing.graph.readers.values import DECODER, INTERNAL
from costing.graph.schema.input_types import resource_type
from costing.graph.schema.secrets import is_named, secrets
from costing.graph.schema.tokens import canonical

CHUNK = 2**20  # characters
SPACE = re.compile(r"[ \t\r\n]*")
LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
EMPTY: Json = {
    name: kind() for kind, names in FIELDS.items() if kind in {list, dict} for name in names
}
KEPT = {"urn", "region", "defaults", *(name for names in FIELDS.values() for name in names)}
INTERNED = ("type", "parent", "provider")
# Names of outputs that models, rules and references read.
READ = re.compile(
    r"(^|[a-z])(arn|id|name|domain|family|identifier|bucket|url|endpoint|zone|region)$"
    r"|Actual$",
    re.IGNORECASE,
)
MOST_SHARED, LONGEST_SHARED = 10_000, 60  # texts; characters


class NotStreamed(Exception):  # noqa: N818 (no error: the text is read whole)
    """A text of another kind, or with a mistake."""


def document_of(file: BinaryIO) -> Json | None:
    """Return the document of a state; None if the text has to be read whole."""
    try:
        window = Window(codecs.getreader("utf-8")(file))
        found = window.object_of(PARTS)
        if window.next() != "":
            return None
    except (NotStreamed, ValueError, RecursionError):
        return None
    return found


class Window:
    """Part of a text that is being decoded."""

    def __init__(self, file: codecs.StreamReader) -> None:
        self.file = file
        self.text = ""
        self.at = 0
        self.memo: dict[str, str] = {}

    def more(self) -> bool:
        """Read on; return whether there was more text."""
        rest = self.text[self.at :]
        read = self.file.read(max(CHUNK, len(rest)))
        self.text, self.at = rest + read, 0
        return bool(read)

    def next(self) -> str:
        """Return the next character after white space; empty at the end of the text."""
        while True:
            self.at = SPACE.match(self.text, self.at).end()  # type: ignore[union-attr] # "" matches
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, expected: str) -> str:
        """Return the next character and step over it. Raise NotStreamed for another one."""
        found = self.next()
        if not found or found not in expected:
            raise NotStreamed
        self.at += 1
        return found

    def value(self) -> Any:  # noqa: ANN401 (JSON)
        """Return the next value. Raise ValueError if there is none."""
        self.next()
        while True:
            try:
                found, end = DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                if not self.more():
                    raise
                continue
            if end == len(self.text) and self.more():
                continue  # a number may go on
            if LONE_SURROGATE.search(self.text, self.at, end):
                raise NotStreamed
            self.at = end
            return found

    def object_of(self, parts: Mapping[str, Any]) -> Json:
        """Return the next object with these keys, each read by a function or as an object."""
        self.take("{")
        found: Json = {}
        end = self.next()
        while end != "}":
            key = self.value()
            self.take(":")
            if not isinstance(key, str) or key in found:
                raise NotStreamed
            found[key] = self.part(parts, key)
            end = self.take(",}")
        if not found:
            raise NotStreamed
        return found

    def part(self, parts: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 (JSON)
        of = parts.get(key, parts.get("*"))
        if of is None:
            raise NotStreamed
        if isinstance(of, Mapping):
            return self.object_of(of) if self.next() == "{" else self.value()
        read: Callable[[Window], Any] = of
        return read(self)

    def states(self) -> list[Any]:
        """Return the next list, its states without what a graph does not need."""
        if self.next() != "[":
            raise NotStreamed
        return [*self.items()]

    def items(self) -> Iterator[Any]:
        self.take("[")
        if self.next() == "]":
            self.at += 1
            return
        end = ","
        while end == ",":
            yield slim(self.value())
            end = self.take(",]")


DEPLOYMENT = {"resources": Window.states, "*": Window.value}
PARTS = {
    "version": Window.value,
    "features": Window.value,
    "deployment": DEPLOYMENT,
    "checkpoint": {"latest": DEPLOYMENT, "*": Window.value},
}


def slim(state: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return a state with what readers read; its outputs share the values of its inputs."""
    if not isinstance(state, dict):
        return state
    found = {
        key: value
        for key, value in state.items()
        if key in KEPT and value is not None and not is_empty(key, value)
    }
    for key in INTERNED:
        if type(found.get(key)) is str:
            found[key] = sys.intern(found[key])
    inputs, outputs = found.get("inputs"), found.get("outputs")
    if type(inputs) is dict:
        found["inputs"] = inputs = sharing(inputs, {})
    if type(outputs) is dict:
        kind = str(found.get("type"))
        read = {key: item for key, item in outputs.items() if is_nested(item) or is_read(kind, key)}
        found["outputs"] = sharing(read, inputs if type(inputs) is dict else {})
    return found


def is_nested(value: object) -> bool:
    return type(value) in {dict, list}


@lru_cache(100_000)
def is_read(kind: str, key: str) -> bool:
    """Return whether an output fills in an input, names the resource or is a secret."""
    token = canonical(kind)
    schema = resource_type(token)
    if schema is None or key in schema.inputs or READ.search(key):
        return True
    return key in secrets().get(token, ()) or is_named(key)


def is_empty(key: str, value: object) -> bool:
    return key in EMPTY and type(value) is type(EMPTY[key]) and not value


TEXTS: dict[str, str] = {}


def sharing(values: Json, others: Json) -> Json:
    """Return values with the objects of equal others; a repeated short text is one object."""
    found: Json = {}
    for key, value in values.items():
        if key[:2] == INTERNAL:
            continue
        other = others.get(key)
        if other is not None and type(value) in {str, dict, list} and same(value, other):
            found[key] = other
        else:
            short = type(value) is str and len(value) <= LONGEST_SHARED
            found[key] = shared(value) if short else value
    return found


def shared(text: str) -> str:
    if len(TEXTS) < MOST_SHARED:
        return TEXTS.setdefault(text, text)
    return TEXTS.get(text, text)


def same(one: object, other: object) -> bool:
    """Return whether two values have the same JSON: True is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return [*one] == [*other] and all(map(same, one.values(), other.values()))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other
