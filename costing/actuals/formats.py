"""Bill formats by their columns, and one view of all of them in FOCUS column names.

FOCUS: https://focus.finops.org/focus-specification/ (1.0, 1.1, 1.2); columns that begin with
`x_` are those of AWS's own export. Cost and Usage Report (CUR): columns of the legacy report
(`lineItem/UsageType`), of its Parquet form and of CUR 2.0 (`line_item_usage_type`) differ in
spelling and in how tags are written; `normalized` makes one spelling of them.
https://docs.aws.amazon.com/cur/latest/userguide/data-dictionary.html

Costs are unchanged from the bill, except that EffectiveCost of CUR is computed by AWS's formula
for amortized cost. A line that a Savings Plan covers and its negation are both in BilledCost, so
that the sum is the invoice.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from costing.errors import FileError, nearest


class Format(StrEnum):
    FOCUS_1_0 = "FOCUS 1.0"
    FOCUS_1_1 = "FOCUS 1.1"
    FOCUS_1_2 = "FOCUS 1.2"
    CUR_2 = "CUR 2.0"
    CUR_LEGACY = "legacy CUR"

    @property
    def is_focus(self) -> bool:
        return self.value.startswith("FOCUS")


# Types of the view's columns. Money is DECIMAL: a bill's own decimals keep their scale.
TEXT, MONEY, QUANTITY, TIME = "VARCHAR", "DECIMAL(38, 12)", "DECIMAL(38, 15)", "TIMESTAMP"

VIEW: Mapping[str, str] = {
    "BilledCost": MONEY,
    "EffectiveCost": MONEY,
    "ListCost": MONEY,
    "ListUnitPrice": QUANTITY,
    "PricingQuantity": QUANTITY,
    "PricingUnit": TEXT,
    "BillingCurrency": TEXT,
    "BillingPeriodStart": TIME,
    "ChargePeriodStart": TIME,
    "ChargePeriodEnd": TIME,
    "ChargeCategory": TEXT,
    "ChargeClass": TEXT,
    "ChargeDescription": TEXT,
    "PricingCategory": TEXT,
    "CommitmentDiscountId": TEXT,
    "CommitmentDiscountType": TEXT,
    "CommitmentDiscountStatus": TEXT,
    "BillingAccountId": TEXT,
    "SubAccountId": TEXT,
    "RegionId": TEXT,
    "AvailabilityZone": TEXT,
    "ServiceName": TEXT,
    "ProviderName": TEXT,
    "PublisherName": TEXT,
    "ResourceId": TEXT,
    "SkuId": TEXT,
    "SkuPriceId": TEXT,
    "x_ServiceCode": TEXT,
    "x_UsageType": TEXT,
    "x_Operation": TEXT,
}
FOCUS_REQUIRED = (
    "BilledCost",
    "EffectiveCost",
    "ListCost",
    "ListUnitPrice",
    "PricingQuantity",
    "PricingUnit",
    "BillingCurrency",
    "BillingPeriodStart",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ChargeCategory",
    "ChargeDescription",
    "RegionId",
    "ResourceId",
    "ServiceName",
    "SkuId",
    "SubAccountId",
    "Tags",
)
CUR_REQUIRED = (
    "bill_billing_period_start_date",
    "line_item_usage_account_id",
    "line_item_line_item_type",
    "line_item_usage_start_date",
    "line_item_usage_end_date",
    "line_item_product_code",
    "line_item_usage_type",
    "line_item_operation",
    "line_item_usage_amount",
    "line_item_currency_code",
    "line_item_unblended_cost",
    "line_item_line_item_description",
    "pricing_public_on_demand_cost",
)
FOCUS_1_1_COLUMNS = {"ServiceSubcategory", "SkuMeter", "SkuPriceDetails", "CapacityReservationId"}
FOCUS_1_2_COLUMNS = {"BillingAccountType", "SubAccountType", "InvoiceId", "PricingCurrency"}
OTHER_SPELLINGS = {"ServiceProviderName": "ProviderName"}  # FOCUS 1.3 renamed it


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's format, and its columns by their normalized name."""

    format: Format
    columns: Mapping[str, str]  # normalized → as the file has it
    types: Mapping[str, str]  # DuckDB's type of each, by normalized name


def layout(columns: Mapping[str, str], where: str) -> Layout:
    """Recognize a format. Raise FileError that names the columns that are missing."""
    plain = {normalized(name): name for name in columns}
    types = {normalized(name): kind for name, kind in columns.items()}
    focus = len(set(FOCUS_REQUIRED) & plain.keys())
    cur = len(set(CUR_REQUIRED) & plain.keys())
    if max(focus, cur) < 3:  # noqa: PLR2004 (a few names are shared by chance)
        first = ", ".join(list(columns)[:4]) or "none"
        raise FileError(
            f"{where}: not a bill: its columns ({first}, ...) are neither of FOCUS nor of a Cost "
            "and Usage Report; export FOCUS 1.0 to 1.2, CUR 2.0 or a legacy CUR with a header"
        )
    required: Sequence[str] = FOCUS_REQUIRED if focus >= cur else CUR_REQUIRED
    kind = focus_version(plain) if focus >= cur else cur_version(plain)
    if missing := [name for name in required if name not in plain]:
        first, rest = missing[0], missing[1:]
        also = f" (and {', '.join(rest)})" if rest else ""
        raise FileError(
            f"{where}: {kind} without column {first}{also}{nearest(first, plain)}; export the "
            "bill again with this column"
        )
    return Layout(kind, plain, types)


def normalized(name: str) -> str:
    """Return "line_item_usage_type" for "lineItem/UsageType"; a FOCUS name unchanged."""
    if "/" not in name:
        return OTHER_SPELLINGS.get(name, name)
    group, _, column = name.partition("/")
    if group == "resourceTags":
        return name
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", f"{group}_{column}").lower().replace(":", "_")


def focus_version(columns: Collection[str]) -> Format:
    if FOCUS_1_2_COLUMNS & set(columns):
        return Format.FOCUS_1_2
    return Format.FOCUS_1_1 if FOCUS_1_1_COLUMNS & set(columns) else Format.FOCUS_1_0


def cur_version(columns: Mapping[str, str]) -> Format:
    is_new = columns.get("resource_tags") or columns.get("product")
    return Format.CUR_2 if is_new else Format.CUR_LEGACY


def absent(name: str, kind: str) -> str:
    return "'AWS'" if name == "ProviderName" else f"CAST(NULL AS {kind})"


def typed(found: Layout, name: str, kind: str) -> str:
    """Return a column as a type. Columns of the type already are used as they are."""
    column, own = quoted(found.columns[name]), found.types[name]
    if kind == TEXT:
        return (
            f"nullif(nullif({column}, 'NULL'), '')" if own == TEXT else f"CAST({column} AS {TEXT})"
        )
    if own == TEXT:
        return f"CAST(nullif(nullif({column}, 'NULL'), '') AS {kind})"
    same = own.startswith("DECIMAL") if kind.startswith("DECIMAL") else own == kind
    return column if same else f"CAST({column} AS {kind})"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def sql_text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
