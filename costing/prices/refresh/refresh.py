"""Newer prices into the user's cache. Nothing good is replaced until its successor is whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from costing.errors import RefreshError
from costing.model import GLOBAL
from costing.prices import savings_rates, tier
from costing.prices.book import PriceBook
from costing.prices.cache import folder, prices_of
from costing.prices.refresh import price_list, savings_plans, spot
from costing.prices.refresh.download import Progress, download, silent

DAYS = 7  # of spot history
APART = {"AWSDataTransfer", "awswaf"}  # listed under other names


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file."""

    name: str
    lines: int
    left_out: Mapping[str, int]

    def __str__(self) -> str:
        reasons = "; ".join(f"{count}: {why}" for why, count in sorted(self.left_out.items()))
        return f"{self.name}: {self.lines} lines" + (f" (left out {reasons})" if reasons else "")


def services_of(book: PriceBook, region: str) -> Sequence[str]:
    """Return the services whose prices the book has, as price lists call them."""
    return sorted({sku.service for sku in book.skus(region)} - APART)


def refresh_prices(
    region: str,
    service: str,
    book: PriceBook,
    base: str = price_list.ADDRESS,
    progress: Progress = silent,
) -> Outcome:
    """Fetch one price list. Raise RefreshError; what was there before stays then."""
    address = price_list.address(service, "" if region == GLOBAL else region, base)
    raw = download(address, folder() / "downloads" / region / f"{service}.csv", progress)
    try:
        with raw.open(encoding="utf-8", newline="") as lines:
            found = price_list.parse(lines, service, region, book)
    except UnicodeDecodeError as error:
        raise RefreshError(f"{address}: this is no text") from error
    finally:
        raw.unlink()
    count = tier.write(prices_of(region, service), found.rungs)
    return Outcome(f"{service} in {region}", count, found.left_out)


def refresh_spot(region: str, client: Any, now: datetime | None = None) -> Outcome:  # noqa: ANN401
    """Ask EC2 for a week of spot prices. `client` is boto3's, for the region."""
    now = now or datetime.now(UTC)
    rungs = spot.averages(spot.history(client, now - timedelta(days=DAYS)), now.date().isoformat())
    if not rungs:
        raise RefreshError(f"EC2 has no spot price history in {region}")
    count = tier.write(prices_of(region, "spot"), rungs)
    return Outcome(f"spot in {region}", count, {})


def refresh_savings_plans(
    region: str, base: str = price_list.ADDRESS, progress: Progress = silent
) -> Outcome:
    """Fetch a region's Savings Plan rates. Raise RefreshError; the old ones stay then."""
    downloads = folder() / "downloads" / region
    listed = download(savings_plans.index(base), downloads / "savings_plans.json")
    address = savings_plans.address(listed.read_bytes(), region, base)
    raw = download(address, downloads / "savings_plans.csv", progress)
    try:
        with raw.open(encoding="utf-8", newline="") as lines:
            found = list(savings_plans.parse(lines))
    finally:
        raw.unlink()
        listed.unlink()
    if not found:
        raise RefreshError(f"{address}: no Savings Plan rate of EC2 capacity")
    return Outcome(f"Savings Plans in {region}", savings_rates.write(region, found), {})
