"""Bills for tests: one line of each format, written as CSV, gzip or Parquet."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

Row = Mapping[str, object]

FOCUS: Row = {
    "BilledCost": "0.0416",
    "EffectiveCost": "0.0416",
    "ListCost": "0.0416",
    "ListUnitPrice": "0.0416",
    "PricingQuantity": "1",
    "PricingUnit": "Hours",
    "BillingCurrency": "USD",
    "BillingPeriodStart": "2026-10-01 00:00:00",
    "ChargePeriodStart": "2026-10-01 00:00:00",
    "ChargePeriodEnd": "2026-10-01 01:00:00",
    "ChargeCategory": "Usage",
    "ChargeDescription": "$0.0416 per On Demand Linux t3.medium Instance Hour",
    "RegionId": "us-east-1",
    "ResourceId": "i-0123",
    "ServiceName": "Amazon Elastic Compute Cloud",
    "SkuId": "SKU1",
    "SubAccountId": "111111111111",
    "ProviderName": "AWS",
    "Tags": '{"component": "web"}',
}
AWS_COLUMNS: Row = {
    "x_ServiceCode": "AmazonEC2",
    "x_UsageType": "BoxUsage:t3.medium",
    "x_Operation": "RunInstances",
}
CUR: Row = {
    "bill/BillingPeriodStartDate": "2026-10-01T00:00:00Z",
    "bill/PayerAccountId": "999999999999",
    "lineItem/UsageAccountId": "111111111111",
    "lineItem/LineItemType": "Usage",
    "lineItem/UsageStartDate": "2026-10-01T00:00:00Z",
    "lineItem/UsageEndDate": "2026-10-01T01:00:00Z",
    "lineItem/ProductCode": "AmazonEC2",
    "lineItem/UsageType": "USW2-BoxUsage:t3.medium",
    "lineItem/Operation": "RunInstances",
    "lineItem/UsageAmount": "1",
    "lineItem/CurrencyCode": "USD",
    "lineItem/UnblendedCost": "0.0416",
    "lineItem/LineItemDescription": "$0.0416 per On Demand Linux t3.medium Instance Hour",
    "lineItem/ResourceId": "i-0123",
    "pricing/publicOnDemandCost": "0.0416",
    "pricing/publicOnDemandRate": "0.0416",
    "pricing/unit": "Hrs",
    "product/region": "us-west-2",
    "resourceTags/user:component": "web",
}
CUR_2: Row = {
    "bill_billing_period_start_date": "2026-10-01 00:00:00",
    "bill_payer_account_id": "999999999999",
    "line_item_usage_account_id": "111111111111",
    "line_item_line_item_type": "Usage",
    "line_item_usage_start_date": "2026-10-01 00:00:00",
    "line_item_usage_end_date": "2026-10-01 01:00:00",
    "line_item_product_code": "AmazonEC2",
    "line_item_usage_type": "USW2-BoxUsage:t3.medium",
    "line_item_operation": "RunInstances",
    "line_item_usage_amount": "1",
    "line_item_currency_code": "USD",
    "line_item_unblended_cost": "0.0416",
    "line_item_line_item_description": "$0.0416 per On Demand Linux t3.medium Instance Hour",
    "line_item_resource_id": "i-0123",
    "pricing_public_on_demand_cost": "0.0416",
    "pricing_public_on_demand_rate": "0.0416",
    "pricing_unit": "Hrs",
    "product_region_code": "us-west-2",
    "resource_tags": '{"user_component": "web"}',
}


def focus(**changes: object) -> Row:
    return {**FOCUS, **changes}


def billed(hours: object, cost: str, **changes: object) -> Row:
    """Return a FOCUS line with AWS's own columns and one cost."""
    costs = {"BilledCost": cost, "EffectiveCost": cost, "ListCost": cost}
    return {**FOCUS, **AWS_COLUMNS, "PricingQuantity": hours, **costs, **changes}


def csv_text(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def write_gzip(path: Path, rows: Sequence[Row]) -> Path:
    path.write_bytes(gzip.compress(csv_text(rows).encode()))
    return path


def write_parquet(path: Path, rows: Sequence[Row], casts: Mapping[str, str] | None = None) -> Path:
    """Write rows with some columns cast to other types, as exports have them."""
    source = write_csv(path.with_suffix(".source"), rows)
    columns = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in (casts or {}).items())
    replaced = f"* REPLACE ({columns})" if columns else "*"
    read = f"read_csv('{source}', all_varchar = true)"
    duckdb.sql(f"COPY (SELECT {replaced} FROM {read}) TO '{path}' (FORMAT parquet)")
    source.unlink()
    return path


def lines(rows: Iterable[Row]) -> list[Row]:
    return list(rows)
