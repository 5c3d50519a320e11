"""Charges that cost models declare and do not meter."""

from collections.abc import Mapping
from typing import Any

import pytest

from costing.estimate.estimate import estimate
from costing.graph.schema.input_types import Block, ListOf, MapOf, resource_type
from costing.model import SECRET, UNKNOWN
from costing.prices.book import installed
from costing.resources import models
from costing.resources._shared.left_out import LeftOut, switched_on
from tests import graphs

PLAIN = LeftOut("Snapshots", "snapshot.enabled")
VALUED = LeftOut("Cold storage", "tier.mode", values=("COLD", "FROZEN"))
LISTED = LeftOut("Bot Control", "rules[*].managed.name", values=("bots",))
ITEMS = LeftOut("Links", "links[*]")
DECLARED = [(model, entry) for model in models() for entry in model.left_out]


@pytest.mark.parametrize(
    ("entry", "inputs"),
    [
        (PLAIN, {}),
        (PLAIN, {"snapshot": {"enabled": False}}),
        (PLAIN, {"snapshot": {"enabled": 0}}),
        (PLAIN, {"snapshot": {"enabled": ""}}),
        (PLAIN, {"snapshot": None}),
        (PLAIN, {"snapshot": [1, 2]}),
        (VALUED, {"tier": {"mode": "HOT"}}),
        (LISTED, {"rules": []}),
        (LISTED, {"rules": [{"managed": {"name": "ips"}}, {}]}),
        (ITEMS, {"links": []}),
    ],
)
def test_disabled_input_gives_no_gap(entry: LeftOut, inputs: Mapping[str, Any]) -> None:
    assert [*switched_on([entry], inputs)] == []


@pytest.mark.parametrize(
    ("entry", "inputs", "reason"),
    [
        (PLAIN, {"snapshot": {"enabled": True}}, "snapshot.enabled is True: "),
        (PLAIN, {"snapshot": {"enabled": "daily"}}, "snapshot.enabled is 'daily': "),
        (VALUED, {"tier": {"mode": "COLD"}}, "tier.mode is 'COLD': "),
        (
            LISTED,
            {"rules": [{}, {"managed": {"name": "bots"}}, {"managed": {"name": "bots"}}]},
            "rules[1].managed.name is 'bots': ",
        ),
        (ITEMS, {"links": ["a"]}, "links[0] is 'a': "),
    ],
)
def test_enabled_input_gives_one_gap(
    entry: LeftOut, inputs: Mapping[str, Any], reason: str
) -> None:
    (found,) = switched_on([entry], inputs)

    assert found.charge == entry.charge
    assert found.reason == f"{reason}{entry.reason}"
    assert found.is_declared


@pytest.mark.parametrize(
    ("entry", "inputs", "path"),
    [
        (PLAIN, {"snapshot": {"enabled": UNKNOWN}}, "snapshot.enabled"),
        (PLAIN, {"snapshot": UNKNOWN}, "snapshot.enabled"),
        (PLAIN, {"snapshot": {"enabled": SECRET}}, "snapshot.enabled"),
        (LISTED, {"rules": UNKNOWN}, "rules"),
        (LISTED, {"rules": [{}, UNKNOWN]}, "rules[1]"),
        (LISTED, {"rules": [{"managed": {"name": UNKNOWN}}]}, "rules[0].managed.name"),
    ],
)
def test_unknown_input_gives_a_gap_with_its_path(
    entry: LeftOut, inputs: Mapping[str, Any], path: str
) -> None:
    (found,) = switched_on([entry], inputs)

    assert (found.charge, found.path) == (entry.charge, path)


@pytest.mark.parametrize(("model", "entry"), DECLARED, ids=lambda each: getattr(each, "path", None))
def test_declared_input_is_in_the_schema(model: Any, entry: LeftOut) -> None:
    place: Any = resource_type(model.type)
    for step in entry.path.replace("[*]", ".*").split("."):
        if isinstance(place, Block):
            place = place.inputs[step]
        else:
            assert isinstance(place, ListOf | MapOf), (model, entry)
            place = place.items


def test_declared_charge_is_a_gap_of_the_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = graphs.resource("aws:ebs/volume:Volume", "it", {"size": 8, "encrypted": True})
    model = next(each for each in models() if each.type == resource.type)
    monkeypatch.setattr(model, "left_out", (LeftOut("Encryption", "encrypted"),))

    found = estimate(graphs.graph(resource), installed())

    (gap,) = found.gaps
    assert gap.charge == "Encryption"
    assert gap.fix == "state its monthly cost under costs in the file of --prices"
    assert gap.reason == "encrypted is True: the cost model does not meter this charge"
    assert found.monthly_cost > 0
