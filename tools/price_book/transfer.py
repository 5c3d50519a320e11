"""Data transfer. On a bill it stands under the service that moved the data, whichever it is."""

from collections.abc import Iterator

from costing.units import Unit
from tools.price_book.facts import Facts
from tools.price_book.row import Row

TRANSFER = "AWSDataTransfer"


def to_the_internet(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("data_transfer_internet_egress"):
        yield Row(
            row["region"],
            TRANSFER,
            "DataTransfer-Out-Bytes",
            "",
            Unit.GB,
            row["usd_per_gb"],
            row["as_of"],
            row["source"],
            start=row["from_gb_month"],
        )


def to_another_region(facts: Facts) -> Iterator[Row]:
    """A bill names both regions; the prefix of the first is left out, as everywhere."""
    prefixes = facts.regions()
    for row in facts.rows("data_transfer_inter_region"):
        yield Row(
            row["from_region"],
            TRANSFER,
            f"{prefixes[row['to_region']]}-AWS-Out-Bytes",
            "",
            Unit.GB,
            row["usd_per_gb"],
            row["as_of"],
            row["source"],
        )
