"""EKS Auto Mode: its fee for an instance, a share of the on-demand rate."""

import re
from collections.abc import Iterator
from decimal import Decimal

from costing.units import Unit
from tools.price_book import compute
from tools.price_book.facts import Facts
from tools.price_book.row import Row

SOURCE = "eks-auto-fee"
SHARES = {**dict.fromkeys("cmrt", Decimal("0.12")), "g": Decimal("0.078")}
PICKED = re.compile(r"([cmr][5-9]|g[5-9]|t[34])[a-z]*-?\w*\.(?!metal)\w+")
DECIMALS = 5  # that AWS states


def auto_mode(facts: Facts) -> Iterator[Row]:
    regions = facts.regions()
    for row in compute.on_demand(facts):
        instance_type = row.usage_type.removeprefix("BoxUsage:")
        if row.region in regions and PICKED.fullmatch(instance_type):
            fee = Decimal(row.list_unit_price) * SHARES[instance_type[0]]
            yield Row(
                row.region,
                "AmazonEKS",
                f"EKS-Auto:{instance_type}-management-hours",
                "",
                Unit.HOURS,
                f"{round(fee, DECIMALS).normalize():f}",
                row.as_of,
                SOURCE,
                frozenset({"derived"}),
            )
