"""Usage keys: description, unit, default and example value of each.

`resources/usage_keys.csv` has one row for each key: the Pulumi types ("*": every type with the
key), the key ("*": a variable part, such as a region or storage class, which replaces "{}" in the
description), unit, example, default and description.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin

import costing.resources
from costing.resources import PRICED

TABLE = Path(costing.resources.__file__).parent / "usage_keys.csv"
NOT_PRICED = "not priced"  # without the key the charge has no quantity, or is not listed
NO_EFFECT = "no effect"  # prefix of the default of a key that does not affect the price
ANY = "*"
INSTEAD_OF = {  # keys of one meaning: the first is used where a resource has both
    "savings_plan_*": "reserved_instance_*",
    "monthly_hrs": "monthly_rpu_hrs",
}
NAMES = {  # names of the variable parts of keys that are not region codes
    "asia_pacific": "Asia Pacific",
    "australia": "Australia and New Zealand",
    "europe": "Europe",
    "glacier_deep_archive": "Glacier Deep Archive",
    "glacier_flexible_retrieval": "Glacier Flexible Retrieval",
    "glacier_instant_retrieval": "Glacier Instant Retrieval",
    "india": "India",
    "intelligent_tiering": "Intelligent-Tiering",
    "japan": "Japan",
    "middle_east": "the Middle East",
    "one_zone_infrequent_access": "One Zone-Infrequent Access",
    "singapore": "Singapore",
    "south_africa": "South Africa",
    "south_america": "South America",
    "south_korea": "South Korea",
    "standard": "Standard",
    "standard_infrequent_access": "Standard-Infrequent Access",
    "us": "the United States, Mexico and Canada",
}


@dataclass(frozen=True, slots=True)
class UsageKey:
    name: str  # "standard.storage_gb"
    unit: str  # "GB a month"; for a choice "one of linux, windows"
    example: str  # a value of typical size, not a measurement
    default: str  # value that the estimate uses without the key
    description: str  # a noun phrase
    choices: tuple[str, ...] = ()
    is_quantity: bool = True  # a number, not a choice or a name

    instead_of: str = ""  # key, or pattern of keys, that must not be set beside it

    @property
    def is_priced_by_default(self) -> bool:
        return self.default != NOT_PRICED


@cache
def usage_keys(kind: str) -> Mapping[str, UsageKey]:
    """Return the usage keys of a Pulumi type, in the order of its model."""
    model = PRICED[kind]
    fields = {
        field.alias or name: field.annotation for name, field in model.usage.model_fields.items()
    }
    return {
        key: replace(described(model.type, key, each), instead_of=instead_of(key, fields))
        for key, each in fields.items()
    }


def instead_of(key: str, keys: Iterable[str]) -> str:
    """Return the key, or pattern, that is an alternative to a key of the same resource."""
    pairs = [*INSTEAD_OF.items(), *((other, each) for each, other in INSTEAD_OF.items())]
    for pattern, other in pairs:
        if fnmatchcase(key, pattern) and any(fnmatchcase(each, other) for each in keys):
            return other
    return ""


def key_group(keys: Mapping[str, UsageKey], key: UsageKey) -> list[UsageKey]:
    """Return the choices that apply only together, such as reserved_instance_*; else the key."""
    start = "_".join(key.name.split("_")[:2])
    return [
        each
        for each in keys.values()
        if each == key or (key.choices and each.choices and each.name.startswith(start))
    ]


def described(kind: str, key: str, annotation: object) -> UsageKey:
    """Return the description of a key. Raise KeyError for a key that is not in the table."""
    choices = tuple(choices_of(annotation))
    for pattern, row in (*rows().get(kind, ()), *rows()[ANY]):
        if fnmatchcase(key, pattern):
            return UsageKey(
                key,
                f"one of {', '.join(choices)}" if choices else row["unit"],
                row["example"],
                row["default"] or NOT_PRICED,
                row["description"].format(variable_part(pattern, key)),
                choices,
                is_quantity=not choices and annotation != str | None,
            )
    raise KeyError(f"{kind} {key}: {TABLE.name} has no row")


def variable_part(pattern: str, key: str) -> str:
    """Return the name of the part of a key that matches the star of a pattern."""
    start, star, end = pattern.partition(ANY)
    part = key.removeprefix(start).removesuffix(end) if star else ""
    return NAMES.get(part) or part.replace("_", "-")


@cache
def rows() -> Mapping[str, list[tuple[str, dict[str, str]]]]:
    """Return the keys, or patterns of keys, of each type with their rows."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    with TABLE.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for kind in row["types"].split():
                found.setdefault(kind, []).append((row["key"], row))
    # Exact keys come before patterns.
    return {kind: sorted(each, key=lambda row: ANY in row[0]) for kind, each in found.items()}


def choices_of(annotation: object) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (value for value in get_args(annotation) if isinstance(value, str))
    else:
        for part in get_args(annotation):
            yield from choices_of(part)
