"""A bill compared with an estimate: parts of each difference, and what has no counterpart."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from costing.actuals.bill import opened
from costing.actuals.variance import Variance, variance
from costing.estimate.estimate import estimate
from costing.graph.resource import Resource
from costing.model import Price, Sku, Tier
from costing.prices.book import PriceBook
from costing.units import Unit
from tests.costing.actuals.bills import Row, billed, focus, write_csv
from tests.graphs import graph, resource

TODAY = date(2026, 11, 30)
WEB = resource("aws:ec2/instance:Instance", "web", {"instanceType": "t3.medium"}, id="i-0123")


def flat(unit: Unit, amount: str) -> Price:
    return Price(unit, (Tier(Decimal(0), Decimal(amount)),), TODAY, "test")


BOOK = PriceBook.of(
    {
        "us-east-1": {
            Sku("AmazonEC2", "BoxUsage:t3.medium", "RunInstances"): flat(Unit.HOURS, "0.0416"),
            Sku("AmazonEC2", "EBS:VolumeUsage.gp2"): flat(Unit.GB_MONTHS, "0.10"),
            Sku("AmazonEC2", "NatGateway-Hours"): flat(Unit.HOURS, "0.045"),
            Sku("AmazonVPC", "PublicIPv4:InUseAddress"): flat(Unit.HOURS, "0.005"),
        }
    }
)


def compared(rows: Sequence[Row], tmp_path: Path, *resources: Resource) -> Variance:
    stack = graph(*(resources or (WEB,)))
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        return variance(bill, estimate(stack, BOOK, on=TODAY), stack, BOOK)


def instance(rows: Sequence[Row], tmp_path: Path) -> tuple[Decimal, ...]:
    """Return estimated, period, quantity, price, discount and actual of the instance hours."""
    found = compared(rows, tmp_path)
    (pair,) = (each for each in found.pairs if each.sku.usage_type == "BoxUsage:t3.medium")
    parts = pair.period, pair.quantity, pair.price, pair.discount
    assert pair.estimated + sum(parts) == pair.actual
    return pair.estimated, *parts, pair.actual


END = "2026-10-31 10:00:00"  # 730 hours after the start


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (billed(730, "30.368", ChargePeriodEnd=END), ("30.368", 0, 0, 0, 0, "30.368")),
        (
            billed(365, "15.184", ChargePeriodEnd="2026-10-16 05:00:00"),
            ("30.368", "-15.184", 0, 0, 0, "15.184"),
        ),
        (billed(1460, "60.736", ChargePeriodEnd=END), ("30.368", 0, "30.368", 0, 0, "60.736")),
        (billed(730, "36.5", ChargePeriodEnd=END), ("30.368", 0, 0, "6.132", 0, "36.5")),
        (
            billed(730, "30.368", ChargePeriodEnd=END, EffectiveCost="20"),
            ("30.368", 0, 0, 0, "-10.368", "20"),
        ),
    ],
    ids=["equal", "half a month", "twice the hours", "a higher price", "a discount"],
)
def test_difference_is_divided_by_cause(
    row: Row, parts: tuple[object, ...], tmp_path: Path
) -> None:
    assert instance([row], tmp_path) == tuple(Decimal(str(part)) for part in parts)


def test_region_prefix_and_unit_of_the_bill_are_read(tmp_path: Path) -> None:
    row = billed(730, "30.368", ChargePeriodEnd=END, PricingUnit="Hrs")
    prefixed = {**row, "x_UsageType": "USE1-BoxUsage:t3.medium"}
    assert instance([prefixed], tmp_path)[-1] == Decimal("30.368")


def test_every_dollar_of_the_bill_is_in_the_result(tmp_path: Path) -> None:
    rows = [
        billed(730, "30", ChargePeriodEnd=END),
        billed(5, "2", x_UsageType="NatGateway-Hours", x_Operation="NatGateway"),
        billed(5, "3", RegionId="eu-west-1"),
        billed(5, "4", x_ServiceCode="AmazonS3", x_UsageType="TimedStorage-ByteHrs"),
        billed(1, "5", ChargeCategory="Tax"),
        billed(1, "-6", ChargeCategory="Credit"),
        focus(BilledCost="7", EffectiveCost="7", ListUnitPrice="9"),
    ]
    found = compared(rows, tmp_path)
    assert found.actual == 45
    assert found.other == {"Credit": Decimal(-6), "Tax": Decimal(5)}
    assert found.unmatched == 16
    assert found.unmatched_share == Decimal("0.347826086957")
    reasons = {each.cost: each.reason for each in found.only_billed}
    assert reasons[Decimal(2)].startswith("not in the estimate")
    assert reasons[Decimal(3)] == "the stack has no priced resource in this region"
    assert reasons[Decimal(4)] == "the stack has no resource that is billed by this service"
    assert reasons[Decimal(7)].startswith("the SKU is not certain: the price book has no Hours")


def test_estimated_charge_without_billed_line_has_a_reason(tmp_path: Path) -> None:
    found = compared([billed(730, "30.368", ChargePeriodEnd=END)], tmp_path)
    labels = [each.label for each in found.only_estimated]
    assert any(label.startswith("AmazonEC2 EBS:VolumeUsage.gp2 (web)") for label in labels)
    assert all("no line of this SKU" in each.reason for each in found.only_estimated)
    total = sum((each.cost for each in found.only_estimated), Decimal(0))
    assert found.estimated == Decimal("30.368") + total


def test_resource_is_matched_by_its_id(tmp_path: Path) -> None:
    rows = [
        billed(730, "30", ChargePeriodEnd=END),
        billed(730, "9", ChargePeriodEnd=END, ResourceId="i-other"),
    ]
    (found,) = compared(rows, tmp_path).resources
    assert (found.name, found.actual) == ("web", Decimal(30))


def test_export_without_effective_cost_uses_billed_cost(tmp_path: Path) -> None:
    row = billed(730, "30.368", ChargePeriodEnd=END, EffectiveCost="0")
    assert instance([row], tmp_path)[-1] == Decimal("30.368")
