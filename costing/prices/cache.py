"""The user's own copy of newer prices: cache/plimsoll/prices/<region>/<service>.csv.

`plimsoll prices refresh` writes it; a price in it comes before the installed one.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from costing.model import Price, Sku
from costing.prices.price_file import File, Shelf


def folder() -> Path:
    """Return $PLIMSOLL_CACHE, else the user's cache folder."""
    own = os.environ.get("PLIMSOLL_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    if own:
        return Path(own)
    return (Path(base) if base else Path.home() / ".cache") / "plimsoll"


def prices_of(region: str, service: str) -> Path:
    return folder() / "prices" / region / f"{service}.csv"


@dataclass(frozen=True, slots=True)
class Newer:
    """Refreshed prices before the installed ones."""

    refreshed: tuple[Shelf, ...]
    installed: Shelf

    def price(self, sku: Sku) -> Price | None:
        found = (shelf.price(sku) for shelf in self.refreshed)
        return next((each for each in found if each), None) or self.installed.price(sku)

    def holds(self, sku: Sku) -> bool:
        return any(shelf.holds(sku) for shelf in (*self.refreshed, self.installed))

    def skus(self) -> Iterable[Sku]:
        every = chain.from_iterable(shelf.skus() for shelf in (*self.refreshed, self.installed))
        return dict.fromkeys(every)

    def dates(self) -> Mapping[Sku, str]:
        refreshed = {sku: day for shelf in self.refreshed for sku, day in shelf.dates().items()}
        return {**self.installed.dates(), **refreshed}


def with_refreshed(region: str, shelf: Shelf) -> Shelf:
    """Return a region's shelf with what the user has refreshed of it."""
    files = sorted((folder() / "prices" / region).glob("*.csv"))
    return Newer(tuple(File(path) for path in files), shelf) if files else shelf
