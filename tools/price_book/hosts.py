"""Dedicated Hosts: 1.1 times the on-demand rate of the size that fills one.

So it is of c5 (3.366 USD in us-east-1), and of m5 by its reserved rates, as a peer prints them.
"""

from collections.abc import Iterator
from decimal import Decimal

from costing.units import Unit
from tools.price_book import compute
from tools.price_book.facts import Facts
from tools.price_book.row import Row

SOURCE = "host-over-instance"
PREMIUM = Decimal("1.1")
FULL = {  # family → the size that takes all cores of its host
    "c5": "18xlarge",
    "c5d": "18xlarge",
    "m5": "24xlarge",
    "m5d": "24xlarge",
    "r5": "24xlarge",
    "r5d": "24xlarge",
}
DECIMALS = 3  # that AWS states


def on_demand(facts: Facts) -> Iterator[Row]:
    regions = facts.regions()
    full = {f"BoxUsage:{family}.{size}": family for family, size in FULL.items()}
    for row in compute.on_demand(facts):
        if row.region in regions and row.usage_type in full:
            rate = round(Decimal(row.list_unit_price) * PREMIUM, DECIMALS)
            yield Row(
                row.region,
                "AmazonEC2",
                f"HostUsage:{full[row.usage_type]}",
                "",
                Unit.HOURS,
                f"{rate.normalize():f}",
                row.as_of,
                SOURCE,
                frozenset({"derived"}),
            )
