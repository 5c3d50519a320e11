"""Download of reserved, Savings Plan and spot rates."""

import json
from decimal import Decimal
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from costing.errors import RefreshError
from costing.estimate.commitments import committed
from costing.model import Charge, Commitment, Meter, Sku
from costing.prices import commitment_rates
from costing.prices.book import installed
from costing.prices.refresh.download import Downloads
from costing.prices.refresh.refresh import (
    downloads_of,
    refresh_fargate_spot,
    refresh_savings_plans,
    refresh_spot,
)
from costing.prices.refresh.reserved import OPTIONS
from costing.units import Unit
from tests.costing.prices.refresh.lists import HEAD, PRICES, price_of, refreshed
from tests.costing.prices.refresh.served import Served


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
