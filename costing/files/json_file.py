"""JSON reader that rejects duplicate keys, infinite numbers and deep nesting."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from costing.errors import FileError
from costing.files.scalars import shortened
from costing.files.text import content_of, decoded

MOST_DIGITS = 309  # digits of the largest double


Pairs = list[tuple[str, Any]]


class JsonError(ValueError):
    """A value that is valid JSON but not supported: a duplicate key or an excessive number."""


def decoder(
    number: Callable[[str], Any], objects: Callable[[Pairs], dict[str, Any]] | None = None
) -> json.JSONDecoder:
    """Return a decoder that converts numbers with a fraction or an exponent with `number`.

    The decoder raises JsonError for duplicate keys and for numbers that are not finite.
    """
    return json.JSONDecoder(
        object_pairs_hook=objects or unique,
        parse_float=number,
        parse_int=integer,
        parse_constant=not_finite,
    )


def unique(pairs: Pairs) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        raise JsonError(f"duplicate key {shortened(twice)}; keep one of them")
    return found


def integer(text: str) -> int:
    digits = len(text.lstrip("-"))
    if digits > MOST_DIGITS:
        raise JsonError(f"number of {digits} digits; at most {MOST_DIGITS} are supported")
    return int(text)


def not_finite(text: str) -> float:
    raise JsonError(f"{text} is not a JSON number")


def finite(text: str) -> float:
    value = float(text)
    if abs(value) == float("inf"):
        raise JsonError(f"{shortened(text)} is out of range")
    return value


FLOATS = decoder(finite)


def read(path: Path) -> Any:  # noqa: ANN401 (JSON)
    """Return a JSON file's content. Raise FileError."""
    return parsed(content_of(path), str(path))


def parsed(content: bytes, name: str) -> Any:  # noqa: ANN401 (JSON)
    text = decoded(content, name)
    try:
        return FLOATS.decode(text)
    except json.JSONDecodeError as error:
        raise FileError(f"{name}:{error.lineno}: not valid JSON: {problem(error)}") from error
    except JsonError as error:
        raise FileError(f"{name}: {error}") from error
    except RecursionError as error:
        raise FileError(f"{name}: nested too deeply; flatten it") from error


def problem(error: json.JSONDecodeError) -> str:
    """Return the problem and its column from a decoder's error."""
    if not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated"):
        return "the text is incomplete; write the whole file"
    if error.msg.startswith("Extra data"):
        return "more text follows the value; remove it"
    return f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
