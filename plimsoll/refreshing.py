"""`prices refresh`: file by file, with progress on a terminal; what fails is said at the end."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from costing.errors import CallError, RefreshError, nearest
from costing.model import GLOBAL
from costing.prices.book import PriceBook, installed
from costing.prices.refresh.price_list import ADDRESS
from costing.prices.refresh.refresh import (
    Outcome,
    refresh_prices,
    refresh_savings_plans,
    refresh_spot,
    services_of,
)
from plimsoll.output import finish, tell

Step = Callable[[], Outcome]
MIB = 1 << 20


def refresh(
    regions: Sequence[str],
    services: Sequence[str],
    source: str | None,
    *,
    spot: bool,
    savings_plans: bool,
) -> None:
    book, base = installed(), source or ADDRESS
    known = [*book.regions(), GLOBAL]
    for region in regions:
        if region not in known:
            raise CallError(f"no region {region}{nearest(region, known)}")
    failed = []
    for region in regions:
        for step in steps(region, services, book, base, spot=spot, savings_plans=savings_plans):
            try:
                tell(str(step()))
            except RefreshError as error:
                failed.append(str(error))
    finish(failed)


def steps(
    region: str,
    services: Sequence[str],
    book: PriceBook,
    base: str,
    *,
    spot: bool,
    savings_plans: bool,
) -> Iterator[Step]:
    for service in services or services_of(book, region):
        yield partial(refresh_prices, region, service, book, base, shown(service))
    if spot:
        yield partial(spot_of, region)
    if savings_plans:
        yield partial(refresh_savings_plans, region, base, shown("Savings Plans"))


def spot_of(region: str) -> Outcome:
    """Raise RefreshError where AWS does not answer, for want of credentials say."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return refresh_spot(region, boto3.client("ec2", region_name=region))
    except (BotoCoreError, ClientError) as error:
        raise RefreshError(f"spot prices of {region}: {error}") from error


def shown(name: str) -> Callable[[int, int | None], None]:
    def progress(done: int, total: int | None) -> None:
        if sys.stderr.isatty():
            of = f" of {total / MIB:.0f}" if total else ""
            print(f"\r{name}: {done / MIB:.0f}{of} MiB", end="", file=sys.stderr)  # noqa: T201

    return progress
