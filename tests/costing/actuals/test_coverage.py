"""Coverage of a bill's unit prices by the price book, and the sums of a bill."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from costing.actuals.bill import opened
from costing.actuals.coverage import coverage
from costing.actuals.totals import parts_by, total
from costing.errors import CallError
from costing.model import Price, Sku, Tier
from costing.prices.book import PriceBook, installed
from costing.units import Unit
from tests.costing.actuals.bills import Row, billed, focus, write_csv
from tests.costing.actuals.test_bill import SAMPLE

TODAY = date(2026, 11, 30)


def price(unit: Unit, *amounts: str) -> Price:
    tiers = tuple(Tier(Decimal(1000 * index), Decimal(each)) for index, each in enumerate(amounts))
    return Price(unit, tiers, TODAY, "test")


BOOK = PriceBook.of(
    {
        "us-east-1": {
            Sku("AmazonEC2", "BoxUsage:t3.medium", "RunInstances"): price(Unit.HOURS, "0.0416"),
            Sku("AmazonEC2", "EBS:VolumeP-Throughput.gp3"): price(Unit.MIBPS_MONTHS, "0.04"),
            Sku("AWSDataTransfer", "DataTransfer-Out-Bytes"): price(Unit.GB, "0.09", "0.085"),
            Sku("AmazonVPC", "PublicIPv4:IdleAddress"): price(Unit.HOURS, "0.005"),
            Sku("AmazonVPC", "PublicIPv4:InUseAddress"): price(Unit.HOURS, "0.005"),
        },
        "global": {Sku("AmazonRoute53", "DNS-Queries"): price(Unit.QUERIES, "0.0000004")},
    }
)


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared")
def test_unit_prices_of_the_sample_are_known() -> None:
    with opened(str(SAMPLE)) as bill:
        found = coverage(bill, installed())
    assert found.lines == 634
    assert found.known_lines == 631
    assert [each.reason for each in found.missing] == [
        "sold by another vendor on AWS Marketplace",
        "the price book has no WriteRequestUnits of this service at 0.00000125 in this region",
        "the price book has no ReadRequestUnits of this service at 0.00000025 in this region",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (billed(1, "0.0416"), None),
        (
            billed(1, "0.05", ListUnitPrice="0.05"),
            "the bill's unit price is 0.05, the book's 0.0416",
        ),
        (
            billed(1, "1", x_UsageType="BoxUsage:z9.large"),
            "the price book has no price for this SKU in this region",
        ),
        (
            billed(1, "1", PricingUnit="Pieces"),
            "the bill's unit is Pieces, the price book's Hours",
        ),
        (
            billed(
                "0.5",
                "20.48",
                x_UsageType="EBS:VolumeP-Throughput.gp3",
                PricingUnit="GiBps-mo",
                ListUnitPrice="40.96",
            ),
            None,
        ),
        (focus(PricingUnit="GB", ListUnitPrice="0.085"), None),
        (
            focus(
                ServiceName="Amazon Route 53",
                RegionId="",
                PricingUnit="Queries",
                ListUnitPrice="4e-7",
            ),
            None,
        ),
        (
            focus(PricingUnit="GB", ListUnitPrice="0.1"),
            "the price book has no GB of this service at 0.1 in this region",
        ),
    ],
)
def test_unit_price_is_compared_with_the_book(row: Row, reason: str | None, tmp_path: Path) -> None:
    with opened(str(write_csv(tmp_path / "bill.csv", [row]))) as bill:
        found = coverage(bill, BOOK)
    assert [each.reason for each in found.missing] == ([reason] if reason else [])
    assert found.share == (0 if reason else 1)


def test_coverage_counts_dollars(tmp_path: Path) -> None:
    rows = [billed(1, "3"), billed(1, "1", x_UsageType="BoxUsage:z9.large")]
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        found = coverage(bill, BOOK)
    assert found.share == Decimal("0.75")
    assert (found.known_lines, found.lines) == (1, 2)


def test_parts_add_up_to_the_total(tmp_path: Path) -> None:
    rows = [
        billed(1, "3"),
        billed(1, "2", Tags='{"user:component": "db", "team": "a"}', ServiceName="S3"),
        billed(1, "-1", Tags="", ChargeCategory="Credit"),
        billed(1, "4", ChargePeriodStart="2026-10-02 00:00:00", ServiceName="S3"),
    ]
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        whole = total(bill).billed_cost
        for by in ("service", "component", "tag:team", "day", "account", "region", "category"):
            assert sum(part.sums.billed_cost for part in parts_by(bill, by)) == whole == 8
        by_component = {each.key: each.sums.billed_cost for each in parts_by(bill, "component")}
        assert by_component == {"web": 7, "db": 2, "(none)": -1}
        assert [each.key for each in parts_by(bill, "day")] == ["2026-10-01", "2026-10-02"]
        with pytest.raises(CallError, match="--by colour: unknown"):
            parts_by(bill, "colour")


def test_tag_keys_with_quotes_are_data(tmp_path: Path) -> None:
    row = billed(1, "3", Tags='{"it\'s \\"x\\"": "v"}')
    with opened(str(write_csv(tmp_path / "bill.csv", [row]))) as bill:
        assert [each.key for each in parts_by(bill, 'tag:it\'s "x"')] == ["v"]
