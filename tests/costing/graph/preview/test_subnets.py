"""Subnets of a VPC component: inside it, apart from each other, as its provider lays them."""

from ipaddress import IPv4Network

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from costing.graph.preview.lookups import Unanswered
from costing.graph.preview.packages.fargate import SIZES, UNITS, smallest
from costing.graph.preview.packages.subnets import DoesNotFit, Spec, overlapping, planned, spec

ZONES = ["a", "b", "c", "d"]
SPECS = st.lists(
    st.builds(
        Spec,
        type=st.sampled_from(["Private", "Public", "Isolated"]),
        mask=st.none() | st.integers(18, 28),
    ),
    min_size=1,
    max_size=5,
)


@given(st.integers(1, 4), SPECS, st.integers(12, 20))
def test_distributed_subnets_are_disjoint_and_in_the_vpc(
    zones: int, specs: list[Spec], prefix: int
) -> None:
    block = IPv4Network(f"10.0.0.0/{prefix}")
    try:
        found = planned(str(block), ZONES[:zones], specs, "Auto", None)
    except DoesNotFit:
        reject()
    assert len(found) == zones * len(specs)
    assert all(IPv4Network(each.block or "").subnet_of(block) for each in found)
    assert not overlapping(found)


@given(st.integers(1, 4), SPECS)
def test_legacy_subnets_of_one_zone_are_apart(zones: int, specs: list[Spec]) -> None:
    found = planned("10.0.0.0/12", ZONES[:zones], specs, "Legacy", None)
    assert len(found) == zones * len(specs)
    assert not overlapping([each for each in found if each.zone == "a"])


@pytest.mark.parametrize(
    ("strategy", "specs", "blocks"),
    [
        ("Legacy", None, ["10.0.0.0/18", "10.0.64.0/19", "10.0.128.0/18", "10.0.192.0/19"]),
        ("Auto", None, ["10.0.0.0/18", "10.0.64.0/19", "10.0.128.0/18", "10.0.192.0/19"]),
        ("Legacy", [{"type": "Public"}], ["10.0.0.0/20", "10.0.128.0/20"]),
        ("Auto", [{"type": "Public"}], ["10.0.0.0/17", "10.0.128.0/17"]),
        ("Auto", [{"type": "Public", "size": 256}], ["10.0.0.0/24", "10.0.128.0/24"]),
        (
            "Legacy",
            [{"type": "Isolated"}, {"type": "Private", "cidrMask": 24}],
            ["10.0.0.0/24", "10.0.1.0/24", "10.0.128.0/24", "10.0.129.0/24"],
        ),
        (
            "Exact",
            [{"type": "Public", "cidrBlocks": ["10.0.5.0/24", "10.0.6.0/24"]}],
            ["10.0.5.0/24", "10.0.6.0/24"],
        ),
    ],
)
def test_subnets_of_two_zones(
    strategy: str, specs: list[dict[str, object]] | None, blocks: list[str]
) -> None:
    specified = None if specs is None else [spec(each) for each in specs]
    found = planned("10.0.0.0/16", ZONES[:2], specified, strategy, None)
    assert [each.block for each in found] == blocks


@pytest.mark.parametrize(
    ("block", "specs"),
    [("10.0.0.0/25", None), ("10.0.0.0/24", [{"type": "Public", "cidrMask": 22}])],
)
def test_a_vpc_that_is_too_small_is_refused(
    block: str, specs: list[dict[str, object]] | None
) -> None:
    specified = None if specs is None else [spec(each) for each in specs]
    with pytest.raises(DoesNotFit):
        planned(block, ZONES, specified, "Auto", None)


def test_subnet_count_does_not_depend_on_a_known_block() -> None:
    assert [each.block for each in planned(None, ZONES[:2], None, "Auto", None)] == [None] * 4


@given(st.lists(st.tuples(st.integers(0, 2048), st.integers(0, 8192)), min_size=1, max_size=4))
def test_fargate_task_size_is_minimal(
    containers: list[tuple[int, int]],
) -> None:
    specified = [{"cpu": cpu, "memory": memory} for cpu, memory in containers]
    cpu, memory = smallest(specified)
    wanted_cpu, wanted_memory = map(sum, zip(*containers, strict=True))
    holding = [
        (int(vcpu * UNITS), int(gib * UNITS))
        for vcpu, memories in SIZES.items()
        for gib in memories
        if vcpu * UNITS >= wanted_cpu and gib * UNITS >= wanted_memory
    ]
    assert (int(cpu), int(memory)) == min(holding)


def test_task_size_over_the_maximum_is_refused() -> None:
    with pytest.raises(Unanswered, match="no Fargate task size has"):
        smallest([{"cpu": 65536}])
