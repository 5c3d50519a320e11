"""Secrets in inputs: text, mappings of names to values, and lists of name and value."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK, Finding
from policies.engine.logic import found, is_unknown, read, type_of
from policies.engine.selectors.credentials import secret_in

GENERATORS = ("aws:", "random:", "tls:")  # packages whose outputs are no texts of the program
REFERENCE = "a reference to Secrets Manager or Parameter Store"


def no_secret(resource: Resource, path: str) -> Iterator[Finding]:
    """Yield a finding for an input whose text or values contain a secret.

    The finding names the kind of the secret, never its value.
    """
    value = read(resource, path)
    if value is None:
        return
    kinds = [secret_in(text) for text in texts(value)]
    kind = next((each for each in kinds if each), None)
    broken = UNKNOWN if kind is None and has_unknown(value) else kind is not None
    because = f"{path} contains {kind}"
    yield from found(broken, resource, path, REFERENCE, actual=kind, because=because)


def no_plain_text(resource: Resource, path: str, expected: str) -> Iterator[Finding]:
    """Yield a finding for a password that is a text; a secret or another resource's output is not.

    The finding never has the password.
    """
    value = read(resource, path)
    made = resource.references.get(path, ())
    generated = bool(made) and all(type_of(each.urn).startswith(GENERATORS) for each in made)
    unclear = value is UNKNOWN and not generated
    because = f"{path} is a text in the program"
    plain = UNKNOWN if unclear else isinstance(value, str)
    yield from found(plain, resource, path, expected, actual="text", because=because)


def texts(value: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    """Yield each known text, with the name that it is assigned to."""
    match value:
        case str():
            yield from in_text(value)
        case Mapping():
            name, assigned = at(value, "name"), at(value, "value")
            if isinstance(name, str) and isinstance(assigned, str):
                yield f"{name}={assigned}"
            for key, item in value.items():
                if isinstance(item, str):
                    yield f"{key}={item}"
                yield from texts(item)
        case list():
            for item in value:
                yield from texts(item)


def in_text(text: str) -> Iterator[str]:
    """Yield the text; that of the values in it where it is JSON."""
    if text.lstrip().startswith(("{", "[")):
        try:
            yield from texts(json.loads(text))
        except ValueError:
            yield text
        return
    yield text


def has_unknown(value: Any) -> bool:  # noqa: ANN401 (JSON)
    match value:
        case str():
            return UNKNOWN_MARK in value
        case Mapping():
            return any(map(has_unknown, value.values()))
        case list():
            return any(map(has_unknown, value))
    return is_unknown(value)
