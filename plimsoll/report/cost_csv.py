"""Estimate as CSV: one line per charge or gap, figures as exact decimals."""

import csv
from dataclasses import asdict
from io import StringIO

from costing.model import Charge, Estimate, Gap, ResourceCost
from plimsoll.report.cost_json import charge_json
from plimsoll.report.escape import cells
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.selection import selected

COLUMNS = (
    "urn",
    "type",
    "name",
    "component",
    "region",
    "group",
    "charge",
    "service",
    "usage_type",
    "operation",
    "pricing_category",
    "quantity",
    "unit",
    "list_unit_price",
    "list_cost",
    "effective_cost",
    "billed_cost",
    "usage",
    "assumed",
    "price_as_of",
    "price_source",
    "gap",  # reason for which the charge of this line has no price
    "path",
    "fix",
)


def as_csv(whole: Estimate, layout: Layout = DEFAULT_LAYOUT) -> str:
    estimate = selected(whole, layout.selection)
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    gaps = dict(estimate.gaps_by_urn)
    for resource in estimate.resources:
        for charge in resource.charges:
            writer.writerow(cells(row(resource, charge)))
        for gap in gaps.pop(resource.urn, ()):
            writer.writerow(cells(gap_row(gap, resource)))
    for gap in (gap for rest in gaps.values() for gap in rest):
        writer.writerow(cells(gap_row(gap)))
    return text.getvalue()


def gap_row(gap: Gap, resource: ResourceCost | None = None) -> dict[str, object]:
    """Return a line without figures; `resource` has the priced charges of the gap's resource."""
    own = {"component": resource.component, "region": resource.region} if resource else {}
    return {**asdict(gap), **own, "gap": gap.reason}


def row(resource: ResourceCost, charge: Charge) -> dict[str, object]:
    own = {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "component": resource.component,
        "region": resource.region,
        "charge": charge.meter.name,
    }
    return {**charge_json(charge), **own}
