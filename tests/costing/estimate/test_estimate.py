from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.estimate.estimate import estimate
from costing.estimate.pricing import shares
from costing.model import UNKNOWN, Price, Range, Sku, Tier
from costing.prices.book import PriceBook
from costing.units import Unit
from costing.usage.file import UsageFile
from tests import graphs

NAT = "aws:ec2/natGateway:NatGateway"
GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GATEWAYS = graphs.graph(graphs.resource(NAT, "a"), graphs.resource(NAT, "b"))
amounts = st.decimals(min_value="0.001", max_value=10**9, places=3)


def price(unit: Unit, *tiers: tuple[int, str], free: bool = False) -> Price:
    """Return a price from (start, USD a unit); `free` makes the first rung an allowance."""
    parts = tuple(
        Tier(Decimal(start), Decimal(unit_price), always_free=free and index == 0)
        for index, (start, unit_price) in enumerate(tiers)
    )
    return Price(unit, parts, date(2026, 1, 1), "made up")


def book(hours: Price, traffic: Price) -> PriceBook:
    skus = {"NatGateway-Hours": hours, "NatGateway-Bytes": traffic}
    return PriceBook.of({"us-east-1": {Sku("AmazonEC2", key): each for key, each in skus.items()}})


FLAT = book(price(Unit.HOURS, (0, "1")), price(Unit.GB, (0, "1")))


def gigabytes(quantity: object) -> UsageFile:
    return UsageFile(defaults={NAT: {"monthly_data_processed_gb": quantity}})


def test_tiers_are_reached_by_the_whole_stack() -> None:
    tiered = book(price(Unit.HOURS, (0, "0")), price(Unit.GB, (0, "0.10"), (100, "0.05")))

    result = estimate(GATEWAYS, tiered, gigabytes(100))

    assert result.monthly_cost == Decimal(15)  # 100 at 0.10, then 100 at 0.05
    assert [resource.monthly_cost for resource in result.resources] == [Decimal("7.5")] * 2
    assert result.resources[0].charges[1].list_unit_price == Decimal("0.075")


def test_another_account_has_tiers_of_its_own() -> None:
    tiered = book(price(Unit.HOURS, (0, "0")), price(Unit.GB, (0, "0.10"), (100, "0.05")))
    apart = graphs.graph(
        graphs.resource(NAT, "a"), graphs.resource(NAT, "b", account="arn:aws:iam::2:role/r")
    )

    assert estimate(apart, tiered, gigabytes(100)).monthly_cost == Decimal(20)


@pytest.mark.parametrize(("free_tier", "cost"), [(False, "15"), (True, "5")])
def test_always_free_allowance_needs_the_option(cost: str, *, free_tier: bool) -> None:
    ladder = price(Unit.GB, (0, "0"), (100, "0.10"), (150, "0.05"), free=True)

    result = estimate(
        graphs.graph(graphs.resource(NAT, "a")),
        book(price(Unit.HOURS, (0, "0")), ladder),
        gigabytes(150),
        free_tier=free_tier,
    )

    assert result.monthly_cost == Decimal(cost)


def test_a_range_runs_all_low_and_all_high_through_the_tiers() -> None:
    tiered = book(price(Unit.HOURS, (0, "1")), price(Unit.GB, (0, "0.10"), (100, "0.05")))

    result = estimate(GATEWAYS, tiered, gigabytes({"low": 10, "mid": 50, "high": 100}))

    assert result.range == Range(Decimal(1462), Decimal(1470), Decimal(1475))
    assert result.monthly_cost == Decimal(1470)
    assert result.resources[0].charges[0].range is None  # the hours are what they are


@given(amounts, st.lists(amounts, min_size=1, max_size=9))
def test_shares_add_up_to_the_whole(whole: Decimal, quantities: list[Decimal]) -> None:
    assert sum(shares(whole, quantities)) == whole


def test_missing_usage_adds_no_cost_and_no_gap() -> None:
    result = estimate(GATEWAYS, FLAT)

    _, traffic, *_ = result.resources[0].charges
    assert (traffic.meter.usage, traffic.list_cost) == ("monthly_data_processed_gb", None)
    assert result.monthly_cost == 2 * 730
    assert not result.gaps


def test_unused_charge_without_price_is_not_a_gap() -> None:
    unpriced = PriceBook.of(
        {"us-east-1": {Sku("AmazonEC2", "NatGateway-Hours"): price(Unit.HOURS, (0, "1"))}}
    )

    assert not estimate(GATEWAYS, unpriced).gaps
    assert len(estimate(GATEWAYS, unpriced, gigabytes(1)).gaps) == 2


@pytest.mark.parametrize(
    ("kind", "inputs", "more", "reason"),
    [
        ("aws:no/such:Thing", {}, {}, "no cost model for this resource type yet"),
        (NAT, {}, {"region": None}, "the region is not set"),
        (NAT, {}, {"region": UNKNOWN}, "the region is known only after deployment"),
        (NAT, {}, {"region": "us-east-9"}, "no prices for region us-east-9; did you mean"),
        ("aws:dax/cluster:Cluster", {"nodeType": UNKNOWN}, {}, "nodeType is known only after"),
        ("aws:kinesis/stream:Stream", {"shardCount": -2}, {}, "negative quantity: -1460 Hours"),
        ("aws:kinesis/stream:Stream", {"shardCount": "NaN"}, {}, "shardCount is"),
    ],
)
def test_charge_without_price_is_a_gap(
    kind: str, inputs: dict[str, Any], more: dict[str, Any], reason: str
) -> None:
    result = estimate(graphs.graph(graphs.resource(kind, "x", inputs, **more)), FLAT)

    assert not any(charge.list_cost for charge in result.charges)
    assert any(reason in gap.reason for gap in result.gaps)


def test_region_option_applies_to_resources_without_region() -> None:
    unplaced = graphs.resource(NAT, "c", region=None)
    elsewhere = graphs.resource(NAT, "d", region="us-east-9")

    result = estimate(graphs.graph(unplaced, elsewhere), FLAT, region="us-east-1")

    assert [each.name for each in result.resources if each.monthly_cost] == ["c"]


def test_zero_weight_is_a_gap() -> None:
    policy = {
        "launchTemplate": {
            "launchTemplateSpecification": {"launchTemplateId": "lt-1"},
            "overrides": [{"instanceType": "m5.large", "weightedCapacity": "0"}],
        }
    }
    group = graphs.resource(GROUP, "g", {"minSize": 1, "mixedInstancesPolicy": policy})
    template = graphs.resource(TEMPLATE, "t", {"instanceType": "m5.large"}, id="lt-1")

    found = estimate(graphs.graph(group, template), FLAT)

    assert not [charge for charge in found.charges if charge.list_cost]
    assert {gap.reason for gap in found.gaps} == {
        "its inputs result in a quantity that is not a number"
    }


def test_a_price_in_another_unit_is_a_gap() -> None:
    result = estimate(GATEWAYS, book(price(Unit.GB, (0, "1")), price(Unit.GB, (0, "1"))))

    assert {gap.reason for gap in result.gaps} == {
        "AmazonEC2 NatGateway-Hours is priced by GB, metered by Hours"
    }
    assert {gap.charge for gap in result.gaps} == {"NAT gateway"}


@pytest.mark.parametrize(
    ("more", "kind", "reason"),
    [
        ({"external": True}, NAT, "read, not managed by this stack"),
        ({"pending_delete": True}, NAT, "pending delete, billed until it succeeds"),
        ({}, "random:index/randomPet:RandomPet", "another provider's: random"),
        ({}, "pulumi:providers:aws", "a provider"),
    ],
)
def test_external_and_foreign_resources_are_not_counted(
    more: dict[str, Any], kind: str, reason: str
) -> None:
    result = estimate(graphs.graph(graphs.resource(kind, "x", **more)), FLAT)

    assert [gap.reason for gap in result.not_counted] == [reason]
    assert not result.charges


def spot_book(**prices: str) -> PriceBook:
    skus = {Sku("AmazonEC2", f"SpotUsage:{key}"): each for key, each in prices.items()}
    return PriceBook.of(
        {"us-east-1": {sku: price(Unit.HOURS, (0, each)) for sku, each in skus.items()}}
    )


def test_spot_pools_share_hours_and_give_a_price_range() -> None:
    overrides = [{"instanceType": kind} for kind in ("m5", "m6", "m7")]
    template = graphs.resource(TEMPLATE, "t", {"instanceType": "m5"})
    policy = {
        "instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 0},
        "launchTemplate": {
            "launchTemplateSpecification": {"launchTemplateId": UNKNOWN},
            "overrides": overrides,
        },
    }
    group = graphs.resource(
        GROUP,
        "g",
        {"desiredCapacity": 3, "mixedInstancesPolicy": policy},
        property_dependencies={"mixedInstancesPolicy": [template.urn]},
    )

    result = estimate(graphs.graph(template, group), spot_book(m5="1", m6="2", m7="6"))

    assert result.monthly_cost == 730 * (1 + 2 + 6)
    assert result.range == Range(Decimal(730 * 3), Decimal(730 * 9), Decimal(730 * 18))
