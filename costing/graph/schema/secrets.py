"""Inputs and outputs that are secrets: those that the SDK marks, and those with a secret's name.

tools/provider_schema.py writes secrets.csv. The engine marks the same ones in a state; a program's
plain text, or a state that an old SDK wrote, has them unmarked.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from costing.graph.resource import Resource
from costing.graph.schema.tokens import canonical
from costing.model import SECRET, UNKNOWN

# The SDK marks no property of a nested block, and none of a provider.
NAMED = re.compile(
    r"passwords?(Wo)?$|secretKey$|accessKey$|secretAccessKey$|privateKey$|presharedKey$|apiKey$"
    r"|clientSecret$|^secretString$|^secretBinary$|authToken$|^token$|^secret$",
    re.IGNORECASE,
)
SECRET_TEXT = "[secret]"  # noqa: S105 (in place of a secret inside a text)
SHORTEST = 6  # characters of a secret that is looked for inside other texts


@cache
def secrets() -> Mapping[str, Collection[str]]:
    text = files("costing.graph.schema").joinpath("secrets.csv").read_text(encoding="utf-8")
    rows = (line.split(",", 1) for line in text.splitlines()[1:])
    return {token: frozenset(names.split()) for token, names in rows}


def concealed(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return inputs or outputs of a type with SECRET for each known secret, at any depth."""
    marked = secrets().get(canonical(kind), ())
    return {
        key: SECRET if key in marked and not is_empty(value) else without_named(key, value)
        for key, value in values.items()
    }


def concealed_at(kind: str, path: str, value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return the value of an input at a path such as "users[0].password", SECRET for a secret."""
    keys = [key for key in re.split(r"[.\[\]]+", path) if key and not key.isdecimal()]
    if not keys or is_empty(value):
        return value
    if keys[0] in secrets().get(canonical(kind), ()):
        return SECRET
    return without_named(keys[-1], value)


def secret_texts(resource: Resource) -> Sequence[str]:
    """Return the texts in a resource's secrets that nothing marks, the longest first."""
    marked = secrets().get(canonical(resource.type), ())
    found: set[str] = set()
    for values in (resource.inputs, resource.outputs):
        for key, value in values.items():
            collect(found, key, value, secret=key in marked)
    long = (text for text in found if len(text) >= SHORTEST)
    return sorted(long, key=lambda text: (-len(text), text)) if found else ()


def without_texts(value: Any, secret: Sequence[str]) -> Any:  # noqa: ANN401 (JSON)
    """Return a value, or the text of a message, with SECRET_TEXT for each of these secrets."""
    match value:
        case str():
            for text in secret:
                value = value.replace(text, SECRET_TEXT)
        case Mapping():
            return {key: without_texts(item, secret) for key, item in value.items()}
        case list() | tuple():
            return [without_texts(item, secret) for item in value]
    return value


def collect(found: set[str], key: str, value: Any, *, secret: bool) -> None:  # noqa: ANN401 (JSON)
    """Add each text of a value that is a secret, or has a secret's name at any depth."""
    kind = type(value)
    if kind is str:
        if value and (secret or is_named(key)):
            found.add(value)
    elif kind is dict:
        for name, item in value.items():
            collect(found, name, item, secret=secret)
    elif kind is list:
        for item in value:
            collect(found, key, item, secret=secret)


def without_named(key: str, value: Any) -> Any:  # noqa: ANN401 (JSON)
    match value:
        case Mapping():
            return {name: without_named(name, item) for name, item in value.items()}
        case list():
            return [without_named(key, item) for item in value]
        case str() if value and is_named(key):
            return SECRET
    return value


@lru_cache(maxsize=10_000)
def is_named(key: str) -> bool:
    """Return whether an input has the name of a secret."""
    return NAMED.search(key) is not None


def is_empty(value: object) -> bool:
    return value is None or value is UNKNOWN or value in ("", [], {})
