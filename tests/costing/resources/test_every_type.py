"""Conventions that every priced type meets."""

import importlib
import sys

import pytest

from costing.errors import PriceNotFound
from costing.model import GLOBAL, Meter
from costing.prices import book
from costing.resources import FREE, PRICED
from costing.resources._shared.priced_resource import PricedResource
from tests.costing.resources.by_service import every_type, service_of
from tests.costing.resources.case import Case

PRICES = book.installed()


def cases(resource: type[PricedResource]) -> list[Case]:
    """Return the type's cases, from the test module that mirrors its own."""
    tests = importlib.import_module(f"tests.costing.resources.test_{service_of(resource)}")
    return [case for case in tests.CASES if case.type is resource]


def meters(resource: type[PricedResource]) -> list[Meter]:
    return [meter for case in cases(resource) for meter in case.meters()]


@every_type
def test_says_what_it_is_and_where_its_facts_are_from(resource: type[PricedResource]) -> None:
    assert resource.__doc__, resource
    assert "https://" in (sys.modules[resource.__module__].__doc__ or "")


@every_type
def test_has_cases_that_hold(resource: type[PricedResource]) -> None:
    assert cases(resource), resource
    for case in cases(resource):
        assert case.metered() == case.expected(), case
        assert [each.charge for each in case.gaps()] == [*case.left_open], case


@every_type
def test_each_sku_is_in_the_book_in_its_unit_or_said_not_to_be(
    resource: type[PricedResource],
) -> None:
    home = GLOBAL if resource.is_global else "us-east-1"
    for case in cases(resource):
        for meter in case.meters():
            if meter.sku.usage_type in case.unpriced:
                with pytest.raises(PriceNotFound):
                    PRICES.price(meter.region or home, meter.price_sku)
            elif meter.usage_unit_price is None:
                price = PRICES.price(meter.region or home, meter.price_sku)
                assert price.unit == meter.unit, meter


@every_type
def test_a_meter_without_a_quantity_names_the_key_that_states_it(
    resource: type[PricedResource],
) -> None:
    keys = resource.usage.keys()

    assert {meter.usage for meter in meters(resource) if meter.usage} <= set(keys)
    assert all(meter.usage for meter in meters(resource) if meter.quantity is None)


def test_no_type_is_both_priced_and_free_and_each_free_one_says_why() -> None:
    assert not PRICED.keys() & FREE.keys()
    assert all(FREE.values())
