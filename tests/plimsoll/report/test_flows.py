"""Diagram of components: layers, cycles and shared components."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.report.html.architecture import Link
from plimsoll.report.html.flows import layers, shared_components, without_cycles

NAMES = "abcdefgh"
USES = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), unique=True, max_size=5)
).map(lambda drawn: {name: drawn.get(name, []) for name in NAMES})


@given(USES)
def test_each_component_is_in_one_layer_left_of_what_it_uses(uses: dict[str, list[str]]) -> None:
    found = layers(uses)

    place = {name: number for number, layer in enumerate(found) for name in layer}
    assert sorted(place) == sorted(NAMES)
    forward = without_cycles(uses)
    assert all(place[name] < place[used] for name, its in forward.items() for used in its)


@pytest.mark.parametrize(
    ("uses", "kept"),
    [
        ({"a": ["b"], "b": ["a"]}, {"a": ["b"], "b": []}),
        ({"a": ["a"]}, {"a": []}),
        ({"a": ["b", "c"], "b": ["c"], "c": []}, {"a": ["b", "c"], "b": ["c"], "c": []}),
    ],
)
def test_only_a_use_that_closes_a_cycle_is_left_out(
    uses: dict[str, list[str]], kept: dict[str, list[str]]
) -> None:
    assert without_cycles(uses) == kept


def test_a_component_that_most_use_is_not_drawn() -> None:
    found = [Link(name, ("keys", "database")) for name in "abc"]
    found += [Link(name, ("keys",)) for name in "defg"]

    assert shared_components(found) == {"keys": 7}
