"""Conventions that every priced type meets."""

import ast
import importlib
import re
import sys
from pathlib import Path

import pytest

import costing.resources
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
def test_model_has_docstring_and_source(resource: type[PricedResource]) -> None:
    assert resource.__doc__, resource
    assert "https://" in (sys.modules[resource.__module__].__doc__ or "")


REMARK = re.compile(r"\bnot (yet )?(metered|priced|counted)\b|\b(left|leaves) out\b", re.IGNORECASE)


def test_no_docstring_is_about_charges_left_out() -> None:
    """A charge without a meter is an entry of `left_out`, which users see."""
    folder = Path(costing.resources.__file__).parent
    found = [
        f"{path.relative_to(folder)}: {' '.join(text.split())}"
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and (text := ast.get_docstring(node) or "")
        and REMARK.search(text)
    ]
    assert not found


@every_type
def test_model_has_cases_that_match(resource: type[PricedResource]) -> None:
    assert cases(resource), resource
    for case in cases(resource):
        assert case.metered() == case.expected(), case
        assert [each.charge for each in case.gaps()] == [*case.left_open], case


@every_type
def test_each_sku_has_a_price_in_its_unit_or_a_known_gap(
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
def test_meter_without_quantity_names_its_usage_key(
    resource: type[PricedResource],
) -> None:
    keys = resource.usage.keys()

    assert {meter.usage for meter in meters(resource) if meter.usage} <= set(keys)
    assert all(meter.usage for meter in meters(resource) if meter.quantity is None)


def test_types_are_priced_or_free_with_a_reason() -> None:
    assert not PRICED.keys() & FREE.keys()
    assert all(FREE.values())
