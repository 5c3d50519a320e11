"""Changed prices, and their effect on a stack's bill, as table and JSON."""

import json
from collections.abc import Sequence
from decimal import Decimal

from costing.diff.price_changes import BillChange, ChargeChange, PriceChange
from costing.model import Charge, Price
from costing.units import plain
from plimsoll.report.cost_json import figure
from plimsoll.report.cost_table import counted, grid, row, text, unit_price, usd
from plimsoll.report.diff_table import signed

NO_CHANGE = "No downloaded price differs from the price book; download: plimsoll prices refresh\n"


def changes_table(changes: Sequence[PriceChange]) -> str:
    if not changes:
        return NO_CHANGE
    table = grid("SKU", "Before", "After", "Unit", "Region")
    for each in changes:
        prices = tiers(each.before) if each.before else "new", tiers(each.after)
        row(table, str(each.sku), *prices, each.after.unit, each.region)
    return f"{text(table)}\n{counted(len(changes), 'changed price')}\n"


def tiers(price: Price) -> str:
    """Return the unit price of each tier: "$0.023, $0.022 from 50000"."""
    first, *others = price.tiers
    further = (f"${plain(tier.list_unit_price)} from {plain(tier.start)}" for tier in others)
    return ", ".join([f"${plain(first.list_unit_price)}", *further])


def changes_json(changes: Sequence[PriceChange]) -> str:
    document = [
        {
            "region": each.region,
            "service": each.sku.service,
            "usage_type": each.sku.usage_type,
            "operation": each.sku.operation,
            "unit": each.after.unit,
            "before": tiers_json(each.before),
            "after": tiers_json(each.after),
            "as_of": each.after.as_of.isoformat(),
        }
        for each in changes
    ]
    return json.dumps(document, indent=2) + "\n"


def tiers_json(price: Price | None) -> list[dict[str, str]] | None:
    if price is None:
        return None
    return [
        {"start": plain(tier.start), "list_unit_price": plain(tier.list_unit_price)}
        for tier in price.tiers
    ]


def bill_table(bill: BillChange) -> str:
    table = grid("Charge", "Unit price before", "Unit price after", "Change", "")
    for each in bill.charges:
        name = f"{each.resource}: {each.charge}"
        row(table, name, price_of(each.before), price_of(each.after), signed(each.change), "")
    before, after = bill.before.monthly_cost, bill.after.monthly_cost
    row(table, "Total a month", usd(before), usd(after), signed(after - before), "")
    return text(table)


def price_of(charge: Charge | None) -> str:
    return "-" if charge is None or charge.list_unit_price is None else f"${unit_price(charge)}"


def bill_json(bill: BillChange) -> str:
    before, after = bill.before.monthly_cost, bill.after.monthly_cost
    costs = {"before": plain(before), "after": plain(after), "change": plain(after - before)}
    document = {
        "version": 1,
        "currency": "USD",
        "monthly_cost": costs,
        "charges": [charge_json(each) for each in bill.charges],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def charge_json(each: ChargeChange) -> dict[str, object]:
    return {
        "resource": each.resource,
        "charge": each.charge,
        "service": each.sku.service,
        "usage_type": each.sku.usage_type,
        "operation": each.sku.operation,
        "before": side_json(each.before),
        "after": side_json(each.after),
        "change": plain(each.change),
    }


def side_json(charge: Charge | None) -> dict[str, str | None] | None:
    if charge is None:
        return None
    cost: Decimal | None = charge.effective_cost
    return {"list_unit_price": figure(charge.list_unit_price), "effective_cost": figure(cost)}
