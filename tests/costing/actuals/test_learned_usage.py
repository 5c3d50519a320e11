"""Usage learned from a bill: an estimate with it reproduces the bill's list cost."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from costing.actuals.bill import opened
from costing.actuals.learned_usage import learned, usage_file
from costing.actuals.variance import variance
from costing.estimate.estimate import estimate
from costing.graph.resource import Graph
from costing.prices.book import installed
from costing.usage.file import read
from tests.costing.actuals.bills import Row, billed, write_csv
from tests.graphs import graph, resource

TODAY = date(2026, 11, 30)
BUCKET = "aws:s3/bucket:Bucket"
STACK = graph(
    resource(BUCKET, "logs", {}, id="shop-logs"),
    resource(BUCKET, "media", {}, id="shop-media"),
    resource("aws:sqs/queue:Queue", "jobs", {}),
    resource("aws:ec2/natGateway:NatGateway", "exit", {}),
    resource(
        "aws:lambda/function:Function", "api", {"memorySize": 512, "architectures": ["x86_64"]}
    ),
)


def line(  # noqa: PLR0913, PLR0917 (a bill line has these)
    service: str, usage_type: str, unit: str, quantity: str, price: str, resource_id: str = ""
) -> Row:
    cost = str(Decimal(quantity) * Decimal(price))
    return billed(
        quantity,
        cost,
        x_ServiceCode=service,
        x_UsageType=usage_type,
        x_Operation="",
        PricingUnit=unit,
        ListUnitPrice=price,
        ResourceId=resource_id,
        ChargePeriodEnd="2026-10-31 10:00:00",
    )


BILL = [
    line("AmazonS3", "TimedStorage-ByteHrs", "GB-Mo", "1234.567", "0.023", "shop-logs"),
    line("AmazonS3", "TimedStorage-ByteHrs", "GB-Mo", "300.1", "0.023", "shop-media"),
    line("AmazonS3", "Requests-Tier1", "Requests", "1000001", "0.000005", "shop-media"),
    line("AmazonEC2", "NatGateway-Hours", "Hrs", "730", "0.045"),
    line("AmazonEC2", "NatGateway-Bytes", "GB", "777.7", "0.045"),
    line("AWSLambda", "Request", "Requests", "3000000", "0.0000002"),
    line("AWSLambda", "Lambda-GB-Second", "Lambda-GB-Second", "500000", "0.0000166667"),
]


def file_of(rows: list[Row], tmp_path: Path, stack: Graph = STACK) -> Path:
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        text = usage_file(learned(bill, stack, installed(), on=TODAY))
    path = tmp_path / "usage.yaml"
    path.write_text(text)
    return path


def test_round_trip_reproduces_the_list_cost_to_the_cent(tmp_path: Path) -> None:
    usage = read(file_of(BILL, tmp_path))
    found = estimate(STACK, installed(), usage, on=TODAY)
    with opened(str(tmp_path / "bill.csv")) as bill:
        compared = variance(bill, found, STACK, installed())
    assert compared.only_billed == []
    assert len(compared.pairs) == 6
    for pair in compared.pairs:
        assert round(pair.estimated, 2) == round(pair.actual, 2), pair.sku
        assert abs(pair.quantity) < Decimal("0.005")


def test_quantities_go_to_the_resource_that_the_bill_names(tmp_path: Path) -> None:
    usage = read(file_of(BILL, tmp_path))
    assert usage.resources[f"{BUCKET}::logs"] == {"standard.storage_gb": Decimal("1234.567")}
    assert usage.resources[f"{BUCKET}::media"]["standard.storage_gb"] == Decimal("300.1")


def test_quantities_without_a_resource_are_divided_equally(tmp_path: Path) -> None:
    rows = [line("AmazonS3", "TimedStorage-ByteHrs", "GB-Mo", "100", "0.023")]
    usage = read(file_of(rows, tmp_path))
    found = [
        usage.resources[f"{BUCKET}::{name}"]["standard.storage_gb"] for name in ("logs", "media")
    ]
    assert found == [50, 50]


def test_several_months_give_a_range(tmp_path: Path) -> None:
    first = line("AmazonEC2", "NatGateway-Bytes", "GB", "100", "0.045")
    second = {
        **line("AmazonEC2", "NatGateway-Bytes", "GB", "300", "0.045"),
        "BillingPeriodStart": "2026-11-01 00:00:00",
    }
    path = file_of([first, second], tmp_path)
    assert "{low: 100, mid: 200, high: 300}" in path.read_text()
    assert estimate(STACK, installed(), read(path), on=TODAY).range


def test_bill_without_usage_of_the_stack_gives_an_empty_file(tmp_path: Path) -> None:
    path = file_of([billed(1, "1")], tmp_path)
    assert read(path).resources == {}
    assert "List cost of usage: 0.00 of 1.00 USD is in this file" in path.read_text()
