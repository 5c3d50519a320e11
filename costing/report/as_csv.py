"""An Estimate as CSV: one line a charge, figures as exact decimals."""

import csv
from io import StringIO

from costing.model import Charge, Estimate, ResourceCost
from costing.report.as_json import charge_json

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
)


def as_csv(estimate: Estimate) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for resource in estimate.resources:
        for charge in resource.charges:
            writer.writerow(row(resource, charge))
    return text.getvalue()


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
