"""Facts about instance types, zones and commitments."""

from decimal import Decimal

import pytest

from costing.aws.commitment_rates import ec2_ratio, ec2_ratios, payment_factors, rds_ratios
from costing.aws.instance_types import instance_classes, instance_types, node_types
from costing.aws.zones import offerings, regions, zones
from costing.model import Commitment, Sku
from costing.prices import regions as prefixes
from costing.prices.book import installed


def test_instance_type_matches_its_aws_page() -> None:
    p5, m6g, slice_ = (instance_types()[name] for name in ("p5.48xlarge", "m6g.large", "g6f.large"))

    assert (p5.vcpu, int(p5.memory_gib), int(p5.gpus)) == (192, 2048, 8)
    assert (p5.gpu_name, p5.efa) == ("H100", True)
    assert (m6g.architecture, m6g.processor_maker, m6g.burstable) == ("arm64", "AWS", False)
    assert slice_.gpus == Decimal("0.125")
    assert m6g.family == "m6g"


def test_every_type_has_processors_and_memory() -> None:
    for each in (instance_types(), instance_classes(), node_types()):
        assert each
        assert all(size.name == name for name, size in each.items())
        assert all(size.vcpu > 0 and size.memory_gib > 0 for size in each.values())


def test_zones_are_unique_and_in_their_region() -> None:
    for region, found in zones().items():
        assert all(zone.name.startswith(region) and zone.name[-1].isalpha() for zone in found)
        assert len({zone.id for zone in found}) == len({zone.name for zone in found}) == len(found)
    assert len(zones()["us-east-1"]) == 6


def test_offerings_name_zones_of_their_region() -> None:
    for region, types in offerings().items():
        known = {zone.id for zone in zones()[region]}
        assert all(ids and known.issuperset(ids) for ids in types.values())


def test_every_region_of_the_book_is_a_region() -> None:
    assert set(installed().regions()) <= regions().keys()
    assert prefixes.regions().keys() <= regions().keys()


def test_nearly_every_type_offered_has_a_price() -> None:
    """Those that have none are sold in capacity blocks or on dedicated hosts only."""
    book = installed()
    for region, types in offerings().items():
        priced = {sku.usage_type for sku in book.skus(region, "BoxUsage:")}
        lacking = {name for name in types if f"BoxUsage:{name}" not in priced}
        assert len(lacking) <= len(types) / 20, (region, sorted(lacking))


def commitment(kind: str, term: str, payment: str) -> Commitment:
    return Commitment(kind, term, payment)  # type: ignore[arg-type]


@pytest.mark.parametrize("term", ["1_year", "3_year"])
@pytest.mark.parametrize(
    "kind", ["standard", "convertible", "compute_savings_plan", "instance_savings_plan"]
)
def test_paying_more_at_the_start_and_for_longer_costs_less(kind: str, term: str) -> None:
    ratios = [
        ec2_ratio("m5", commitment(kind, term, payment))
        for payment in ("no_upfront", "partial_upfront", "all_upfront")
    ]
    values = [ratio.value for ratio in ratios if ratio]

    assert len(values) == 3
    assert values == sorted(values, reverse=True)
    assert all(0 < value < 1 for value in values)
    longer = ec2_ratio("m5", commitment(kind, "3_year", "no_upfront"))
    assert longer is not None
    assert longer.value <= values[0]


def test_a_family_without_a_known_plan_has_none() -> None:
    plan = commitment("compute_savings_plan", "1_year", "no_upfront")

    assert ec2_ratio("m1", plan) is None
    assert ec2_ratio("no-such-family", plan) is None


def test_every_ratio_is_a_part_of_the_on_demand_rate() -> None:
    ratios = [*ec2_ratios().values(), *rds_ratios().values()]

    assert all(0 < ratio.value < 1 for ratio in ratios)
    assert all(0 < factor <= 1 for factor in payment_factors().values())
    assert len(payment_factors()) == 4 * 2 * 3


def test_an_instance_class_of_the_catalogue_is_priced() -> None:
    sku = Sku("AmazonRDS", "InstanceUsage:db.r6g.large", "CreateDBInstance:0014")

    assert "db.r6g.large" in instance_classes()
    assert installed().price("us-east-1", sku)
