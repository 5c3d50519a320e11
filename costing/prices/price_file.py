"""Prices of one region: in memory, or in a price file of data/.

A price file has one line per tier, sorted by SKU, with prices as AWS publishes them, so that a
price change is a change of one line. A line is parsed when its SKU is looked up.

Files in data/rare/ contain the same usage types for many platforms and database engines. They
have one column per operation.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from costing.model import Price, Sku, Tier
from costing.prices import cached_file
from costing.units import Unit

DATA = Path(__file__).parent / "data"

Key = tuple[str, str, str]
Line = list[str]  # unit, start, list_unit_price, as_of, source, flags

COLUMNS = ["service", "usage_type", "operation", "unit", "start", "list_unit_price"]
ORIGIN = ["as_of", "source", "flags"]
WIDE = ["service", "usage_type", "unit", *ORIGIN]  # then one column per operation


class RegionPrices(Protocol):
    """Prices of one region, of one zone, or of all regions (`global`)."""

    def price(self, sku: Sku) -> Price | None: ...

    def has(self, sku: Sku) -> bool:
        """Return whether there is a price, without parsing the file where possible."""

    def skus(self) -> Iterable[Sku]: ...

    def dates(self) -> Mapping[Sku, str]:
        """Return the date of each price in ISO format."""


@dataclass(frozen=True, slots=True)
class PricesInMemory:
    """Prices given as values."""

    prices: Mapping[Sku, Price]

    def price(self, sku: Sku) -> Price | None:
        return self.prices.get(sku)

    def has(self, sku: Sku) -> bool:
        return sku in self.prices

    def skus(self) -> Iterable[Sku]:
        return self.prices

    def dates(self) -> Mapping[Sku, str]:
        return {sku: each.as_of.isoformat() for sku, each in self.prices.items()}


@dataclass(slots=True)
class PriceFile:
    """Prices of one file, read service by service at the first look-up of each."""

    path: Path
    wide: bool = False  # one column per operation
    lines: dict[Key, list[Line]] | None = field(default=None, repr=False)
    services: dict[str, dict[Key, list[Line]]] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)

    def price(self, sku: Sku) -> Price | None:
        found = self.of_service(sku.service) if self.lines is None else self.lines
        lines = found.get((sku.service, sku.usage_type, sku.operation))
        return price(lines) if lines else None

    def of_service(self, service: str) -> dict[Key, list[Line]]:
        """Return at least the lines of a service: those from its first to its last line."""
        if self.wide:
            return self.read()
        if service not in self.services:
            self.text = self.text or self.path.read_text(encoding="utf-8")
            start = f"\n{service},"
            first, last = self.text.find(start) + 1, self.text.rfind(start) + 1
            end = self.text.find("\n", last)
            found = self.text[first : end if end > 0 else None].split("\n") if first else []
            self.services[service] = by_sku(of_rows(csv.reader(found)))
        return self.services[service]

    def has(self, sku: Sku) -> bool:
        if self.lines is None:
            start = f"\n{sku.service},{sku.usage_type},"
            start += "" if self.wide else f"{sku.operation},"
            found = start.encode() in self.path.read_bytes()
            if not (found and self.wide):
                return found
        return (sku.service, sku.usage_type, sku.operation) in self.read()

    def skus(self) -> Iterable[Sku]:
        return (Sku(*key) for key in self.read())

    def dates(self) -> Mapping[Sku, str]:
        return {Sku(*key): lines[0][3] for key, lines in self.read().items()}

    def read(self) -> dict[Key, list[Line]]:
        if self.lines is None:
            self.lines = by_sku((read_wide if self.wide else read_long)(self.path))
        return self.lines


class CachedPriceFile(PriceFile):
    """Prices of a file in the cache, which is checked for damage."""

    __slots__ = ()

    @override
    def of_service(self, service: str) -> dict[Key, list[Line]]:
        return self.read()

    @override
    def has(self, sku: Sku) -> bool:
        return (sku.service, sku.usage_type, sku.operation) in self.read()

    @override
    def read(self) -> dict[Key, list[Line]]:
        if self.lines is None:
            self.lines = by_sku(of_rows(cached_file.read(self.path)))
        return self.lines


def by_sku(lines: Iterable[tuple[Key, Line]]) -> dict[Key, list[Line]]:
    found: dict[Key, list[Line]] = {}
    for key, line in lines:
        found.setdefault(key, []).append(line)
    return found


def of_rows(rows: Iterable[list[str]]) -> Iterator[tuple[Key, Line]]:
    for service, usage_type, operation, *line in rows:
        yield (service, usage_type, operation), line


def read_long(path: Path) -> Iterator[tuple[Key, Line]]:
    with path.open(newline="") as text:
        rows = csv.reader(text)
        next(rows)
        yield from of_rows(rows)


def read_wide(path: Path) -> Iterator[tuple[Key, Line]]:
    with path.open(newline="") as text:
        rows = csv.reader(text)
        operations = next(rows)[len(WIDE) :]
        for service, usage_type, unit, as_of, source, flags, *prices in rows:
            for operation, list_unit_price in zip(operations, prices, strict=True):
                if list_unit_price:
                    line = [unit, "0", list_unit_price, as_of, source, flags]
                    yield (service, usage_type, operation), line


def price(lines: list[Line]) -> Price:
    """Return the price of a SKU from its lines, one per tier."""
    unit, _, _, as_of, source, _ = lines[0]
    flags = {flag for line in lines for flag in line[-1].split(";") if flag}
    return Price(
        Unit(unit),
        tuple(tier(line) for line in lines),
        date.fromisoformat(as_of),
        source,
        frozenset(flags - {"always_free"}),
    )


def tier(line: Line) -> Tier:
    _, start, list_unit_price, _, _, flags = line
    return Tier(Decimal(start), Decimal(list_unit_price), "always_free" in flags.split(";"))
