"""The estimate as FOCUS 1.2 rows: columns, identities, and reading it back as a bill."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from costing.actuals.bill import opened
from costing.actuals.formats import Format
from costing.actuals.variance import variance
from costing.estimate.estimate import estimate
from costing.estimate.private_pricing import LIST_PRICES, PrivatePricing
from costing.model import Estimate
from costing.prices.book import installed
from costing.usage.file import UsageFile
from plimsoll.report.cost_focus import COLUMNS, as_focus, service_of, services
from plimsoll.report.focus_parquet import as_parquet
from tests.graphs import graph, resource

NOVEMBER = datetime(2026, 11, 30, tzinfo=UTC)
CATEGORIES = {  # FOCUS 1.2, ServiceCategory: allowed values
    "AI and Machine Learning",
    "Analytics",
    "Business Applications",
    "Compute",
    "Databases",
    "Developer Tools",
    "Multicloud",
    "Identity",
    "Integration",
    "Internet of Things",
    "Management and Governance",
    "Media",
    "Migration",
    "Mobile",
    "Networking",
    "Security",
    "Storage",
    "Web",
    "Other",
}
MANDATORY = {  # FOCUS 1.2, columns that every data set has
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "ServiceCategory",
    "ServiceName",
}
STACK = graph(
    resource(
        "aws:ec2/instance:Instance",
        "web",
        {
            "instanceType": "m5.large",
            "tags": {"team": "shop"},
            "rootBlockDevice": {"volumeSize": 20},
        },
    ),
    resource("aws:ec2/instance:Instance", "batch", {"instanceType": "m5.xlarge"}),
    resource("aws:ec2/natGateway:NatGateway", "exit", {}),
    resource("aws:route53/zone:Zone", "zone", {"name": "example.com"}),
)
USAGE = UsageFile(
    resources={
        "batch": {
            "reserved_instance_type": "standard",
            "reserved_instance_term": "1_year",
            "reserved_instance_payment_option": "no_upfront",
        }
    }
)


def estimated(private_pricing: PrivatePricing = LIST_PRICES) -> Estimate:
    return estimate(STACK, installed(), USAGE, on=NOVEMBER.date(), private_pricing=private_pricing)


def rows(found: Estimate) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_focus(found, today=NOVEMBER))))


def test_mandatory_columns_have_values() -> None:
    for row in rows(estimated()):
        assert tuple(row) == COLUMNS
        assert all(row[name] for name in MANDATORY - {"ChargeClass"})
        assert row["ServiceCategory"] in CATEGORIES
        assert row["BillingPeriodStart"] == "2026-11-01T00:00:00Z"
        assert row["BillingPeriodEnd"] == "2026-12-01T00:00:00Z"


def test_december_ends_in_january() -> None:
    text = as_focus(estimated(), today=datetime(2026, 12, 31, tzinfo=UTC))
    assert {row["BillingPeriodEnd"] for row in csv.DictReader(io.StringIO(text))} == {
        "2027-01-01T00:00:00Z"
    }


@pytest.mark.parametrize(
    "private_pricing",
    [
        LIST_PRICES,
        PrivatePricing.model_validate({"discounts": [{"service": "AmazonEC2", "percent": 10}]}),
    ],
)
def test_list_cost_is_the_highest_and_effective_the_lowest(
    private_pricing: PrivatePricing,
) -> None:
    found = estimated(private_pricing)
    for row in rows(found):
        amounts = [Decimal(row[f"{name}Cost"]) for name in ("List", "Contracted", "Effective")]
        assert amounts == sorted(amounts, reverse=True)
        quantity = Decimal(row["PricingQuantity"])
        assert abs(quantity * Decimal(row["ListUnitPrice"]) - amounts[0]) < Decimal("0.0001")
        assert abs(quantity * Decimal(row["ContractedUnitPrice"]) - amounts[1]) < Decimal("0.0001")
    total = sum(Decimal(row["EffectiveCost"]) for row in rows(found))
    assert total == found.monthly_cost


def test_committed_rows_name_the_commitment() -> None:
    committed = [row for row in rows(estimated()) if row["PricingCategory"] == "Committed"]
    assert committed
    for row in committed:
        assert row["CommitmentDiscountId"]
        assert row["CommitmentDiscountType"] in {"Reserved", "Savings Plan"}
        assert Decimal(row["EffectiveCost"]) < Decimal(row["ListCost"])


def test_tags_carry_the_estimate_and_the_resource() -> None:
    found = [json.loads(row["Tags"]) for row in rows(estimated())]
    assert len({tags["plimsoll:estimate"] for tags in found}) == 1
    assert {tags["plimsoll:urn"] for tags in found} == {each.urn for each in estimated().resources}
    assert any(tags.get("team") == "shop" for tags in found)


def test_rows_read_back_as_a_bill_match_the_estimate(tmp_path: Path) -> None:
    found = estimated()
    path = tmp_path / "estimate.csv"
    path.write_text(as_focus(found, today=NOVEMBER))
    with opened(str(path)) as bill:
        assert list(bill.formats) == [Format.FOCUS_1_2]
        compared = variance(bill, found, STACK, installed())
        assert compared.hours == 720
    assert compared.only_billed == []
    assert compared.only_estimated == [] or all(not each.cost for each in compared.only_estimated)
    for pair in compared.pairs:
        assert pair.billed_quantity == pair.estimated_quantity
        assert abs(pair.price) < Decimal("0.0001")
    assert compared.actual == found.monthly_cost


def test_every_service_has_an_allowed_category() -> None:
    assert {category for _, category, _ in services().values()} <= CATEGORIES
    assert service_of("NewService") == ("NewService", "Other", "Other (Other)")
    assert service_of("AmazonEC2")[2] == "Virtual Machines"


def test_parquet_has_the_rows_of_the_csv(tmp_path: Path) -> None:
    found = estimated()
    (tmp_path / "rows.parquet").write_bytes(as_parquet(found))
    (tmp_path / "rows.csv").write_text(as_focus(found))

    read = []
    for name in ("rows.parquet", "rows.csv"):
        with opened(str(tmp_path / name)) as bill:
            read.append(bill.rows("SELECT * FROM lines ORDER BY ResourceId, x_UsageType"))
    assert read[0] == read[1]
    assert len(read[0]) == len(rows(found))


def test_committed_rows_have_all_columns() -> None:
    committed = [row for row in rows(estimated()) if row["CommitmentDiscountId"]]
    assert {row["CommitmentDiscountCategory"] for row in committed} == {"Usage"}
    assert {row["CommitmentDiscountStatus"] for row in committed} == {"Used"}
    assert {row["CommitmentDiscountUnit"] for row in committed} == {"Hours"}
