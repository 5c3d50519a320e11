"""Prices of Fargate Spot: the feed behind https://aws.amazon.com/fargate/pricing/ (2026-12-01).

One JSON document for all regions. AWS changes these prices with long-term supply and demand.
"""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from costing.errors import RefreshError
from costing.prices.price_row import PriceRow
from costing.prices.refresh.spot import FLAG
from costing.units import Unit

ADDRESS = "https://dftu77xade0tc.cloudfront.net"
FEED = "/fargate-spot-prices.json"
SOURCE = "fargate-spot-feed"
USAGE_TYPES = {  # unit of the feed → usage type on a bill, unit
    "vCPU-Hours": ("SpotUsage-Fargate-vCPU-Hours:perCPU", Unit.VCPU_HOURS),
    "GB-Hours": ("SpotUsage-Fargate-GB-Hours", Unit.GB_HOURS),
    "ARM-vCPU-Hours": ("SpotUsage-Fargate-ARM-vCPU-Hours:perCPU", Unit.VCPU_HOURS),
    "ARM-GB-Hours": ("SpotUsage-Fargate-ARM-GB-Hours", Unit.GB_HOURS),
}


def parse(content: bytes, region: str, as_of: str) -> list[PriceRow]:
    """Return the prices of a region. Raise RefreshError for other content."""
    try:
        return sorted(rows(json.loads(content), region, as_of), key=lambda row: row.usage_type)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise RefreshError("the download is not AWS's feed of Fargate Spot prices") from error


def rows(feed: Any, region: str, as_of: str) -> Iterator[PriceRow]:  # noqa: ANN401 (JSON)
    for each in feed["prices"]:
        known = USAGE_TYPES.get(each["unit"])
        if known is not None and each["attributes"]["aws:region"] == region:
            usage_type, unit = known
            price = Decimal(each["price"]["USD"])
            yield PriceRow(
                "AmazonECS", usage_type, "", unit, Decimal(0), price, as_of, SOURCE, FLAG
            )
