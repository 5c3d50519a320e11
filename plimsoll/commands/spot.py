"""Commands `spot`: record the Spot market of one's own account."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plimsoll import options as o
from plimsoll.output import emit, note

if TYPE_CHECKING:
    from costing.plan.spot_store import Interruption


def collect(
    types: Annotated[
        list[str],
        typer.Argument(metavar="TYPE...", help="EC2 instance types, such as m7g.large."),
    ],
    region: Annotated[str, typer.Option("--region", help="AWS region.")],
    folder: Annotated[Path, typer.Option("--out-dir", help="Folder of the Parquet files.")] = Path(
        ".plimsoll"
    )
    / "spot",
    days: Annotated[
        int, typer.Option("--days", min=1, max=90, help="Days of price history; AWS keeps 90.")
    ] = 30,
    capacity: Annotated[
        int | None,
        typer.Option(
            "--capacity",
            min=1,
            max=100_000,
            help="Instances whose placement scores are recorded. Default: none are.",
        ),
    ] = None,
    interruptions: Annotated[
        str | None,
        typer.Option(
            "--interruptions",
            metavar="QUEUE_URL",
            help=(
                "SQS queue with EventBridge events of Spot interruptions; recorded messages are "
                "deleted."
            ),
        ),
    ] = None,
    *,
    quiet: o.Quiet = False,
) -> None:
    """Record Spot prices, placement scores and interruptions of your account.

    Uses your AWS credentials. Files are only added; plimsoll plan prefers their prices.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from costing.errors import CallError
    from costing.plan.spot_store import add, placement_scores, price_history
    from plimsoll.commands.preflight import clients

    now = datetime.now(tz=UTC)
    client = clients("spot collect")
    try:
        ec2 = client("ec2", region)
        prices = [*price_history(ec2, region, types, now - timedelta(days=days))]
        scores = [*placement_scores(ec2, region, types, capacity, now)] if capacity else []
        written = [add(folder, "prices", prices, now), add(folder, "scores", scores, now)]
        notices = 0
        if interruptions:
            sqs = client("sqs", region)
            for batch in batches(sqs, interruptions):
                add(folder, "interruptions", [found for _, found in batch if found], now)
                notices += sum(found is not None for _, found in batch)
                delete(sqs, interruptions, [handle for handle, found in batch if found])
    except (BotoCoreError, ClientError) as error:
        raise CallError(f"spot collect: {' '.join(str(error).split())}") from error
    if not prices:
        raise CallError(
            f"spot collect: no Spot price of {', '.join(types)} in {region}; "
            "name types that the region has"
        )
    counts = f"{len(prices)} prices, {len(scores)} placement scores, {notices} interruptions"
    note(f"{folder}: {counts} in {sum(each is not None for each in written)} files", quiet=quiet)


def show(
    types: Annotated[
        list[str],
        typer.Argument(metavar="TYPE...", help="EC2 instance types, such as m7g.large."),
    ],
    region: Annotated[str, typer.Option("--region", help="AWS region.")],
    folder: Annotated[
        Path, typer.Option("--store", help="Folder of plimsoll spot collect.")
    ] = Path(".plimsoll") / "spot",
    days: Annotated[
        int, typer.Option("--days", min=1, max=3650, help="Days before the newest price.")
    ] = 30,
    format_: o.Listing = "table",
) -> None:
    """Show the mean Spot prices of a store, USD an hour, as plimsoll plan uses them."""
    from costing.errors import CallError
    from costing.plan.spot_store import mean_prices

    found = mean_prices(folder, region, types, days)
    if missing := [name for name in types if name not in found]:
        remedy = f"run plimsoll spot collect {' '.join(missing)} --region {region}"
        raise CallError(f"{folder}: no Spot price of {', '.join(missing)}; {remedy}")
    if format_ == "json":
        rows = {name: {**asdict(found[name]), "usd": str(found[name].usd)} for name in types}
        emit(json.dumps(rows, indent=2) + "\n", None)
        return
    for name in types:
        each = found[name]
        emit(f"{name}  ${each.usd}  {each.of_zones}, {each.since} to {each.until}\n", None)


Message = tuple[str, "Interruption | None"]  # receipt handle, notice


def batches(sqs: Any, queue: str) -> Iterator[list[Message]]:  # noqa: ANN401 (boto3)
    """Yield the messages of a queue until it is empty; other events stay in it."""
    seen: set[str] = set()
    while True:
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0)
        messages = found.get("Messages", [])
        new = [each for each in messages if each["MessageId"] not in seen]
        if not new:
            return
        seen |= {each["MessageId"] for each in new}
        yield [(each["ReceiptHandle"], notice(each["Body"])) for each in new]


def notice(body: str) -> "Interruption | None":
    from costing.plan.spot_store import interruption_of

    try:
        event = json.loads(body)
    except ValueError:
        return None
    return interruption_of(event) if isinstance(event, dict) else None


def delete(sqs: Any, queue: str, handles: list[str]) -> None:  # noqa: ANN401 (boto3)
    for handle in handles:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=handle)
