"""The keys of a usage file: meaning, unit, default and an example value of each.

`resources/usage_keys.csv` has a row a key: the Pulumi types that take it ("*": every type whose
usage has such a key), the key ("*" stands for a part that names a place, a region or a storage
class; "{}" in the description is that part), and what a reader has to know to give a value.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin

import costing.resources
from costing.resources import PRICED

TABLE = Path(costing.resources.__file__).parent / "usage_keys.csv"
NOT_PRICED = "not priced"  # the charge is listed without a quantity, or not at all
NO_EFFECT = "no effect"  # how the default of a key begins that the price does not depend on
ANY = "*"
NAMES = {  # what the variable part of a key stands for, where it is not a region's code
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
    unit: str  # "GB a month"; of a choice "one of linux, windows"
    example: str  # a value of a typical size, for the reader to replace: no measurement
    default: str  # what the estimate takes where the key is not given
    description: str  # a noun phrase
    choices: tuple[str, ...] = ()
    is_quantity: bool = True  # a number, not a choice or a name

    @property
    def is_priced_by_default(self) -> bool:
        return self.default != NOT_PRICED


@cache
def usage_keys(kind: str) -> Mapping[str, UsageKey]:
    """Return the keys that usage of a Pulumi type takes, in the order of its model."""
    model = PRICED[kind]
    fields = {
        field.alias or name: field.annotation for name, field in model.usage.model_fields.items()
    }
    return {key: described(model.type, key, annotation) for key, annotation in fields.items()}


def described(kind: str, key: str, annotation: object) -> UsageKey:
    """Raise KeyError for a key that the table does not describe."""
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
    """Return the name of what stands for the star of a pattern."""
    start, star, end = pattern.partition(ANY)
    part = key.removeprefix(start).removesuffix(end) if star else ""
    return NAMES.get(part) or part.replace("_", "-")


@cache
def rows() -> Mapping[str, list[tuple[str, dict[str, str]]]]:
    """Return the table by type: keys or patterns of keys, each with its row."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    with TABLE.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for kind in row["types"].split():
                found.setdefault(kind, []).append((row["key"], row))
    # A key itself goes before the patterns that it fits.
    return {kind: sorted(each, key=lambda row: ANY in row[0]) for kind, each in found.items()}


def choices_of(annotation: object) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (value for value in get_args(annotation) if isinstance(value, str))
    else:
        for part in get_args(annotation):
            yield from choices_of(part)
