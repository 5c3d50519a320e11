"""Sums of a bill: by service, account, region, tag, component, day and usage type."""

from dataclasses import dataclass
from decimal import Decimal

from costing.actuals.bill import Bill
from costing.actuals.formats import sql_text
from costing.errors import CallError

NONE = "(none)"
DEFAULT_COMPONENT_TAG = "component"
COLUMNS = {
    "service": "ServiceName",
    "account": "SubAccountId",
    "region": "RegionId",
    "category": "ChargeCategory",
    "day": "strftime(ChargePeriodStart, '%Y-%m-%d')",
    "month": "strftime(BillingPeriodStart, '%Y-%m')",
    "usage-type": "coalesce(x_UsageType, ChargeDescription)",
    "resource": "ResourceId",
    "commitment": "CommitmentDiscountId",
}
SUMS = {  # in the order of the fields of Sums
    "lines": "count(*)",
    "billed_cost": "coalesce(sum(BilledCost), 0)",
    "effective_cost": "coalesce(sum(EffectiveCost), 0)",
    "list_cost": "coalesce(sum(ListCost), 0)",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """Lines of a bill added up, in its currency."""

    lines: int
    billed_cost: Decimal
    effective_cost: Decimal
    list_cost: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bill."""

    key: str
    sums: Sums


def total(bill: Bill) -> Sums:
    return Sums(*bill.one(f"SELECT {', '.join(SUMS.values())} FROM lines"))


def parts_by(bill: Bill, by: str, component_tag: str = DEFAULT_COMPONENT_TAG) -> list[Part]:
    """Return the parts of a bill, the largest billed cost first; days and months in order.

    `by` is one of COLUMNS, "component" (the value of `component_tag`) or "tag:KEY". Raise
    CallError for any other.
    """
    key = key_expression(by, component_tag)
    order = "1" if by in {"day", "month"} else "abs(sum(BilledCost)) DESC, 1"
    sums = ", ".join(SUMS.values())
    rows = bill.rows(
        f"SELECT coalesce({key}, '{NONE}'), {sums} FROM lines GROUP BY 1 ORDER BY {order}"
    )
    return [Part(str(name), Sums(*sums)) for name, *sums in rows]


def key_expression(by: str, component_tag: str = DEFAULT_COMPONENT_TAG) -> str:
    """Return the SQL of what a line belongs to."""
    if by == "component":
        return tag_value(component_tag)
    if by.startswith("tag:") and (tag := by.removeprefix("tag:")):
        return tag_value(tag)
    if by not in COLUMNS:
        raise CallError(f"--by {by}: unknown; use {', '.join(COLUMNS)}, component or tag:KEY")
    return COLUMNS[by]


def tag_value(key: str) -> str:
    """Return the SQL of a tag's value. AWS writes user tags as user:KEY or user_KEY, or plain."""
    keys = dict.fromkeys((key, f"user:{key}", f"user_{key}", key.lower(), f"user_{key.lower()}"))
    values = [
        f"nullif(json_extract_string(Tags, {sql_text(json_path(each))}), '')" for each in keys
    ]
    return f"coalesce({', '.join(values)})"


def json_path(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'$."{escaped}"'
