"""The shared cost cases of the nearest peer: the monthly total of each, to the cent."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from costing.estimate import estimate
from costing.prices.book import installed
from costing.resources import PRICED
from costing.usage import UsageFile
from tests.costing.peer_cases import PeerCase, peer_cases

ON = date(2025, 6, 1)  # the day that the peer's tests pretend it is
CENT = Decimal("0.01")

# "test address" → why we differ, and the fact that says so.
DIFFERS: Mapping[str, str] = {}

CASES = list(peer_cases())
needs_cases = pytest.mark.skipif(not CASES, reason="../shared is not here")


def ours(case: PeerCase) -> tuple[Decimal, list[str]]:
    """Return what the case's own resource comes to, and its gaps."""
    graph, stated = case.graph(), case.usage()
    kinds = {each.urn: each.type for each in graph.resources}
    usage = UsageFile(resources={urn: of for urn, of in stated.items() if kinds[urn] in PRICED})
    result = estimate(graph, installed(), usage, free_tier=True, on=ON)
    billed = [
        charge.billed_cost or Decimal(0)
        for resource in result.resources
        if resource.urn == case.urn
        for charge in resource.charges
    ]
    return sum(billed, Decimal(0)), [gap.reason for gap in result.gaps if gap.urn == case.urn]


@needs_cases
@pytest.mark.parametrize("case", [each for each in CASES if str(each) not in DIFFERS], ids=str)
def test_costs_what_the_peer_says(case: PeerCase) -> None:
    cost, gaps = ours(case)

    assert not gaps
    assert abs(cost - case.monthly_cost) <= CENT


@needs_cases
@pytest.mark.parametrize("case", [each for each in CASES if str(each) in DIFFERS], ids=str)
def test_differs_where_it_is_said_to(case: PeerCase) -> None:
    cost, gaps = ours(case)

    assert gaps or abs(cost - case.monthly_cost) > CENT


@needs_cases
def test_no_exception_is_left_of_a_case_that_is_gone() -> None:
    assert DIFFERS.keys() <= {str(case) for case in CASES}
