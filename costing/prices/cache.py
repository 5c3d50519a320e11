"""Prices that `plimsoll prices refresh` has downloaded: CACHE/prices/<region>/<service>.csv.

A downloaded price is used instead of the one in the price book.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from costing.model import Price, Sku
from costing.prices.price_file import CachedPriceFile, RegionPrices


def folder() -> Path:
    """Return $PLIMSOLL_CACHE, else `plimsoll` in the user's cache folder."""
    own = os.environ.get("PLIMSOLL_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    if own:
        return Path(own)
    return (Path(base) if base else Path.home() / ".cache") / "plimsoll"


def prices_of(region: str, service: str) -> Path:
    return folder() / "prices" / region / f"{service}.csv"


@dataclass(frozen=True, slots=True)
class RefreshedPrices:
    """Downloaded prices, then those of the price book."""

    refreshed: tuple[RegionPrices, ...]
    shipped: RegionPrices

    def price(self, sku: Sku) -> Price | None:
        found = (prices.price(sku) for prices in self.refreshed)
        return next((each for each in found if each), None) or self.shipped.price(sku)

    def has(self, sku: Sku) -> bool:
        return any(prices.has(sku) for prices in (*self.refreshed, self.shipped))

    def skus(self) -> Iterable[Sku]:
        every = chain.from_iterable(prices.skus() for prices in (*self.refreshed, self.shipped))
        return dict.fromkeys(every)

    def dates(self) -> Mapping[Sku, str]:
        refreshed = {sku: day for prices in self.refreshed for sku, day in prices.dates().items()}
        return {**self.shipped.dates(), **refreshed}


def with_refreshed(region: str, shipped: RegionPrices) -> RegionPrices:
    """Return a region's prices with those that were downloaded for it."""
    files = sorted((folder() / "prices" / region).glob("*.csv"))
    return (
        RefreshedPrices(tuple(CachedPriceFile(path) for path in files), shipped)
        if files
        else shipped
    )
