"""No cost depends on the spelling of an input: each case's resources have one normal form."""

from collections.abc import Iterator

import pytest

from costing.graph.resource import Resource
from costing.graph.schema.normal_form import normal_form
from costing.graph.schema.tokens import aliases
from costing.resources import FREE, PRICED, UNPRICED, models
from costing.resources._shared.priced_resource import PricedResource
from tests import graphs
from tests.costing.estimate.peer_cases import peer_cases
from tests.costing.resources.test_every_type import cases
from tests.spellings import respelled

PEER_CASES = list(peer_cases())


def resources(model: type[PricedResource]) -> Iterator[Resource]:
    for case in cases(model):
        yield graphs.resource(case.type.type, "it", case.inputs, **case.more)
        yield from case.around


def test_another_spelling_has_the_same_normal_form() -> None:
    for resource in (each for model in models() for each in resources(model)):
        assert normal_form(respelled(resource)[0]) == resource, resource


@pytest.mark.skipif(not PEER_CASES, reason="../shared is not here")
def test_respelled_cases_have_the_same_normal_form() -> None:
    for case in PEER_CASES:
        for resource in case.graph().resources:
            assert normal_form(respelled(resource)[0]) == resource


def test_numbers_flags_and_blocks_are_respelled() -> None:
    assert sum(respelled(each)[1] for model in models() for each in resources(model)) > 500


def test_tables_name_current_tokens() -> None:
    assert not aliases().keys() & {*PRICED, *FREE, *UNPRICED}
