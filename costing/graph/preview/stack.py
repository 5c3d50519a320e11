"""Settings of a stack as its program reads them: all text, with a list of secret keys.

https://www.pulumi.com/docs/iac/concepts/config/, read 2026-11-20.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from costing.graph.preview.go_json import json_text
from costing.graph.preview.go_scalars import LARGEST_INT64, Timestamp
from costing.graph.preview.placeholder_values import digits

SHORTEST_SECRET = 4
PLACEHOLDER = re.compile(r"encrypted-[0-9a-f]{12}")
# Placeholders for encrypted values, by type in Pulumi.yaml.
ENCRYPTED = {"integer": "1", "number": "1", "boolean": "true", "array": "[]", "object": "{}"}


@dataclass(frozen=True, slots=True)
class Stack:
    project: str
    name: str
    organization: str = "organization"
    config: Mapping[str, str] = field(default_factory=dict)  # namespace:key → value
    secrets: frozenset[str] = frozenset()  # keys

    @property
    def secret_values(self) -> frozenset[str]:
        """Texts of secrets that are long enough to be recognized in other text."""
        values: list[str] = [self.config[key] for key in self.secrets if key in self.config]
        inner: list[str] = [text for value in values for text in PLACEHOLDER.findall(value)]
        return frozenset(value for value in (*values, *inner) if len(value) >= SHORTEST_SECRET)

    @property
    def encrypted(self) -> frozenset[str]:
        """Keys of encrypted settings without a type in Pulumi.yaml."""
        return frozenset(key for key in self.secrets if self.config.get(key) == placeholder(key))

    def redacted(self, text: str) -> str:
        for secret in sorted(self.secret_values, key=len, reverse=True):
            text = text.replace(secret, "[secret]")
        return text


@dataclass(frozen=True, slots=True)
class Setting:
    value: str
    secret: bool = False


def setting(value: Any, key: str, declared: str | None = None) -> Setting:
    """Return a value of a stack file as Pulumi passes it to the program.

    An encrypted value is replaced by a placeholder of its type. Raise ValueError for a value that
    Pulumi does not accept.
    """
    match value:
        case {"secure": str()} if len(value) == 1:
            return Setting(ENCRYPTED.get(declared or "", placeholder(key)), secret=True)
        case dict() | list():
            return Setting(json_text(opened(value, key)), secret=is_encrypted(value))
        case None:
            return Setting("")
        case bool() | int() | float():
            return Setting(json_text(value))
    return Setting(str(value))


def default(value: Any, key: str, declared: str | None = None) -> Setting:
    """Return a value of Pulumi.yaml as Pulumi passes it to the program.

    Pulumi converts it to JSON first, so timestamps differ from those of a stack file. Raise
    ValueError for a value that Pulumi does not accept.
    """
    return setting(through_json(value), key, declared)


def through_json(value: Any) -> Any:
    match value:
        case dict():
            return {name: through_json(item) for name, item in value.items()}
        case list():
            return [through_json(item) for item in value]
        case Timestamp():
            return value.rfc3339
        case int() if not isinstance(value, bool):
            return as_int64(value)
    return value


def as_int64(value: int) -> int | float:
    """Return a number as Pulumi reads it from JSON: an integer if it has no fraction."""
    return value if value <= LARGEST_INT64 else float(value)


def placeholder(key: str) -> str:
    return f"encrypted-{digits(key, length=12)}"


def opened(value: Any, key: str) -> Any:
    match value:
        case {"secure": str()} if len(value) == 1:
            return placeholder(key)
        case dict():
            return {name: opened(item, f"{key}.{name}") for name, item in value.items()}
        case list():
            return [opened(item, f"{key}[{index}]") for index, item in enumerate(value)]
        case Timestamp():
            return str(value)
        case int() if not isinstance(value, bool):
            return as_int64(value)
    return value


def is_encrypted(value: Any) -> bool:
    match value:
        case {"secure": str()} if len(value) == 1:
            return True
        case dict():
            return any(map(is_encrypted, value.values()))
        case list():
            return any(map(is_encrypted, value))
    return False
