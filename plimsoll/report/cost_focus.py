"""An Estimate as FOCUS 1.2 rows: one row a priced charge, as CSV or Parquet.

https://focus.finops.org/focus-specification/v1-2/. The period is the calendar month of the
estimate; quantities and costs are those of 730 hours. Charges without a quantity have no row. Tags
carry the resource's own, and the estimate's id and the URN, by which a bill is joined later.
"""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path

from costing.model import GLOBAL, ZERO, Charge, Estimate, ResourceCost
from costing.units import PricingCategory, divide, plain
from plimsoll.report.escape import cells
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.selection import selected

AWS = "Amazon Web Services, Inc."
ESTIMATE_TAG, URN_TAG = "plimsoll:estimate", "plimsoll:urn"
COLUMNS = (
    "AvailabilityZone",
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingAccountType",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "CapacityReservationId",
    "CapacityReservationStatus",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "CommitmentDiscountCategory",
    "CommitmentDiscountId",
    "CommitmentDiscountName",
    "CommitmentDiscountQuantity",
    "CommitmentDiscountStatus",
    "CommitmentDiscountType",
    "CommitmentDiscountUnit",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "ContractedUnitPrice",
    "EffectiveCost",
    "InvoiceId",
    "InvoiceIssuerName",
    "ListCost",
    "ListUnitPrice",
    "PricingCategory",
    "PricingCurrency",
    "PricingCurrencyContractedUnitPrice",
    "PricingCurrencyEffectiveCost",
    "PricingCurrencyListUnitPrice",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "RegionId",
    "RegionName",
    "ResourceId",
    "ResourceName",
    "ResourceType",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
    "SkuId",
    "SkuMeter",
    "SkuPriceDetails",
    "SkuPriceId",
    "SubAccountId",
    "SubAccountName",
    "SubAccountType",
    "Tags",
    "x_ServiceCode",
    "x_UsageType",
    "x_Operation",
)


def as_focus(
    estimate: Estimate, layout: Layout = DEFAULT_LAYOUT, *, today: datetime | None = None
) -> str:
    """Return CSV with a header. `today` is a time of the month that the rows are dated to."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    chosen = rows(selected(estimate, layout.selection), today or datetime.now(UTC))
    writer.writerows(map(cells, chosen))
    return text.getvalue()


def rows(estimate: Estimate, today: datetime) -> Iterator[dict[str, str]]:
    stack = f"{estimate.source.project}/{estimate.source.stack}"
    start = datetime(today.year, today.month, 1, tzinfo=UTC)
    end = datetime(today.year + today.month // 12, today.month % 12 + 1, 1, tzinfo=UTC)
    identity = estimate_id(estimate)
    shared = {
        "BillingAccountId": stack,
        "BillingAccountName": stack,
        "BillingAccountType": "Estimate",
        "BillingCurrency": "USD",
        "BillingPeriodStart": time(start),
        "BillingPeriodEnd": time(end),
        "ChargeCategory": "Usage",
        "ChargeFrequency": "Usage-Based",
        "ChargePeriodStart": time(start),
        "ChargePeriodEnd": time(end),
        "InvoiceIssuerName": AWS,
        "PricingCurrency": "USD",
        "ProviderName": "AWS",
        "PublisherName": AWS,
    }
    for resource in estimate.resources:
        for charge in resource.charges:
            if charge.meter.quantity is not None and charge.list_cost is not None:
                yield {**shared, **own_columns(resource, charge, identity)}


def own_columns(resource: ResourceCost, charge: Charge, identity: str) -> dict[str, str]:
    meter = charge.meter
    region = meter.region or resource.region
    service, category, subcategory = service_of(meter.sku.service)
    tags = {**resource.tags, ESTIMATE_TAG: identity, URN_TAG: resource.urn}
    place = "" if region == GLOBAL else region
    return {
        **costs(charge, meter.quantity or ZERO),
        "ChargeDescription": meter.name,
        **commitment_columns(charge),
        "ConsumedUnit": meter.unit,
        "PricingCategory": meter.pricing_category,
        "PricingUnit": meter.unit,
        "RegionId": place,
        "RegionName": place,
        "ResourceId": resource.urn,
        "ResourceName": resource.name,
        "ResourceType": resource.type,
        "ServiceCategory": category,
        "ServiceName": service,
        "ServiceSubcategory": subcategory,
        "SkuId": str(meter.sku),
        "SkuMeter": meter.sku.usage_type,
        "SkuPriceId": f"{meter.sku} {region}",
        "Tags": json.dumps(dict(sorted(tags.items()))),
        "x_ServiceCode": meter.sku.service,
        "x_UsageType": meter.sku.usage_type,
        "x_Operation": meter.sku.operation,
    }


def costs(charge: Charge, quantity: Decimal) -> dict[str, str]:
    list_cost, effective = charge.list_cost or ZERO, charge.effective_cost or ZERO
    contracted = effective if charge.private_terms and not charge.meter.commitment else list_cost
    unit_price = charge.list_unit_price or ZERO
    contracted_unit = divide(contracted, quantity) if quantity else unit_price
    billed = effective if charge.billed_cost is None else charge.billed_cost
    return {
        "BilledCost": plain(billed),
        "ConsumedQuantity": plain(quantity),
        "ContractedCost": plain(contracted),
        "ContractedUnitPrice": plain(contracted_unit),
        "EffectiveCost": plain(effective),
        "ListCost": plain(list_cost),
        "ListUnitPrice": plain(unit_price),
        "PricingCurrencyContractedUnitPrice": plain(contracted_unit),
        "PricingCurrencyEffectiveCost": plain(effective),
        "PricingCurrencyListUnitPrice": plain(unit_price),
        "PricingQuantity": plain(quantity),
    }


def commitment_columns(charge: Charge) -> dict[str, str]:
    """Return the columns of a charge that a commitment covers; none for any other."""
    identity = commitment(charge)
    if not identity:
        return {}
    by_spend = "savings_plan" in identity
    quantity = charge.effective_cost if by_spend else charge.meter.quantity
    return {
        "CommitmentDiscountCategory": "Spend" if by_spend else "Usage",
        "CommitmentDiscountId": identity,
        "CommitmentDiscountQuantity": plain(quantity or ZERO),
        "CommitmentDiscountStatus": "Used",
        "CommitmentDiscountType": "Savings Plan" if by_spend else "Reserved",
        "CommitmentDiscountUnit": "USD" if by_spend else charge.meter.unit,
    }


def commitment(charge: Charge) -> str:
    """Return an id of the terms that a committed charge assumes; empty for any other."""
    terms = charge.meter.commitment
    if charge.meter.pricing_category != PricingCategory.COMMITTED or terms is None:
        return ""
    return f"{terms.kind} {terms.term} {terms.payment_option}"


def estimate_id(estimate: Estimate) -> str:
    """Return a digest of what is charged: equal estimates have equal ids."""
    content = hashlib.sha256()
    for resource in estimate.resources:
        for charge in resource.charges:
            content.update(f"{resource.urn} {charge.meter.sku} {charge.list_cost}\n".encode())
    return content.hexdigest()[:16]


def service_of(code: str) -> tuple[str, str, str]:
    """Return ServiceName, ServiceCategory and ServiceSubcategory of a product code."""
    name, category, subcategory = services().get(code, (code, "Other", ""))
    return name, category, subcategory or f"Other ({category})"


@cache
def services() -> Mapping[str, tuple[str, str, str]]:
    with Path(__file__).with_name("focus_services.csv").open(newline="", encoding="utf-8") as lines:
        return {
            row["service"]: (
                row["service_name"],
                row["service_category"],
                row["service_subcategory"],
            )
            for row in csv.DictReader(lines)
        }


def time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
