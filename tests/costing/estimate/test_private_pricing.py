from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from costing.errors import FileError
from costing.estimate.estimate import estimate
from costing.estimate.private_pricing import PrivatePricing, read
from costing.model import Sku
from costing.prices.book import PriceBook
from costing.units import Unit
from tests import graphs
from tests.costing.estimate.test_estimate import NAT, price

GATEWAY = graphs.graph(graphs.resource(NAT, "exit"))
HOURS = Sku("AmazonEC2", "NatGateway-Hours")
BOOK = PriceBook.of({"us-east-1": {HOURS: price(Unit.HOURS, (0, "1"))}})
PRIVATE = {
    "service": "AmazonEC2",
    "usage_type": "NatGateway-Hours",
    "unit": "Hours",
    "unit_price": "0.2",
    "as_of": "2026-01-01",
}


@pytest.mark.parametrize(
    ("specified", "cost"),
    [
        ({}, 730),
        ({"discounts": [{"service": "AmazonEC2", "percent": 10}]}, 657),
        ({"discounts": [{"service": "AmazonS3", "percent": 10}]}, 730),
        (
            {
                "discounts": [
                    {"service": "AmazonEC2", "percent": 10},
                    {"service": "AmazonEC2", "usage_type": "NatGateway-*", "percent": 50},
                ]
            },
            365,
        ),
        ({"prices": [PRIVATE]}, 146),
        ({"prices": [{**PRIVATE, "region": "eu-*"}]}, 730),
        ({"prices": [PRIVATE], "discounts": [{"service": "AmazonEC2", "percent": 50}]}, 146),
    ],
)
def test_private_prices_change_effective_cost_only(specified: dict[str, Any], cost: int) -> None:
    result = estimate(GATEWAY, BOOK, private_pricing=PrivatePricing.model_validate(specified))

    hours = result.resources[0].charges[0]
    assert hours.list_cost == 730
    assert hours.effective_cost == hours.billed_cost == cost
    assert (hours.private_terms is None) == (cost == 730)


def test_a_private_price_fills_a_gap() -> None:
    empty = PriceBook.of({"us-east-1": {}})

    assert estimate(GATEWAY, empty).gaps
    result = estimate(
        GATEWAY, empty, private_pricing=PrivatePricing.model_validate({"prices": [PRIVATE]})
    )
    assert not result.gaps
    assert result.monthly_cost == Decimal(146)


def test_a_private_price_of_another_unit_is_a_gap() -> None:
    other = PrivatePricing.model_validate({"prices": [{**PRIVATE, "unit": "GB"}]})

    (found,) = estimate(GATEWAY, BOOK, private_pricing=other).gaps

    assert "is by GB, metered by Hours" in found.reason


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("discounts: [{service: AmazonEC2, percent: 110}]", "discounts.0.percent is 110"),
        ("discount: []", 'unknown key "discount"; did you mean "discounts"'),
        ("prices: [{service: AmazonEC2}]", "prices.0.usage_type is missing; add it"),
        ("- a", "the file is not a mapping"),
        ("a: [", "not valid YAML"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "prices.yaml"
    path.write_text(text)

    with pytest.raises(FileError, match=message):
        read(path)
