"""Download of prices: AWS's file formats, resumption, incomplete and invalid files."""

import gzip
import json
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest

from costing.errors import RefreshError
from costing.model import Sku
from costing.prices.book import PriceBook, installed, shipped
from costing.prices.cache import prices_of
from costing.prices.refresh.parallel import outcomes
from costing.prices.refresh.refresh import (
    GLOBAL_LISTS,
    Outcome,
    services_of,
)
from plimsoll.cli import main
from tests.costing.prices.refresh.lists import (
    EC2,
    PRICES,
    price_of,
    refreshed,
)
from tests.costing.prices.refresh.served import Served


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
