"""Cost models of Pulumi resource types: one module for each AWS service, one class for each type.

To price a type: write its class in its service's module, describe its usage keys in usage_keys.csv,
write its cases in tests/costing/resources/, and run tools/type_tables.py, which lists it in
priced.csv. A charge without a meter is an entry of the class's `left_out`. An AWS type that is
neither priced nor free is a Gap in every estimate, never 0 USD.
"""

import csv
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from costing.resources._shared.priced_resource import PricedResource


class Models(Mapping[str, "type[PricedResource]"]):
    """Cost models by type. A service's module is imported when a type of it is looked up."""

    def __init__(self, places: Mapping[str, str]) -> None:
        """Take "module:class" by type."""
        self.places = places

    @override
    def __getitem__(self, type_: str) -> "type[PricedResource]":
        module, _, name = self.places[type_].partition(":")
        found: type[PricedResource] = getattr(import_module(f"{__name__}.{module}"), name)
        return found

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    @override
    def __len__(self) -> int:
        return len(self.places)

    @override
    def __contains__(self, type_: object) -> bool:
        return type_ in self.places


def table(name: str, column: str) -> dict[str, str]:
    with (Path(__file__).parent / name).open(newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        key, value = header.index("type"), header.index(column)
        return {row[key]: row[value] for row in rows}


PRICED = Models(table("priced.csv", "model"))
FREE = table("free.csv", "reason")  # type → why it has no charge of its own
UNPRICED = table("unpriced.csv", "metered_on")  # type → what a model would have to meter


def models() -> "tuple[type[PricedResource], ...]":
    """Return every cost model once. Imports all of their modules."""
    return tuple(dict.fromkeys(PRICED.values()))
