"""Charges with a monthly cost that the file of --prices states, in place of gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from costing.estimate.pricing import Metered, at_usage_price
from costing.estimate.private_pricing import PrivatePricing, StatedCost
from costing.graph.resource import Graph
from costing.model import GLOBAL, Charge, Gap, Meter, Sku
from costing.units import Unit

MONTHLY = "Monthly cost"  # name of the charge of a resource without a cost model


def stated_costs(
    graph: Graph, gaps: Iterable[Gap], private_pricing: PrivatePricing
) -> Iterator[tuple[Gap, Metered, Charge]]:
    """Yield each gap whose cost is stated, with its charge."""
    for gap in gaps:
        found, resource = private_pricing.cost(gap), graph.by_urn.get(gap.urn)
        if found is None or resource is None:
            continue
        meter = meter_of(gap, found)
        region = resource.region if isinstance(resource.region, str) else GLOBAL
        terms = f"monthly cost as of {found.as_of} in the file of --prices"
        charge = replace(at_usage_price(meter, found.monthly_cost), private_terms=terms)
        yield gap, Metered(resource, region, meter), charge


def meter_of(gap: Gap, stated: StatedCost) -> Meter:
    """Return a meter of one month. No source has the SKU; its service is that of the type."""
    service = gap.type.split(":")[1].partition("/")[0] if ":" in gap.type else gap.type
    return Meter(
        gap.charge or MONTHLY,
        Sku(service, ""),
        Decimal(1),
        Unit.MONTHS,
        usage_unit_price=stated.monthly_cost,
    )
