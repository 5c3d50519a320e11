"""Download of current prices into the cache. A file is replaced only by a complete download."""

import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from gzip import BadGzipFile
from pathlib import Path
from typing import Any, TextIO

from costing.errors import RefreshError
from costing.model import GLOBAL
from costing.prices import commitment_rates, price_row
from costing.prices.atomic import locked
from costing.prices.book import PriceBook
from costing.prices.cache import folder, prices_of
from costing.prices.refresh import fargate_spot, price_list, savings_plans, spot
from costing.prices.refresh.download import Downloads

GZIP = b"\x1f\x8b"  # begins a compressed file
SPOT_DAYS = 7  # of spot price history
# Lists of AWS with prices that the book has under another product code.
FURTHER_LISTS = {"AmazonS3": ("AmazonGlacier", "AmazonS3GlacierDeepArchive")}
# Services with a single list for all regions; the global prices of others are in regional lists.
GLOBAL_LISTS = (
    "AWSBudgets",
    "AWSGlobalAccelerator",
    "AWSShield",
    "AmazonCloudFront",
    "AmazonRoute53",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one download."""

    name: str
    prices: int = 0
    rates: int = 0  # of reservations or Savings Plans
    left_out: Mapping[str, int] = field(default_factory=dict)  # reason → lines
    unchanged: bool = False

    def __str__(self) -> str:
        if self.unchanged:
            return f"{self.name}: unchanged since the last download"
        counts = [
            f"{count:,} {noun}"
            for count, noun in ((self.prices, "prices"), (self.rates, "commitment rates"))
            if count
        ]
        reasons = "; ".join(f"{reason}: {count}" for reason, count in sorted(self.left_out.items()))
        return f"{self.name}: {', '.join(counts)}" + (f" (left out: {reasons})" if reasons else "")


def services_of(book: PriceBook, region: str) -> Sequence[str]:
    """Return the price lists with prices that the book has for a region."""
    if region == GLOBAL:
        return GLOBAL_LISTS
    own = {sku.service for sku in book.skus(region)} - set(GLOBAL_LISTS)
    return sorted({*own, *(name for each in own for name in FURTHER_LISTS.get(each, ()))})


def downloads_of(region: str) -> Path:
    return folder() / "downloads" / region


def refresh_prices(
    region: str, service: str, book: PriceBook, downloads: Downloads, base: str = price_list.ADDRESS
) -> Outcome:
    """Download a price list: on-demand prices and reserved rates. Raise RefreshError."""
    check_name(service)
    with locked(downloads.folder / f"{service}.lock"):
        return refreshed(region, service, book, downloads, base)


def check_name(service: str) -> None:
    """Raise RefreshError for a name that would lead out of the cache."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", service):
        raise RefreshError(f"{service!r} is not a service code such as AmazonEC2")


def refreshed(
    region: str, service: str, book: PriceBook, downloads: Downloads, base: str
) -> Outcome:
    name, file = f"{service} in {region}", f"{service}.csv"
    if not prices_of(region, service).exists():
        downloads.forget(file)
    found = downloaded(region, service, book, downloads, base)
    if found is None:
        return Outcome(name, unchanged=True)
    count = price_row.write_cached(prices_of(region, service), found.rows)
    rates = commitment_rates.write(region, service, found.reserved) if found.reserved else 0
    downloads.accept(file)
    return Outcome(name, count, rates, found.left_out)


def downloaded(
    region: str, service: str, book: PriceBook, downloads: Downloads, base: str
) -> price_list.PriceList | None:
    """Return the content of a price list; None if it is unchanged. Raise RefreshError."""
    address = price_list.address(service, "" if region == GLOBAL else region, base)
    raw = downloads.fetch(address, f"{service}.csv")
    if raw is None:
        return None
    try:
        with opened(raw) as lines:
            return price_list.parse(lines, service, region, book)
    except (UnicodeDecodeError, BadGzipFile, EOFError) as error:
        raise RefreshError(f"{address}: the download is not text") from error
    finally:
        raw.unlink()


def opened(path: Path) -> TextIO:
    """Open a download as text; a mirror may serve it compressed."""
    with path.open("rb") as file:
        compressed = file.read(len(GZIP)) == GZIP
    if compressed:
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def refresh_fargate_spot(
    region: str, downloads: Downloads, base: str = price_list.ADDRESS, now: datetime | None = None
) -> Outcome:
    """Download the prices of Fargate Spot; a mirror has them beside the price lists."""
    with locked(downloads.folder / "fargate_spot.lock"):
        return refreshed_fargate_spot(region, downloads, base, now or datetime.now(UTC))


def refreshed_fargate_spot(region: str, downloads: Downloads, base: str, now: datetime) -> Outcome:
    host = fargate_spot.ADDRESS if base == price_list.ADDRESS else base
    file, name = "fargate_spot.json", f"Fargate Spot in {region}"
    if not prices_of(region, "fargate_spot").exists():
        downloads.forget(file)
    path = downloads.fetch(f"{host}{fargate_spot.FEED}", file)
    if path is None:
        return Outcome(name, unchanged=True)
    try:
        rows = fargate_spot.parse(path.read_bytes(), region, now.date().isoformat())
    finally:
        path.unlink()
    if not rows:
        raise RefreshError(f"{host}{fargate_spot.FEED}: no price of Fargate Spot in {region}")
    downloads.accept(file)
    return Outcome(name, price_row.write_cached(prices_of(region, "fargate_spot"), rows))


def refresh_spot(region: str, client: Any, now: datetime | None = None) -> Outcome:  # noqa: ANN401
    """Read a week of spot prices from EC2. `client` is boto3's EC2 client of the region."""
    now = now or datetime.now(UTC)
    since = now - timedelta(days=SPOT_DAYS)
    rows = spot.averages(spot.history(client, since), now.date().isoformat())
    if not rows:
        raise RefreshError(f"EC2 has no spot price history in {region}")
    return Outcome(
        f"spot prices in {region}", price_row.write_cached(prices_of(region, "spot"), rows)
    )


def refresh_savings_plans(
    region: str, downloads: Downloads, base: str = price_list.ADDRESS
) -> Outcome:
    """Download a region's Savings Plan rates. Raise RefreshError."""
    with locked(downloads.folder / "savings_plans.lock"):
        return refreshed_plans(region, downloads, base)


def refreshed_plans(region: str, downloads: Downloads, base: str) -> Outcome:
    name = f"Savings Plans in {region}"
    listed = downloads.fetch(savings_plans.index(base), "savings_plans.json")
    if listed is None:
        return Outcome(name, unchanged=True)
    address = savings_plans.address(listed.read_bytes(), region, base)
    listed.unlink()
    raw = downloads.fetch(address, "savings_plans.csv")
    if raw is None:
        return Outcome(name, unchanged=True)
    try:
        with opened(raw) as lines:
            found = list(savings_plans.parse(lines))
    finally:
        raw.unlink()
    if not found:
        raise RefreshError(f"{address}: the list contains no Savings Plan rates")
    downloads.accept("savings_plans.csv")
    count = commitment_rates.write(region, commitment_rates.SAVINGS_PLANS, found)
    return Outcome(name, rates=count)
