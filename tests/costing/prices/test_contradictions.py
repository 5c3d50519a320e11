"""Prices of the price book agree across sources and dates."""

from dataclasses import replace
from decimal import Decimal

import pytest

from costing.prices.price_row import PriceRow
from tests.costing.prices.contradictions import all_rows, contradictions

ROW = PriceRow("AmazonDynamoDB", "WriteUnits", "", "Requests", Decimal(0), Decimal(5), "2026", "a")
HALF = replace(ROW, list_unit_price=Decimal("2.5"))


def test_price_book_has_no_contradictions() -> None:
    assert contradictions(all_rows()) == set()


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ({"us-east-1": ROW, "us-east-2": replace(HALF, source="b")}, 1),
        ({"us-east-1": ROW, "us-west-2": replace(HALF, as_of="2024")}, 1),
        ({"us-east-1": ROW, "us-east-2": HALF}, 0),  # one source and date: as AWS published it
        ({"us-east-1": ROW, "eu-west-1": replace(HALF, source="b")}, 0),
        ({f"eu-{n}": replace(ROW if n < 3 else HALF, as_of=str(n // 3)) for n in range(6)}, 1),
    ],
)
def test_contradiction_is_found(rows: dict[str, PriceRow], count: int) -> None:
    assert len(contradictions({region: [row] for region, row in rows.items()})) == count
