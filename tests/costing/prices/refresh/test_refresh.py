"""Newer prices: from AWS's own file shapes, whole or not at all."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from costing.errors import RefreshError
from costing.estimate.commitments import committed
from costing.model import Charge, Commitment, Meter, Sku
from costing.prices import savings_rates
from costing.prices.book import PriceBook, installed
from costing.prices.cache import prices_of
from costing.prices.refresh.refresh import refresh_prices, refresh_savings_plans, refresh_spot
from costing.units import Unit
from plimsoll.cli import main
from tests.costing.prices.refresh.served import Served, serving

HEAD = """"FormatVersion","v1.0"
"Disclaimer","This pricing list is for informational purposes only."
"Publication Date","2026-11-20T00:00:00Z"
"Version","20261120000000"
"OfferCode","{service}"
"SKU","TermType","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Location","usageType","operation"
"""
EC2 = HEAD.format(service="AmazonEC2") + "\n".join(
    [
        '"A","OnDemand","0","Inf","Hrs","0.1700","USD","x","BoxUsage:m7g.xlarge","RunInstances"',
        '"B","Reserved","0","Inf","Hrs","0.0900","USD","x","BoxUsage:m7g.xlarge","RunInstances"',
        '"C","OnDemand","0","Inf","Hrs","9.99","USD","x","BoxUsage:m99g.xlarge","RunInstances"',
        '"D","OnDemand","0","Inf","GiBps-mo","41.984","USD","x","EBS:VolumeP-Throughput.gp3",""',
        '"E","OnDemand","0","Inf","Hrs","45","USD","x","NatGateway-Hours","NatGateway"',
        '"F","OnDemand","0","Inf","Furlongs","1","USD","x","Walk","Take"',
    ]
)
SQS = HEAD.format(service="AWSQueueService") + "\n".join(
    [
        '"A","OnDemand","0","1000000","Requests","0","USD","x","USE1-Requests-Tier1",""',
        '"A","OnDemand","1000000","Inf","Requests","0.0000004","USD","x","USE1-Requests-Tier1",""',
    ]
)
PRICES = "/offers/v1.0/aws/{}/current/us-east-1/index.csv"
PLANS = "/savingsPlan/v1.0/aws/AWSComputeSavingsPlan"
RATES = """"FormatVersion","v1.0"
"OfferCode","AWSComputeSavingsPlan"
"SKU","DiscountedRate","Currency","DiscountedServiceCode","DiscountedUsageType","DiscountedOperation","PurchaseOption","LeaseContractLength","UsageType"
"A","0.1191","USD","AmazonEC2","BoxUsage:m7g.xlarge","RunInstances","No Upfront","1","ComputeSP:1yrNoUpfront"
"B","0.01","USD","AWSLambda","Lambda-GB-Second","Invoke","No Upfront","1","ComputeSP:1yrNoUpfront"
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PLIMSOLL_CACHE", str(tmp_path))
    installed.cache_clear()
    savings_rates.rates.cache_clear()
    yield tmp_path
    installed.cache_clear()
    savings_rates.rates.cache_clear()


@pytest.fixture
def aws(cache: Path) -> Iterator[Served]:
    files = {
        PRICES.format("AmazonEC2"): EC2.encode(),
        PRICES.format("AWSQueueService"): SQS.encode(),
        PRICES.format("AmazonSNS"): b"<html>not here</html>",
        f"{PLANS}/current/region_index.json": (
            b'{"regions": [{"regionCode": "us-east-1", "versionUrl": "'
            + f"{PLANS}/2026/us-east-1/index.json".encode()
            + b'"}]}'
        ),
        f"{PLANS}/2026/us-east-1/index.csv": RATES.encode(),
    }
    assert cache
    with serving(Served(files)) as served:
        yield served


def price_of(usage_type: str, operation: str = "", service: str = "AmazonEC2") -> Decimal:
    installed.cache_clear()
    found = installed().price("us-east-1", Sku(service, usage_type, operation))
    return found.tiers[-1].list_unit_price


def test_a_newer_price_comes_before_the_installed_one(aws: Served) -> None:
    before = price_of("BoxUsage:m7g.xlarge", "RunInstances")

    outcome = refresh_prices("us-east-1", "AmazonEC2", installed(), aws.address)

    assert before == Decimal("0.1632")
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1700")
    assert price_of("BoxUsage:m99g.xlarge", "RunInstances") == Decimal("9.99")  # launched since
    assert price_of("EBS:VolumeP-Throughput.gp3") == Decimal("0.041")  # in MiBps, as ours are
    assert price_of("BoxUsage:m7g.large", "RunInstances") == Decimal("0.0816")  # not listed: stays
    assert outcome.lines == 3
    assert set(outcome.left_out.values()) == {1}


def test_a_price_of_another_magnitude_is_left_out_and_said(aws: Served) -> None:
    outcome = refresh_prices("us-east-1", "AmazonEC2", installed(), aws.address)

    assert price_of("NatGateway-Hours") == Decimal("0.045")
    assert "its unit must be another" in str(outcome)
    assert "Furlongs" in str(outcome)


def test_a_free_first_rung_is_an_allowance(aws: Served) -> None:
    refresh_prices("us-east-1", "AWSQueueService", installed(), aws.address)
    installed.cache_clear()

    ladder = installed().price("us-east-1", Sku("AWSQueueService", "Requests-Tier1")).tiers

    assert [tier.always_free for tier in ladder] == [True, False]


def test_a_broken_download_is_resumed_and_replaces_nothing_before_it_is_whole(aws: Served) -> None:
    aws.cut_at = 300

    with pytest.raises(RefreshError, match="run it again to resume"):
        refresh_prices("us-east-1", "AmazonEC2", installed(), aws.address)
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1632")
    refresh_prices("us-east-1", "AmazonEC2", installed(), aws.address)

    assert aws.asked[-1].endswith("bytes=300-")
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1700")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html>", "no price list of AWS's"),
        (EC2[: EC2.index('"A"')].encode(), "holds no price"),
        (b"\xff\xfe\x00", "this is no text"),
    ],
)
def test_what_is_no_price_list_leaves_good_prices_alone(
    aws: Served, content: bytes, message: str
) -> None:
    refresh_prices("us-east-1", "AmazonEC2", installed(), aws.address)
    aws.files[PRICES.format("AmazonEC2")] = content

    with pytest.raises(RefreshError, match=message):
        refresh_prices("us-east-1", "AmazonEC2", installed(), aws.address)

    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1700")
    assert not list(prices_of("us-east-1", "AmazonEC2").parent.glob("*.new"))


def test_savings_plan_rates_are_taken_as_they_are(aws: Served) -> None:
    refresh_savings_plans("us-east-1", aws.address)
    plan = Commitment("compute_savings_plan", "1_year", "no_upfront")
    sku = Sku("AmazonEC2", "BoxUsage:m7g.xlarge", "RunInstances")
    meter = Meter("Instance", sku, Decimal(730), Unit.HOURS, commitment=plan)
    on_demand = Decimal("0.1632")
    cost = on_demand * 730

    charge = committed(Charge(meter, None, on_demand, cost, cost, cost, Decimal(730)), "us-east-1")

    assert charge.effective_cost == Decimal("0.1191") * 730


@mock_aws
def test_spot_prices_are_asked_of_ec2(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("ec2", region_name="us-east-1")

    with pytest.raises(RefreshError, match="no spot price history"):
        refresh_spot("us-west-9", Silent())
    outcome = refresh_spot("us-east-1", client)

    assert cache
    assert outcome.lines > 0
    assert price_of("SpotUsage:m5.large") > 0


class Silent:
    """A client of a region where nothing is ever sold."""

    def get_paginator(self, _: str) -> "Silent":
        return self

    def paginate(self, **_: object) -> list[dict[str, list[object]]]:
        return [{"SpotPriceHistory": []}]


def test_the_command_says_what_came_and_what_failed(
    aws: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    services = ("--service", "AmazonEC2", "--service", "AmazonSNS")
    with pytest.raises(SystemExit) as ended:
        main(["prices", "refresh", "--region", "us-east-1", "--source", aws.address, *services])

    errors = capsys.readouterr().err
    assert ended.value.code == 1
    assert "AmazonEC2 in us-east-1: 3 lines" in errors
    assert "AmazonSNS in us-east-1: this is no price list of AWS's" in errors


def test_a_book_of_plain_values_knows_no_cache(cache: Path) -> None:
    assert cache
    assert PriceBook.of({"us-east-1": {}}).regions() == ["us-east-1"]
