"""Conventions over the table of usage keys: each key says what a reader has to know."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

import pytest

from costing.estimate.estimate import meters
from costing.estimate.pricing import Metered
from costing.resources import PRICED, models
from costing.resources._shared.priced_resource import Links
from costing.usage.file import UsageFile
from costing.usage.keys import ANY, NO_EFFECT, UsageKey, rows, usage_keys
from costing.usage.resolve import parse, resolve
from tests.costing.estimate.peer_cases import peer_cases

CASES = list(peer_cases())


def every_key() -> Iterator[tuple[str, UsageKey]]:
    for model in models():
        for key in usage_keys(model.type).values():
            yield model.type, key


EVERY = list(every_key())


def test_every_key_has_a_description_unit_and_default() -> None:
    for _, key in EVERY:
        assert len(key.description.split()) > 3, key
        assert key.description.split()[0] != key.description.split()[0].lower(), key
        assert not key.description.endswith("."), key
        assert "{" not in key.description, key
        assert key.unit, key
        assert key.default, key


def test_examples_are_values_that_the_key_takes() -> None:
    for kind, key in EVERY:
        parse(kind, {key.name: key.example}, "")
        if key.choices:
            assert key.example in key.choices, key
        elif "instance type" not in key.unit:
            assert Decimal(key.example) > 0, key


def test_a_default_of_the_model_is_the_one_described() -> None:
    for kind, key in EVERY:
        fields = PRICED[kind].usage.model_fields
        field = next(each for name, each in fields.items() if key.name in (name, each.alias))
        if field.default is not None:
            assert str(field.default) in key.default, (kind, key)


def test_units_distinguish_flows_from_stocks() -> None:
    for kind, key in EVERY:
        leaf = key.name.split(".")[0 if key.name.startswith("monthly_") else -1]
        if leaf.startswith("monthly_") and leaf not in NOT_A_FLOW:
            assert " a month" in key.unit or key.unit == "GB-months", (kind, key)
        if leaf == "storage_gb":
            assert key.unit == "GB-months", (kind, key)


# Users of a month are counted, and objects are metered by the month, though the keys say monthly.
NOT_A_FLOW = {
    "monthly_active_users",
    "monthly_federated_users",
    "monthly_monitored_objects",
    "monthly_objects",
}


@pytest.mark.skipif(not CASES, reason="../shared is not here")
def test_charge_priced_without_its_key_has_a_default() -> None:
    for case in CASES:
        graph = case.graph()
        usages = resolve(UsageFile(), graph)
        for resource in graph.resources:
            metered: list[Metered] = []
            if resource.type in PRICED:
                metered, _ = meters(Links(graph, resource, usages, date(2025, 6, 1)), None)
            for meter in (each.meter for each in metered):
                if meter.usage is not None and meter.quantity is not None:
                    assert usage_keys(resource.type)[meter.usage].is_priced_by_default, case


def test_no_row_describes_a_key_that_no_type_takes() -> None:
    keys = {model.type: model.usage.keys() for model in models()}
    for kind, described in rows().items():
        accepted = [key for each in keys.values() for key in each] if kind == ANY else keys[kind]
        for pattern, _ in described:
            assert any(fnmatchcase(key, pattern) for key in accepted), (kind, pattern)


def test_keys_without_effect_are_described() -> None:
    said = {(kind, key.name) for kind, key in EVERY if key.default.startswith(NO_EFFECT)}

    assert ("aws:fsx/openZfsFileSystem:OpenZfsFileSystem", "compression_savings_percent") in said
