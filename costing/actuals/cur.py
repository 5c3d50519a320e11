"""Columns of a Cost and Usage Report as FOCUS columns, as SQL.

https://docs.aws.amazon.com/cur/latest/userguide/data-dictionary.html
"""

from collections.abc import Callable, Mapping

from costing.actuals.formats import MONEY, TEXT, Layout, absent, quoted, sql_text, typed

LINE_TYPE = "line_item_line_item_type"
USAGE_TYPES = ("Usage", "DiscountedUsage", "SavingsPlanCoveredUsage")
PURCHASE_TYPES = ("Fee", "RIFee", "SavingsPlanRecurringFee", "SavingsPlanUpfrontFee")
CUR_COLUMNS: Mapping[str, str] = {
    "BilledCost": "line_item_unblended_cost",
    "ListCost": "pricing_public_on_demand_cost",
    "ListUnitPrice": "pricing_public_on_demand_rate",
    "PricingQuantity": "line_item_usage_amount",
    "PricingUnit": "pricing_unit",
    "BillingCurrency": "line_item_currency_code",
    "BillingPeriodStart": "bill_billing_period_start_date",
    "ChargePeriodStart": "line_item_usage_start_date",
    "ChargePeriodEnd": "line_item_usage_end_date",
    "ChargeDescription": "line_item_line_item_description",
    "BillingAccountId": "bill_payer_account_id",
    "SubAccountId": "line_item_usage_account_id",
    "AvailabilityZone": "line_item_availability_zone",
    "ServiceName": "line_item_product_code",
    "PublisherName": "line_item_legal_entity",
    "ResourceId": "line_item_resource_id",
    "SkuId": "product_sku",
    "SkuPriceId": "pricing_rate_id",
    "x_ServiceCode": "line_item_product_code",
    "x_UsageType": "line_item_usage_type",
    "x_Operation": "line_item_operation",
}


def cur_expression(found: Layout, name: str, kind: str) -> str:
    if special := CUR_COMPUTED.get(name):
        return special(found)
    column = CUR_COLUMNS.get(name, "")
    return typed(found, column, kind) if column in found.columns else absent(name, kind)


def cur_column(found: Layout, name: str, kind: str) -> str:
    return typed(found, name, kind) if name in found.columns else f"CAST(NULL AS {kind})"


def cur_money(found: Layout, name: str) -> str:
    return f"coalesce({cur_column(found, name, MONEY)}, 0)"


def effective_cost(found: Layout) -> str:
    """Return AWS's formula for amortized cost.

    https://docs.aws.amazon.com/cur/latest/userguide/amortized-reservation.html
    https://docs.aws.amazon.com/cur/latest/userguide/cur-sp.html
    """
    unused = "reservation_unused_"
    return f"""CASE {cur_column(found, LINE_TYPE, TEXT)}
        WHEN 'SavingsPlanCoveredUsage'
            THEN {cur_money(found, "savings_plan_savings_plan_effective_cost")}
        WHEN 'SavingsPlanRecurringFee'
            THEN {cur_money(found, "savings_plan_total_commitment_to_date")}
               - {cur_money(found, "savings_plan_used_commitment")}
        WHEN 'SavingsPlanNegation' THEN 0
        WHEN 'SavingsPlanUpfrontFee' THEN 0
        WHEN 'DiscountedUsage' THEN {cur_money(found, "reservation_effective_cost")}
        WHEN 'RIFee'
            THEN {cur_money(found, f"{unused}amortized_upfront_fee_for_billing_period")}
               + {cur_money(found, f"{unused}recurring_fee")}
        ELSE CASE
            WHEN {cur_column(found, LINE_TYPE, TEXT)} = 'Fee'
             AND {cur_column(found, "reservation_reservation_a_r_n", TEXT)} IS NOT NULL THEN 0
            ELSE {cur_column(found, "line_item_unblended_cost", MONEY)} END
        END"""


def charge_category(found: Layout) -> str:
    kind = cur_column(found, LINE_TYPE, TEXT)
    return f"""CASE
        WHEN {kind} IN {USAGE_TYPES} THEN 'Usage'
        WHEN {kind} IN {PURCHASE_TYPES} THEN 'Purchase'
        WHEN {kind} = 'Tax' THEN 'Tax'
        WHEN {kind} = 'Credit' THEN 'Credit'
        ELSE 'Adjustment' END"""


def pricing_category(found: Layout) -> str:
    kind = cur_column(found, LINE_TYPE, TEXT)
    spot = f"{cur_column(found, 'line_item_usage_type', TEXT)} LIKE '%SpotUsage%'"
    return f"""CASE
        WHEN {kind} IN ('DiscountedUsage', 'SavingsPlanCoveredUsage') THEN 'Committed'
        WHEN {kind} = 'Usage' AND {spot} THEN 'Dynamic'
        WHEN {kind} = 'Usage' THEN 'Standard' END"""


def commitment_id(found: Layout) -> str:
    plan = cur_column(found, "savings_plan_savings_plan_a_r_n", TEXT)
    return f"coalesce({plan}, {cur_column(found, 'reservation_reservation_a_r_n', TEXT)})"


def commitment_type(found: Layout) -> str:
    plan = cur_column(found, "savings_plan_savings_plan_a_r_n", TEXT)
    reserved = cur_column(found, "reservation_reservation_a_r_n", TEXT)
    return f"""CASE WHEN {plan} IS NOT NULL THEN 'Savings Plan'
        WHEN {reserved} IS NOT NULL THEN 'Reserved' END"""


def commitment_status(found: Layout) -> str:
    kind = cur_column(found, LINE_TYPE, TEXT)
    return f"""CASE WHEN {kind} IN ('DiscountedUsage', 'SavingsPlanCoveredUsage') THEN 'Used'
        WHEN {kind} IN ('RIFee', 'SavingsPlanRecurringFee') THEN 'Unused' END"""


def charge_class(found: Layout) -> str:
    kind = cur_column(found, LINE_TYPE, TEXT)
    return f"CASE WHEN {kind} = 'Refund' THEN 'Correction' END"


def region(found: Layout) -> str:
    """Return the region code. In CUR 2.0 `product` is a map with the rest of the product."""
    names = ("product_region_code", "product_region", "product_location")
    columns = [cur_column(found, each, TEXT) for each in names[:2] if each in found.columns]
    if "product" in found.columns and found.types["product"].startswith("MAP"):
        column = quoted(found.columns["product"])
        columns.append(f"CAST({column}['region'] AS {TEXT})")
    return f"coalesce({', '.join(columns)})" if columns else f"CAST(NULL AS {TEXT})"


CUR_COMPUTED: Mapping[str, Callable[[Layout], str]] = {
    "EffectiveCost": effective_cost,
    "ChargeCategory": charge_category,
    "ChargeClass": charge_class,
    "PricingCategory": pricing_category,
    "CommitmentDiscountId": commitment_id,
    "CommitmentDiscountType": commitment_type,
    "CommitmentDiscountStatus": commitment_status,
    "RegionId": region,
}


def cur_tags(found: Layout) -> str:
    """Return tags as JSON text: a map in CUR 2.0, a column a tag in the legacy report."""
    if "resource_tags" in found.columns:
        column = quoted(found.columns["resource_tags"])
        if found.types["resource_tags"] == TEXT:
            return f"nullif({column}, '')"
        return f"CAST(to_json({column}) AS {TEXT})"
    pairs = [
        f"{sql_text(key)}, nullif(CAST({quoted(column)} AS {TEXT}), '')"
        for name, column in found.columns.items()
        if (key := tag_key(name)) is not None
    ]
    if not pairs:
        return f"CAST(NULL AS {TEXT})"
    return f"CAST(json_merge_patch('{{}}', json_object({', '.join(pairs)})) AS {TEXT})"


def tag_key(name: str) -> str | None:
    """Return the key of a legacy tag column, without "user:"."""
    for prefix in ("resourceTags/user:", "resourceTags/", "resource_tags_user_", "resource_tags_"):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return None
