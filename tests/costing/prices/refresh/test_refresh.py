"""Download of prices: AWS's file formats, resumption, incomplete and invalid files."""

import gzip
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from threading import Event

import boto3
import pytest
from moto import mock_aws

from costing.errors import RefreshError
from costing.estimate.commitments import committed
from costing.model import Charge, Commitment, Meter, Sku
from costing.prices import commitment_rates
from costing.prices.book import PriceBook, installed, shipped
from costing.prices.cache import prices_of
from costing.prices.refresh.download import Downloads
from costing.prices.refresh.parallel import outcomes
from costing.prices.refresh.refresh import (
    GLOBAL_LISTS,
    Outcome,
    downloads_of,
    refresh_fargate_spot,
    refresh_prices,
    refresh_savings_plans,
    refresh_spot,
    services_of,
)
from costing.prices.refresh.reserved import OPTIONS
from costing.units import Unit
from plimsoll.cli import main
from tests.costing.prices.refresh.served import Served, serving

HEAD = """"FormatVersion","v1.0"
"Disclaimer","This pricing list is for informational purposes only."
"Publication Date","2026-11-20T00:00:00Z"
"Version","20261120000000"
"OfferCode","{service}"
"SKU","TermType","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Location","usageType","operation","LeaseContractLength","PurchaseOption","OfferingClass"
"""
EC2 = HEAD.format(service="AmazonEC2") + "\n".join(
    [
        '"A","OnDemand","0","Inf","Hrs","0.1700","USD","x","BoxUsage:m7g.xlarge","RunInstances"',
        '"B","Reserved","","","Hrs","0.0500","USD","x","BoxUsage:m7g.xlarge","RunInstances","1yr","Partial Upfront","standard"',
        '"B","Reserved","","","Quantity","438","USD","x","BoxUsage:m7g.xlarge","RunInstances","1yr","Partial Upfront","standard"',
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
    commitment_rates.rates.cache_clear()
    yield tmp_path
    installed.cache_clear()
    commitment_rates.rates.cache_clear()


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


def refreshed(aws: Served, service: str = "AmazonEC2") -> Outcome:
    downloads = Downloads(downloads_of("us-east-1"))
    return refresh_prices("us-east-1", service, shipped(), downloads, aws.address)


def price_of(usage_type: str, operation: str = "", service: str = "AmazonEC2") -> Decimal:
    installed.cache_clear()
    found = installed().price("us-east-1", Sku(service, usage_type, operation))
    return found.tiers[-1].list_unit_price


def test_downloaded_price_replaces_the_one_in_the_book(aws: Served) -> None:
    before = price_of("BoxUsage:m7g.xlarge", "RunInstances")

    outcome = refreshed(aws)

    assert before == Decimal("0.1632")
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1700")
    assert price_of("BoxUsage:m99g.xlarge", "RunInstances") == Decimal("9.99")  # new
    assert price_of("EBS:VolumeP-Throughput.gp3") == Decimal("0.041")  # the list has GiBps
    assert price_of("BoxUsage:m7g.large", "RunInstances") == Decimal(
        "0.0816"
    )  # not in the list: unchanged
    assert outcome.prices == 3
    assert set(outcome.left_out.values()) == {1}


def test_implausible_price_is_left_out_and_reported(aws: Served) -> None:
    outcome = refreshed(aws)

    assert price_of("NatGateway-Hours") == Decimal("0.045")
    assert "likely another unit" in str(outcome)
    assert "Furlongs" in str(outcome)


def test_free_first_tier_is_an_always_free_allowance(aws: Served) -> None:
    refreshed(aws, "AWSQueueService")
    installed.cache_clear()

    tiers = installed().price("us-east-1", Sku("AWSQueueService", "Requests-Tier1")).tiers

    assert [tier.always_free for tier in tiers] == [True, False]


def test_interrupted_download_is_resumed(aws: Served) -> None:
    aws.cut_at = 300

    with pytest.raises(RefreshError, match="run the command again to resume"):
        refreshed(aws)
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1632")
    refreshed(aws)

    assert aws.asked[-1].endswith("bytes=300-")
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1700")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html>", "not an AWS price list"),
        (EC2[: EC2.index('"A"')].encode(), "contains no price"),
        (b"\xff\xfe\x00", "the download is not text"),
    ],
)
def test_invalid_price_list_replaces_nothing(aws: Served, content: bytes, message: str) -> None:
    refreshed(aws)
    aws.files[PRICES.format("AmazonEC2")] = content

    with pytest.raises(RefreshError, match=message):
        refreshed(aws)

    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1700")
    assert not list(prices_of("us-east-1", "AmazonEC2").parent.glob("*.new"))


def test_savings_plan_rate_is_used(aws: Served) -> None:
    refresh_savings_plans("us-east-1", Downloads(downloads_of("us-east-1")), aws.address)
    plan = Commitment("compute_savings_plan", "1_year", "no_upfront")
    sku = Sku("AmazonEC2", "BoxUsage:m7g.xlarge", "RunInstances")
    meter = Meter("Instance", sku, Decimal(730), Unit.HOURS, commitment=plan)
    on_demand = Decimal("0.1632")
    cost = on_demand * 730

    charge = committed(Charge(meter, None, on_demand, cost, cost, cost, Decimal(730)), "us-east-1")

    assert charge.effective_cost == Decimal("0.1191") * 730


@mock_aws
def test_spot_prices_are_read_from_ec2(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("ec2", region_name="us-east-1")

    with pytest.raises(RefreshError, match="no spot price history"):
        refresh_spot("us-west-9", Silent())
    outcome = refresh_spot("us-east-1", client)

    assert cache
    assert outcome.prices > 0
    assert price_of("SpotUsage:m5.large") > 0


class Silent:
    """EC2 client of a region without spot prices."""

    def get_paginator(self, _: str) -> "Silent":
        return self

    def paginate(self, **_: object) -> list[dict[str, list[object]]]:
        return [{"SpotPriceHistory": []}]


def test_command_reports_downloads_and_failures(
    aws: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    services = ("--service", "AmazonEC2", "--service", "AmazonSNS")
    with pytest.raises(SystemExit) as ended:
        main(["prices", "refresh", "--region", "us-east-1", "--source", aws.address, *services])

    errors = capsys.readouterr().err
    assert ended.value.code == 1
    assert "AmazonEC2 in us-east-1: 3 prices, 1 commitment rates" in errors
    assert "AmazonSNS in us-east-1: the download is not an AWS price list" in errors
    assert "Savings Plans in us-east-1: 2 commitment rates" in errors


def test_book_of_values_ignores_the_cache(cache: Path) -> None:
    assert cache
    assert PriceBook.of({"us-east-1": {}}).regions() == ["us-east-1"]


def test_reserved_rate_includes_the_upfront_fee(aws: Served) -> None:
    refreshed(aws)
    reserved = Commitment("standard", "1_year", "partial_upfront")
    sku = Sku("AmazonEC2", "BoxUsage:m7g.xlarge", "RunInstances")

    # $438 / 8,760 hours = $0.05, and $0.05 an hour
    assert commitment_rates.rate_of("us-east-1", sku, reserved) == Decimal("0.10")


RESERVED = (  # price list, usage type and operation in it, and the operation of the cost model
    ("AmazonRDS", "InstanceUsage:db.m7g.large", "CreateDBInstance:0014", "CreateDBInstance:0014"),
    ("AmazonRDS", "Multi-AZUsage:db.m7g.large", "CreateDBInstance:0014", "CreateDBInstance:0014"),
    (
        "AmazonElastiCache",
        "NodeUsage:cache.m7g.large",
        "CreateCacheCluster:0002",
        "CreateCacheCluster:0002",
    ),
    ("AmazonES", "ESInstance:r6g.large", "ESDomain", ""),
    ("AmazonRedshift", "Node:ra3.xlplus", "RunComputeNode:0001", ""),
    ("AmazonRedshift", "Node:ra9.large", "RunComputeNode:0001", ""),  # a new type
)
OFFERS = (  # USD an hour, upfront fee, option, effective rate
    ("0.0664", "580.788", "Partial Upfront", Decimal("0.1327")),  # 580.788 / 8,760 = 0.0663
    ("0.1384", None, "No Upfront", Decimal("0.1384")),
    ("0", "1143.7056", "All Upfront", Decimal("0.13056")),
)


def reserved_list(service: str, usage_type: str, operation: str) -> str:
    terms = f'"USD","x","{usage_type}","{operation}"'
    price = 1 if service == "AmazonRedshift" else 0.2
    lines = [f'"A","OnDemand","0","Inf","Hrs","{price}","USD","x","{usage_type}","{operation}"']
    for hourly, upfront, option, _ in OFFERS:
        ends = f'{terms},"1yr","{option}","standard"'
        lines.append(f'"A","Reserved","0","Inf","Hrs","{hourly}",{ends}')
        if upfront:
            lines.append(f'"A","Reserved","","","Quantity","{upfront}",{ends}')
    lines.append(f'"A","Reserved","0","Inf","Hrs","0",{terms},"3yr","All Upfront","standard"')
    return HEAD.format(service=service) + "\n".join(lines)


@pytest.mark.parametrize(("service", "usage_type", "operation", "modelled"), RESERVED)
def test_reserved_rate_of_a_service_is_used(
    aws: Served, service: str, usage_type: str, operation: str, modelled: str
) -> None:
    listed = reserved_list(service, usage_type, operation)
    aws.files[PRICES.format(service)] = listed.encode()
    outcome = refreshed(aws, service)

    assert outcome.rates == len(OFFERS)  # not the offer without its fee
    for _, _, option, rate in OFFERS:
        terms = Commitment("standard", "1_year", OPTIONS[option])  # type: ignore[arg-type]
        sku = Sku(service, usage_type, modelled)
        meter = Meter("Instance", sku, Decimal(100), Unit.HOURS, commitment=terms)
        price, cost = Decimal("0.2"), Decimal(20)
        on_demand = Charge(meter, None, price, cost, cost, cost, Decimal(100))
        assert committed(on_demand, "us-east-1").effective_cost == rate * 100
    assert price_of(usage_type, modelled, service) in {Decimal(1), price}


def test_fargate_spot_has_the_unit_of_fargate(aws: Served) -> None:
    aws.files[PRICES.format("AmazonECS")] = (
        HEAD.format(service="AmazonECS")
        + '"A","OnDemand","0","Inf","hours","0.0126","USD","x",'
        + '"USE1-SpotUsage-Fargate-vCPU-Hours:perCPU",""\n'
    ).encode()
    refreshed(aws, "AmazonECS")
    installed.cache_clear()

    found = installed().price("us-east-1", Sku("AmazonECS", "SpotUsage-Fargate-vCPU-Hours:perCPU"))
    assert (found.unit, found.tiers[0].list_unit_price) == (Unit.VCPU_HOURS, Decimal("0.0126"))


def test_unchanged_list_is_not_downloaded_again(aws: Served) -> None:
    refreshed(aws)

    assert str(refreshed(aws)) == "AmazonEC2 in us-east-1: unchanged since the last download"
    aws.files[PRICES.format("AmazonEC2")] = EC2.replace("0.1700", "0.1800").encode()
    refreshed(aws)
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1800")


def test_list_changed_during_interruption_is_restarted(
    aws: Served,
) -> None:
    aws.cut_at = 300
    with pytest.raises(RefreshError):
        refreshed(aws)
    aws.files[PRICES.format("AmazonEC2")] = EC2.replace("0.1700", "0.1800").encode()
    refreshed(aws)

    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1800")


def test_failed_downloads_do_not_stop_others(aws: Served) -> None:
    def failing() -> Outcome:
        raise RefreshError("not here")

    found = outcomes([failing, lambda: refreshed(aws), failing], Event())

    assert sorted(type(each).__name__ for each in found) == ["Outcome"] + ["RefreshError"] * 2


def test_each_service_of_the_book_has_a_price_list() -> None:
    for region in ("us-east-1", "eu-west-1"):
        services = {sku.service for sku in shipped().skus(region)}

        assert {*services_of(shipped(), region), *GLOBAL_LISTS} >= services
    assert {*services_of(shipped(), "us-east-1")}.isdisjoint(GLOBAL_LISTS)


def test_price_diff_lists_changes_and_their_effect_on_a_bill(
    aws: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refreshed(aws)
    installed.cache_clear()
    urn = "urn:pulumi:dev::shop::aws:ec2/instance:Instance::web"
    resource = {
        "urn": urn,
        "type": "aws:ec2/instance:Instance",
        "custom": True,
        "id": "i-1",
        "inputs": {"instanceType": "m7g.xlarge", "ami": "ami-1"},
        "outputs": {"region": "us-east-1"},
    }
    state = {"version": 3, "deployment": {"resources": [resource]}}
    (tmp_path / "state.json").write_text(json.dumps(state))

    changes = json.loads(printed(capsys, "prices", "diff", "--format", "json"))
    assert [each["usage_type"] for each in changes if each["before"] is not None] == [
        "BoxUsage:m7g.xlarge",
        "EBS:VolumeP-Throughput.gp3",
    ]
    bill = json.loads(
        printed(capsys, "prices", "diff", str(tmp_path / "state.json"), "--format", "json")
    )
    (charge,) = bill["charges"]
    assert charge["usage_type"] == "BoxUsage:m7g.xlarge"
    # 730 hours at $0.1700 instead of $0.1632
    assert bill["monthly_cost"]["change"] == charge["change"] == "4.964"
    assert "+$4.96" in printed(capsys, "prices", "diff", str(tmp_path / "state.json"))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main([*arguments])
    return capsys.readouterr().out


def feed(**prices: str) -> bytes:
    entries = [
        {"unit": unit.replace("_", "-"), "price": {"USD": price}, "attributes": {"aws:region": at}}
        for unit, price in prices.items()
        for at in ("us-east-1", "eu-west-1")
    ]
    return json.dumps({"prices": entries}).encode()


def test_fargate_spot_comes_from_its_feed(aws: Served) -> None:
    aws.files["/fargate-spot-prices.json"] = feed(
        vCPU_Hours="0.0126", ARM_GB_Hours="0.0011", Windows_Hours="1"
    )
    downloads = Downloads(downloads_of("us-east-1"))
    outcome = refresh_fargate_spot("us-east-1", downloads, aws.address)

    assert outcome.prices == 2
    spot = "SpotUsage-Fargate-vCPU-Hours:perCPU"
    assert price_of(spot, service="AmazonECS") == Decimal("0.0126")
    aws.files["/fargate-spot-prices.json"] = b"[]"
    with pytest.raises(RefreshError, match="not AWS's feed"):
        refresh_fargate_spot("us-east-1", downloads, aws.address)


def test_compressed_list_is_read(aws: Served) -> None:
    aws.files[PRICES.format("AmazonEC2")] = gzip.compress(EC2.encode())
    refreshed(aws)
    assert price_of("BoxUsage:m7g.xlarge", "RunInstances") == Decimal("0.1700")

    aws.files[PRICES.format("AmazonEC2")] = gzip.compress(EC2.encode())[:200]
    with pytest.raises(RefreshError, match="the download is not text"):
        refreshed(aws)


def test_services_without_a_price_list_are_named(
    aws: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = {"offers": {"AmazonEC2": {"offerCode": "AmazonEC2"}}}
    aws.files["/offers/v1.0/aws/index.json"] = json.dumps(listed).encode()
    with pytest.raises(SystemExit):
        main(["prices", "refresh", "--region", "us-east-1", "--source", aws.address])

    errors = capsys.readouterr().err
    assert "AmazonEC2 in us-east-1: 3 prices" in errors
    assert "AWSQueueService in us-east-1: AWS has no price list of this code; its 2 pri" in errors
    assert not [each for each in aws.asked if "AWSQueueService" in each]
