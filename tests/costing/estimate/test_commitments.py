from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.errors import PriceNotFound
from costing.estimate.commitments import committed, rate
from costing.estimate.estimate import estimate
from costing.model import Charge, Commitment, Meter, Price, Sku, Tier
from costing.prices.book import installed
from costing.units import Unit
from costing.usage.file import UsageFile
from tests import graphs

LINUX = "RunInstances"
KINDS = ("standard", "convertible", "compute_savings_plan", "instance_savings_plan")
TERMS = ("1_year", "3_year")
PAYMENTS = ("no_upfront", "partial_upfront", "all_upfront")


def commitment(kind: str, term: str, payment: str) -> Commitment:
    return Commitment(kind, term, payment)  # type: ignore[arg-type]


def charge(sku: Sku, terms: Commitment | None, on_demand: str, hours: int = 730) -> Charge:
    unit_price, quantity = Decimal(on_demand), Decimal(hours)
    price = Price(Unit.HOURS, (Tier(Decimal(0), unit_price),), date(2026, 5, 12), "a source")
    meter = Meter("Instance", sku, quantity, Unit.HOURS, commitment=terms)
    cost = quantity * unit_price
    return Charge(meter, price, unit_price, cost, cost, cost, quantity)


@pytest.mark.parametrize(
    ("usage_type", "on_demand", "terms", "effective", "billed"),
    [
        # AWS's rates: t3.medium 0.0261 without upfront payment, m5 hosts 3.193 and 2.19, a c5
        # host 1.01 an hour beside its partial upfront payment.
        ("BoxUsage:t3.medium", "0.0416", ("1_year", "no_upfront"), "0.0261", "0.0261"),
        ("BoxUsage:t3.medium", "0.0416", ("1_year", "all_upfront"), "0.0243439", "0"),
        ("HostUsage:m5", "5.069", ("1_year", "no_upfront"), "3.193", "3.193"),
        ("HostUsage:m5", "5.069", ("3_year", "no_upfront"), "2.19", "2.19"),
        ("HostUsage:c5", "3.366", ("1_year", "partial_upfront"), "2.0195978", "1.01"),
        ("BoxUsage:x2iedn.32xlarge", "26.676", ("1_year", "no_upfront"), "16.41374", "16.41374"),
    ],
)
def test_invoice_shows_recurring_fees_and_effective_cost_all(
    usage_type: str, on_demand: str, terms: tuple[str, str], effective: str, billed: str
) -> None:
    found = committed(
        charge(Sku("AmazonEC2", usage_type, LINUX), commitment("standard", *terms), on_demand),
        "us-east-1",
    )

    assert found.list_cost == Decimal(on_demand) * 730
    assert found.effective_cost == pytest.approx(Decimal(effective) * 730, abs=Decimal("0.001"))
    assert found.billed_cost == Decimal(billed) * 730


@pytest.mark.parametrize(
    ("sku", "on_demand", "payment", "billed"),
    [
        (Sku("AmazonRDS", "InstanceUsage:db.t3.large", "CreateDBInstance:0002"), "0.136",
         "no_upfront", "0.0957"),
        (Sku("AmazonElastiCache", "NodeUsage:cache.m6g.12xlarge", "CreateCacheCluster:0002"),
         "3.557", "no_upfront", "2.428"),
        (Sku("AmazonElastiCache", "NodeUsage:cache.m6g.12xlarge", "CreateCacheCluster:0002"),
         "3.557", "partial_upfront", "1.156"),
        (Sku("AmazonElastiCache", "NodeUsage:cache.m6g.12xlarge", "CreateCacheCluster:0002"),
         "3.557", "all_upfront", "0"),
    ],
)  # fmt: skip
def test_databases_and_caches_are_reserved_too(
    sku: Sku, on_demand: str, payment: str, billed: str
) -> None:
    found = committed(
        charge(sku, commitment("standard", "1_year", payment), on_demand), "us-east-1"
    )

    assert found.billed_cost == Decimal(billed) * 730
    assert found.effective_cost is not None
    assert Decimal(billed) * 730 <= found.effective_cost < Decimal(on_demand) * 730


@given(st.sampled_from(KINDS), st.sampled_from(TERMS), st.sampled_from(["m5.large", "c6i.4xlarge"]))
def test_upfront_payment_lowers_total_and_monthly_cost(
    kind: str, term: str, instance_type: str
) -> None:
    sku = Sku("AmazonEC2", f"BoxUsage:{instance_type}", LINUX)
    found = [
        committed(charge(sku, commitment(kind, term, payment), "1"), "us-east-1")
        for payment in PAYMENTS
    ]
    effective = [each.effective_cost or Decimal(0) for each in found]
    billed = [each.billed_cost or Decimal(0) for each in found]

    assert effective == sorted(effective, reverse=True)
    assert billed == sorted(billed, reverse=True)
    assert billed[-1] == 0
    assert effective[0] == billed[0] < 730


def test_savings_plan_ratio_of_us_east_1_is_assumed_elsewhere() -> None:
    terms = commitment("compute_savings_plan", "1_year", "no_upfront")
    sku = Sku("AmazonEC2", "BoxUsage:m5.large", LINUX)

    found = rate(sku, "eu-west-1", terms, Decimal("0.107"))

    assert found is not None
    assert (found.assumed or "").endswith("the discount of us-east-1")


def test_charge_without_commitment_is_unchanged() -> None:
    plain = charge(Sku("AmazonEC2", "BoxUsage:m5.large", LINUX), None, "0.096")
    open_ended = replace(plain, meter=replace(plain.meter, quantity=None))

    assert committed(plain, "us-east-1") is plain
    assert committed(open_ended, "us-east-1") is open_ended


@pytest.mark.parametrize(
    "sku",
    [
        Sku("AmazonEC2", "BoxUsage:nosuch.large", LINUX),
        Sku("AmazonRDS", "InstanceUsage:db.r5.large", "CreateDBInstance:0028"),
        Sku("AmazonRedshift", "Node:ra3.4xlarge"),
    ],
)
def test_missing_reserved_rate_is_a_gap(sku: Sku) -> None:
    terms = commitment("standard", "1_year", "no_upfront")

    with pytest.raises(PriceNotFound, match="the standard, 1_year, no_upfront rate of"):
        committed(charge(sku, terms, "1"), "us-east-1")


@pytest.mark.parametrize(
    ("kind", "operation", "ratio", "assumed"),
    [
        ("db.r4.large", "0016", "0.6552", "the reserved discount of 2024"),
        ("db.r5.large", "0005", "0.6620", "the reserved discount of 2021"),
        ("db.r7g.large", "0021", "0.7516", "the reserved discount of 2021 of Aurora MySQL r5"),
        ("db.m7g.large", "0014", "0.6404", "the reserved discount of 2021 of PostgreSQL m6g"),
        ("db.m6i.large", "0012", None, "the reserved discount of 2021 of SQL Server m4"),
    ],
)
def test_unknown_database_discount_is_that_of_a_similar_class(
    kind: str, operation: str, ratio: str | None, assumed: str
) -> None:
    sku = Sku("AmazonRDS", f"InstanceUsage:{kind}", f"CreateDBInstance:{operation}")
    terms = commitment("standard", "1_year", "no_upfront")

    found = rate(sku, "us-east-1", terms, Decimal(1))

    assert found is not None
    assert found.assumed == assumed
    assert ratio is None or found.effective == Decimal(ratio)


def test_reserved_instance_does_not_discount_its_volume() -> None:
    web = graphs.resource("aws:ec2/instance:Instance", "web", {"instanceType": "t3.medium"})
    specified: dict[str, Any] = {
        "reserved_instance_type": "standard",
        "reserved_instance_term": "1_year",
        "reserved_instance_payment_option": "all_upfront",
    }

    found = estimate(graphs.graph(web), installed(), UsageFile(resources={"web": specified}))

    capacity, *others = found.charges
    assert capacity.meter.commitment is not None
    assert capacity.billed_cost == 0
    assert capacity.effective_cost == pytest.approx(Decimal("17.771"), abs=Decimal("0.001"))
    assert all(each.effective_cost == each.billed_cost for each in others)
    assert found.gaps == ()


def test_commitment_without_rate_is_a_gap() -> None:
    web = graphs.resource("aws:ec2/instance:Instance", "web", {"instanceType": "m1.small"})
    specified = {
        "savings_plan_type": "compute",
        "savings_plan_term": "3_year",
        "savings_plan_payment_option": "no_upfront",
    }

    found = estimate(graphs.graph(web), installed(), UsageFile(resources={"web": specified}))

    (only,) = found.gaps
    assert only.charge == "Instance usage (Linux/UNIX, Savings Plan, m1.small)"
    assert only.reason.endswith("m1.small RunInstances in us-east-1 is unknown")


def test_opensearch_discount_excludes_burstable_families() -> None:
    terms = commitment("standard", "1_year", "no_upfront")

    found = rate(Sku("AmazonES", "ESInstance:r6g.large"), "us-east-1", terms, Decimal("0.167"))

    assert found is not None
    assert found.effective == Decimal("0.11523")
    assert rate(Sku("AmazonES", "ESInstance:t3.small"), "us-east-1", terms, Decimal(1)) is None
