"""Spot prices from EC2's price history: averages over zones and days.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html
(read 2026-11-24).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from costing.prices.price_row import PriceRow
from costing.units import Unit, divide

SOURCE = "ec2-spot-price-history"
LINUX = ("Linux/UNIX", "Linux/UNIX (Amazon VPC)")
FLAG = "spot_average"


def history(client: Any, since: datetime) -> Iterable[Mapping[str, Any]]:  # noqa: ANN401 (boto3)
    """Yield the spot price changes of Linux instances in the client's region."""
    pages = client.get_paginator("describe_spot_price_history").paginate(
        StartTime=since, ProductDescriptions=[*LINUX]
    )
    for page in pages:
        yield from page["SpotPriceHistory"]


def averages(changes: Iterable[Mapping[str, Any]], as_of: str) -> list[PriceRow]:
    """Return one price per instance type: the mean over zones of the mean price of a zone."""
    zones: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for each in changes:
        if each["ProductDescription"] in LINUX:
            price = Decimal(str(each["SpotPrice"]))
            zones[each["InstanceType"]][each["AvailabilityZone"]].append(price)
    return [
        PriceRow(
            "AmazonEC2",
            f"SpotUsage:{name}",
            "",
            Unit.HOURS,
            Decimal(0),
            mean([mean(prices) for prices in found.values()]),
            as_of,
            SOURCE,
            FLAG,
        )
        for name, found in sorted(zones.items())
    ]


def mean(values: list[Decimal]) -> Decimal:
    return divide(sum(values, Decimal(0)), Decimal(len(values)))
