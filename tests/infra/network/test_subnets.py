from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.network.subnets import (
    LONGEST_PREFIX,
    MAX_ZONES,
    SHORTEST_PREFIX,
    SubnetPlan,
    plan_subnets,
    usable_addresses,
)

blocks = st.builds(
    lambda prefix, third: IPv4Network(f"10.{third}.0.0/{prefix}", strict=False),
    st.integers(SHORTEST_PREFIX, LONGEST_PREFIX),
    st.integers(0, 255),
)
zone_lists = st.lists(st.text("abcdef", min_size=1), min_size=1, max_size=MAX_ZONES, unique=True)


def all_blocks(plans: list[SubnetPlan]) -> list[IPv4Network]:
    return [block for plan in plans for block in (plan.private, plan.data, plan.public)]


@given(blocks, zone_lists)
def test_subnets_are_disjoint_parts_of_the_vpc(cidr: IPv4Network, zones: list[str]) -> None:
    planned = all_blocks(plan_subnets(cidr, zones))
    assert all(block.subnet_of(cidr) for block in planned)
    assert not any(one.overlaps(other) for one, other in combinations(planned, 2))


@given(blocks, zone_lists)
def test_appended_zone_keeps_subnets(cidr: IPv4Network, zones: list[str]) -> None:
    assert plan_subnets(cidr, zones)[:-1] == plan_subnets(cidr, zones[:-1])


@given(blocks, zone_lists)
def test_zones_are_equal_and_private_tier_is_largest(cidr: IPv4Network, zones: list[str]) -> None:
    plans = plan_subnets(cidr, zones)
    sizes = {tuple(usable_addresses(block) for block in all_blocks([plan])) for plan in plans}
    [(private, data, public)] = sizes
    assert private > data > public > 0


def test_plan_supports_eight_zones() -> None:
    with pytest.raises(ValueError, match="9 zones are more than"):
        plan_subnets(IPv4Network("10.0.0.0/16"), "abcdefghi")


@pytest.mark.parametrize("cidr", ["10.0.0.0/15", "10.0.0.0/23"])
def test_unsupported_prefix_length_is_rejected(cidr: str) -> None:
    with pytest.raises(ValueError, match="prefix length is not /16 to /22"):
        plan_subnets(IPv4Network(cidr), ["a"])
