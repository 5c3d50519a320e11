"""Download of current prices into the cache, with a progress bar on a terminal."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from costing.errors import CallError, RefreshError, nearest
from costing.model import GLOBAL
from costing.prices.book import PriceBook, shipped
from costing.prices.refresh.download import Downloads
from costing.prices.refresh.offers import offered
from costing.prices.refresh.parallel import Task, outcomes
from costing.prices.refresh.price_list import ADDRESS
from costing.prices.refresh.refresh import (
    Outcome,
    downloads_of,
    refresh_fargate_spot,
    refresh_prices,
    refresh_savings_plans,
    refresh_spot,
    services_of,
)
from plimsoll.output import finish, note


@dataclass(frozen=True, slots=True)
class Request:
    """Options of `prices refresh`."""

    regions: Sequence[str]
    services: Sequence[str]  # empty for every service in the price book
    base: str = ADDRESS
    spot: bool = False
    savings_plans: bool = True


@dataclass(slots=True)
class ProgressBar:
    """One bar over all downloads: bytes received and files completed."""

    progress: Progress
    task: TaskID
    lock: Lock
    received: dict[str, tuple[int, int]]

    def update(self, name: str, done: int, total: int | None) -> None:
        with self.lock:
            self.received[name] = done, total or done
            sums = [sum(column) for column in zip(*self.received.values(), strict=True)]
        self.progress.update(self.task, completed=sums[0], total=sums[1])


def refresh(request: Request) -> None:
    """Run the downloads; exit with 1 if one failed. Raise CallError for an unknown region."""
    book, stop = shipped(), Event()
    known = [*book.regions(), GLOBAL]
    for region in request.regions:
        if region not in known:
            raise CallError(f"--region {region}: unknown region{nearest(region, known)}")
    failed = []
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn()
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        shown = ProgressBar(bar, bar.add_task("prices", total=None), Lock(), {})
        tasks = [*tasks_of(request, book, stop, shown, lists_of(request, stop))]
        for count, each in enumerate(outcomes(tasks, stop), start=1):
            bar.update(shown.task, description=f"{count} of {len(tasks)} price lists")
            if isinstance(each, RefreshError):
                failed.append(str(each))
            else:
                note(str(each))
    finish(failed)


def lists_of(request: Request, stop: Event) -> Collection[str] | None:
    """Return the codes that AWS has a price list of; None if unknown or named by the user."""
    if request.services:
        return None
    return offered(Downloads(downloads_of(GLOBAL), stop=stop), request.base)


def is_listed(service: str, region: str, book: PriceBook, lists: Collection[str] | None) -> bool:
    """Return whether AWS has a price list of a service; say which prices stay if it has none."""
    if lists is None or service in lists:
        return True
    count = sum(sku.service == service for sku in book.skus(region))
    note(f"{service} in {region}: AWS has no price list of this code; its {count:,} prices stay")
    return False


def tasks_of(
    request: Request,
    book: PriceBook,
    stop: Event,
    bar: ProgressBar,
    lists: Collection[str] | None = None,
) -> Iterator[Task]:
    for region in request.regions:
        for service in request.services or services_of(book, region):
            if not is_listed(service, region, book, lists):
                continue
            progress = partial(bar.update, f"{region} {service}")
            downloads = Downloads(downloads_of(region), progress, stop)
            yield partial(refresh_prices, region, service, book, downloads, request.base)
        if region == GLOBAL:
            continue
        if request.savings_plans:
            progress = partial(bar.update, f"{region} savings plans")
            downloads = Downloads(downloads_of(region), progress, stop)
            yield partial(refresh_savings_plans, region, downloads, request.base)
        if not request.services or "AmazonECS" in request.services:
            progress = partial(bar.update, f"{region} fargate spot")
            downloads = Downloads(downloads_of(region), progress, stop)
            yield partial(refresh_fargate_spot, region, downloads, request.base)
        if request.spot:
            yield partial(spot_of, region)


def spot_of(region: str) -> Outcome:
    """Raise RefreshError if EC2 cannot be called, for example without credentials."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return refresh_spot(region, boto3.client("ec2", region_name=region))
    except (BotoCoreError, ClientError) as error:
        raise RefreshError(f"spot prices of {region}: {error}") from error
