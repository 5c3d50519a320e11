"""Create gaps: charges that an estimate leaves out, each with reason and remedy."""

from collections.abc import Mapping
from typing import Literal

from costing.errors import STATE_COST, CostingError, PriceNotFound
from costing.graph.resource import Resource
from costing.graph.schema.secrets import secret_texts, without_texts
from costing.model import GLOBAL, Gap, Meter, Sku
from costing.prices import china
from costing.prices.regions import regions
from costing.resources import PRICED, UNPRICED
from costing.resources._shared.metering import Unmetered, unmetered

STATE_PRICES = "add the price to the file of --prices"
REFRESH = "run plimsoll prices refresh --region {} --service {}{}, or " + STATE_PRICES
NOT_EXPANDED = "component of another package; the resources that it creates are unknown"
INTERRUPTED = "its creation was interrupted: billed if AWS created it"
EXAMPLE = {"if charged": "; {} a month if charged", "each": "; {} a month each"}
DEFAULT_FIX: Mapping[str, str] = {  # remedy for an unknown input, by kind of source
    "program": "set {} in the program, or price the output of `pulumi preview --json`",
    "preview": "set {} in the program, or price the stack once it is deployed",
    "state": "set {} in the program",
}


def gap(resource: Resource, reason: str, **more: str | None) -> Gap:
    secret = secret_texts(resource)
    texts = {key: without_texts(text, secret) for key, text in more.items()}
    line = " ".join(without_texts(reason, secret).split())
    return Gap(resource.urn, resource.declared_type, resource.name, line, **texts)


def not_modelled(resource: Resource) -> Gap:
    metered_on = UNPRICED.get(resource.type)
    reason = "no cost model for this resource type yet"
    full = f"{reason}; AWS meters it on {metered_on}" if metered_on else reason
    return gap(resource, full, fix=STATE_COST)


def interrupted(urn: str) -> Gap:
    """Return the entry of a resource whose creation was interrupted."""
    return gap(Resource(urn, "", {}), INTERRUPTED, fix="run pulumi refresh")


def not_expanded(resource: Resource) -> Gap:
    return gap(resource, NOT_EXPANDED, fix="price the output of `pulumi preview --json`")


def unpriced(resource: Resource, meter: Meter, region: str, error: Exception) -> Gap:
    """Return the gap of a charge whose SKU has no price in the price book, in its region."""
    charge = named(meter.group, meter.name)
    if isinstance(error, PriceNotFound):
        return gap(resource, str(error), charge=charge, fix=price_fix(meter.price_sku, region))
    if isinstance(error, CostingError):
        return gap(resource, str(error), charge=charge, fix=STATE_PRICES)
    return failed(resource, error, charge)


def price_fix(sku: Sku, region: str) -> str:
    """Return the command that downloads the price, if AWS's price list may have it."""
    if region != GLOBAL and (region not in regions() or region in china.REGIONS):
        return STATE_PRICES
    spot = " --spot" if sku.usage_type.startswith("SpotUsage:") else ""
    return REFRESH.format(region, sku.service, spot)


def failed(resource: Resource, error: Exception, charge: str | None = None) -> Gap:
    """Return the gap of an unexpected error."""
    left = unmetered(error, charge)
    return gap(resource, left.reason, charge=left.charge, fix=left.fix or STATE_COST)


def left_out(
    resource: Resource,
    unmetered: Unmetered,
    source: Literal["program", "preview", "state"],
    example_cost: str | None = None,
) -> Gap:
    """Return the gap of charges that could not be metered. `example_cost`: USD a month."""
    return gap(
        resource,
        unmetered.reason
        + (EXAMPLE[unmetered.example_is].format(example_cost) if example_cost else ""),
        charge=named(unmetered.group, unmetered.charge),
        path=unmetered.path,
        fix=fix_of(resource, unmetered, source),
    )


def named(group: str | None, charge: str | None) -> str | None:
    return f"{group}: {charge}" if group and charge else charge or group


def fix_of(
    resource: Resource, unmetered: Unmetered, source: Literal["program", "preview", "state"]
) -> str:
    """Return the remedy for a gap: set the usage key that replaces the input, or the input."""
    fix, path = unmetered.fix, unmetered.path
    if path is not None:
        fix = fix or DEFAULT_FIX[source].format(path)
        key = unmetered.usage or usage_key(PRICED[resource.type].usage_for, path)
        if key is not None:
            return f'set "{key}" in the usage file, or {fix}'
    elif unmetered.usage is not None:
        return f'set "{unmetered.usage}" in the usage file, or {fix or STATE_COST}'
    return fix or STATE_COST


def usage_key(keys: Mapping[str, str], path: str) -> str | None:
    """Return the usage key that replaces the input at `path` or one that contains it."""
    for start, key in keys.items():
        if path == start or path.startswith((f"{start}.", f"{start}[")):
            return key
    return None
