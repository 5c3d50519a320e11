"""Explanation of a resource's cost: inputs, quantities, SKUs, tiers, prices and their sources."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from costing.graph.readers.values import written
from costing.graph.resource import Resource, top
from costing.graph.schema.secrets import concealed_at
from costing.model import Charge, Estimate, Gap, ResourceCost
from costing.resources import PRICED
from costing.units import plain
from plimsoll.report.cost_json import charge_json, resource_json
from plimsoll.report.cost_table import amount, full_name, unit_price, usd
from plimsoll.report.escape import shortened, terminal

LONG = 100  # characters of a value
PROGRAM, STATE, DEFAULT = "program", "deployed state", "default"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A resource with its cost and the charges that have no price."""

    resource: Resource
    cost: ResourceCost | None  # None: no charge
    gaps: tuple[Gap, ...]
    usage: Mapping[str, object]  # usage keys that are set


def explanation(estimate: Estimate, resource: Resource, usage: Mapping[str, object]) -> Explanation:
    cost = next((each for each in estimate.resources if each.urn == resource.urn), None)
    gaps = tuple(estimate.gaps_by_urn.get(resource.urn, ()))
    return Explanation(resource, cost, gaps, usage)


def as_text(found: Explanation) -> str:
    return "".join(f"{terminal(line)}\n" for line in lines(found))


def as_json(found: Explanation) -> str:
    cost = found.cost
    document = {
        "version": 1,
        "urn": found.resource.urn,
        "type": found.resource.declared_type,
        "name": found.resource.name,
        "inputs": [
            {"path": name, "value": written(value), "origin": origin}
            for name, value, origin in inputs(found.resource)
        ],
        "usage": {key: str(value) for key, value in found.usage.items()},
        "cost": None if cost is None else resource_json(cost),
        "charges": [
            {**charge_json(each), "quantity_origin": quantity_origin(each, found)}
            for each in (cost.charges if cost else ())
        ],
        "gaps": [asdict(gap) for gap in found.gaps],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def lines(found: Explanation) -> Iterator[str]:
    resource, cost = found.resource, found.cost
    total = "no charge" if cost is None else f"{usd(cost.monthly_cost)} a month"
    region = "" if cost is None else f" in {cost.region}"
    yield f"{resource.name}  {resource.declared_type}{region}: {total}"
    yield ""
    yield "Inputs that affect the price"
    for name, value, origin in inputs(resource):
        yield f"  {name}: {text_of(value)} ({origin})"
    for key, value in found.usage.items():
        yield f"  usage {key}: {value} (usage file)"
    for charge in cost.charges if cost else ():
        yield ""
        yield from charge_lines(charge, found)
    for gap in found.gaps:
        yield ""
        yield f"{gap.charge or 'All charges'}: not priced"
        yield f"  reason: {gap.reason}"
        if gap.fix:
            yield f"  fix: {gap.fix}"


def charge_lines(charge: Charge, found: Explanation) -> Iterator[str]:
    meter = charge.meter
    yield full_name(charge)
    quantity = "unknown" if meter.quantity is None else f"{amount(meter.quantity)} {meter.unit}"
    yield f"  quantity: {quantity} ({quantity_origin(charge, found)})"
    yield f"  SKU: {meter.sku}"
    if meter.listed_as:
        yield f"  price list: {meter.listed_as}"
    yield from price_lines(charge)
    if meter.quantity is not None:
        yield f"  cost: {usd(charge.effective_cost or meter.quantity * 0)}"


def price_lines(charge: Charge) -> Iterator[str]:
    price = charge.price
    if charge.list_unit_price is not None:
        yield f"  unit price: ${unit_price(charge)} (unit: {charge.meter.unit})"
    if price is None:
        return
    if len(price.tiers) > 1:
        for tier, inside in price.split(charge.pool):
            used = f"{amount(inside)} of {amount(charge.pool)} {price.unit} of the stack"
            yield f"  tier from {plain(tier.start)}: ${plain(tier.list_unit_price)}, {used}"
    if charge.private_terms:
        yield f"  private pricing: {charge.private_terms}"
    flags = f" ({', '.join(sorted(price.flags))})" if price.flags else ""
    yield f"  source: {title_of(price.source)}; price of {price.as_of}{flags}"


def quantity_origin(charge: Charge, found: Explanation) -> str:
    """Return the origin of a quantity: usage key, assumption or inputs."""
    meter = charge.meter
    if meter.quantity is None:
        return f"set usage {meter.usage}"
    if meter.usage and meter.usage in found.usage:
        return f"usage {meter.usage}"
    return f"assumed: {meter.assumed}" if meter.assumed else "from the inputs"


def inputs(resource: Resource) -> Iterator[tuple[str, Any, str]]:
    """Yield name, value and origin of the inputs that the cost model reads."""
    model = PRICED.get(resource.type)
    if model is None:
        return
    filled = {top(path) for path in resource.filled}
    for name, field in model.model_fields.items():
        key = field.alias or name
        value = resource.inputs.get(key)
        if value is None:
            yield key, None, DEFAULT
        else:
            shown = concealed_at(resource.type, key, value)
            yield key, shown, STATE if key in filled else PROGRAM


def text_of(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, str):
        return shortened(value, LONG)
    return shortened(json.dumps(written(value), ensure_ascii=False), LONG)


@cache
def titles() -> Mapping[str, str]:
    """Return the title of each price source by id."""
    table = files("costing.prices").joinpath("data/sources.csv").read_text(encoding="utf-8")
    return {row["id"]: row["title"] for row in csv.DictReader(table.splitlines())}


def title_of(source: str) -> str:
    return titles().get(source, source)
