"""FOCUS rows as Parquet: costs and quantities as DECIMAL, times as TIMESTAMP, the rest as text."""

from costing.actuals import parquet
from costing.model import Estimate
from plimsoll.report.cost_focus import COLUMNS, as_focus
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout

NUMBERS = ("Cost", "Quantity", "UnitPrice")  # ends of names
TIMES = ("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd")


def as_parquet(estimate: Estimate, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Return the content of a file. Raise CallError where DuckDB is not installed."""
    return parquet.parquet(as_focus(estimate, layout), {name: kind_of(name) for name in COLUMNS})


def kind_of(column: str) -> str:
    if column in TIMES:
        return "TIMESTAMPTZ::TIMESTAMP"
    return "DECIMAL(38, 15)" if column.endswith(NUMBERS) else "VARCHAR"
