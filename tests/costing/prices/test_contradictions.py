"""Prices of the price book agree across sources and dates."""

from dataclasses import replace
from decimal import Decimal

import pytest

from costing.model import Sku
from costing.prices.price_row import PriceRow
from tests.costing.prices import source_prices
from tests.costing.prices.contradictions import all_rows, contradictions
from tests.costing.prices.source_prices import Stated

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


@pytest.mark.skipif(not source_prices.FACTS.is_dir(), reason="../shared is absent")
def test_sources_contradict_the_book_for_known_reasons() -> None:
    stated = list(source_prices.stated())
    found = source_prices.contradicting(stated)
    known = source_prices.known()

    compared = [each for each in stated if source_prices.in_book(each.region, each.sku)]
    assert len(compared) > 25_000
    assert {
        each: price
        for each, price in found.items()
        if not any(kind.explains(each, price) for kind in known)
    } == {}
    for kind in known:
        assert any(kind.explains(each, price) for each, price in found.items()), kind


@pytest.mark.parametrize(
    ("usage_type", "source", "price", "is_known"),
    [
        ("BoxUsage:c6g.metal", "karpenter-history", "2.3066", True),
        ("BoxUsage:c6g.metal", "karpenter-history", "4.352", False),  # twice the price
        ("BoxUsage:c6g.metal", "another", "2.3066", False),
        ("BoxUsage:c6g.16xlarge", "karpenter-history", "2.3066", False),
    ],
)
def test_contradiction_of_another_kind_is_not_known(
    usage_type: str, source: str, price: str, *, is_known: bool
) -> None:
    sku = Sku("AmazonEC2", usage_type, "RunInstances")
    other = Stated("us-east-1", sku, Decimal(price), source)

    ((found, in_book),) = source_prices.contradicting([other]).items()
    assert any(kind.explains(found, in_book) for kind in source_prices.known()) is is_known
