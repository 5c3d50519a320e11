"""Note on old prices."""

from datetime import date

import pytest

from costing.estimate.estimate import estimate
from costing.prices.book import shipped
from costing.usage.file import UsageFile
from plimsoll.price_age import old_prices
from tests.graphs import graph, resource

GATEWAY = resource("aws:ec2/natGateway:NatGateway", "nat", {}, region="eu-west-1")


@pytest.mark.parametrize(("days", "lines"), [(180, 0), (181, 1)])
def test_prices_older_than_180_days_are_noted_once(days: int, lines: int) -> None:
    found = estimate(graph(GATEWAY), shipped(), UsageFile())
    (price,) = {charge.price for charge in found.charges if charge.effective_cost}
    assert price is not None

    today = date.fromordinal(price.as_of.toordinal() + days)
    noted = [*old_prices(found, today, verbose=False)]
    assert len(noted) == lines
    for line in noted:
        assert line == (
            f"prices of AmazonEC2 are older than 180 days, oldest {price.as_of}; "
            "run plimsoll prices refresh --region eu-west-1"
        )
