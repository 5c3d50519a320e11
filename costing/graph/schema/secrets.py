"""Inputs and outputs that are secrets: those that the SDK marks, and those with a secret's name.

tools/provider_schema.py writes secrets.csv. The engine marks the same ones in a state; a program's
plain text, or a state that an old SDK wrote, has them unmarked.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from costing.graph.schema.tokens import canonical
from costing.model import SECRET, UNKNOWN

# The SDK marks no property of a nested block, and none of a provider.
NAMED = re.compile(
    r"passwords?(Wo)?$|secretKey$|accessKey$|secretAccessKey$|privateKey$|presharedKey$|apiKey$"
    r"|clientSecret$|^secretString$|^secretBinary$|authToken$|^token$|^secret$",
    re.IGNORECASE,
)


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


def without_named(key: str, value: Any) -> Any:  # noqa: ANN401 (JSON)
    match value:
        case Mapping():
            return {name: without_named(name, item) for name, item in value.items()}
        case list():
            return [without_named(key, item) for item in value]
        case str() if value and NAMED.search(key):
            return SECRET
    return value


def is_empty(value: object) -> bool:
    return value is None or value is UNKNOWN or value in ("", [], {})
