"""Prices of the China regions, in CNY: they are shown, and never added to an estimate in USD.

`china.csv` has the on-demand prices of EC2 for Linux of AWS's project Karpenter
(https://github.com/aws/karpenter-provider-aws, zz_generated.pricing_aws_cn.go).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from costing.model import Meter, Sku

TABLE = Path(__file__).with_name("china.csv")
REGIONS = ("cn-north-1", "cn-northwest-1")


@dataclass(frozen=True, slots=True)
class YuanPrice:
    unit: str
    unit_price: Decimal  # CNY
    as_of: date


@cache
def yuan_prices() -> Mapping[tuple[str, Sku], YuanPrice]:
    with TABLE.open(newline="", encoding="utf-8") as lines:
        return {
            (row["region"], Sku(row["service"], row["usage_type"], row["operation"])): YuanPrice(
                row["unit"], Decimal(row["cny"]), date.fromisoformat(row["as_of"])
            )
            for row in csv.DictReader(lines)
        }


def reason(region: str, meter: Meter) -> str:
    """Return why a charge in a China region has no cost in USD, with its cost in CNY if known."""
    price = yuan_prices().get((region, meter.price_sku))
    if price is None or price.unit != meter.unit or meter.quantity is None:
        return f"{region} is priced in CNY; the price book has no price of {meter.price_sku} there"
    cost = meter.quantity * price.unit_price
    each = f"CNY {price.unit_price} an hour"
    return f"CNY {cost:,.2f} a month ({each}, {price.as_of}), which is not added to USD"
