from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.subnets import NARROWEST, WIDEST, ZONES, SubnetPlan, addresses, plan_subnets

blocks = st.builds(
    lambda prefix, third: IPv4Network(f"10.{third}.0.0/{prefix}", strict=False),
    st.integers(WIDEST, NARROWEST),
    st.integers(0, 255),
)
zone_lists = st.lists(st.text("abcdef", min_size=1), min_size=1, max_size=ZONES, unique=True)


def all_blocks(plans: list[SubnetPlan]) -> list[IPv4Network]:
    return [block for plan in plans for block in (plan.private, plan.data, plan.public)]


@given(blocks, zone_lists)
def test_subnets_never_overlap_and_lie_in_the_network(cidr: IPv4Network, zones: list[str]) -> None:
    planned = all_blocks(plan_subnets(cidr, zones))
    assert all(block.subnet_of(cidr) for block in planned)
    assert not any(one.overlaps(other) for one, other in combinations(planned, 2))


@given(blocks, zone_lists)
def test_a_zone_added_at_the_end_moves_no_subnet(cidr: IPv4Network, zones: list[str]) -> None:
    assert plan_subnets(cidr, zones)[:-1] == plan_subnets(cidr, zones[:-1])


@given(blocks, zone_lists)
def test_all_zones_are_of_one_size_and_compute_has_the_most(
    cidr: IPv4Network, zones: list[str]
) -> None:
    plans = plan_subnets(cidr, zones)
    sizes = {tuple(addresses(block) for block in all_blocks([plan])) for plan in plans}
    [(private, data, public)] = sizes
    assert private > data > public > 0


def test_a_plan_has_room_for_eight_zones() -> None:
    with pytest.raises(ValueError, match="holds 8 zones, not 9"):
        plan_subnets(IPv4Network("10.0.0.0/16"), "abcdefghi")


@pytest.mark.parametrize("cidr", ["10.0.0.0/15", "10.0.0.0/23"])
def test_a_block_that_aws_would_not_take_is_refused(cidr: str) -> None:
    with pytest.raises(ValueError, match="is not between /16 and /22"):
        plan_subnets(IPv4Network(cidr), ["a"])
