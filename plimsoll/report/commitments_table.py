"""Savings Plans to buy, as text."""

from collections.abc import Iterator

from costing.actuals.commitments import Commitments, Purchase
from plimsoll.report.bill_sections import money
from plimsoll.report.cost_table import grid, text
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout

KINDS = {
    "compute_savings_plan": "Compute Savings Plan",
    "instance_savings_plan": "EC2 Instance Savings Plan",
}


def as_table(found: Commitments, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join([*blocks(found)])


def blocks(found: Commitments) -> Iterator[str]:
    if found.existing:
        table = grid("Existing commitment", "Type", "Used", "Unused", "Utilization", "")
        for each in found.existing:
            costs = money(each.used), money(each.unused), f"{each.utilization:.1%}"
            table.add_row(each.id, each.type, *costs, "")
        yield text(table)
    if found.purchases:
        yield purchases_table(found)
        yield "The rows are alternatives: a saving cannot be counted twice.\n"
    else:
        yield "No Savings Plan lowers the cost of this usage.\n"
    if found.without_rate:
        yield (
            f"Not counted: {money(found.without_rate)} of EC2 usage without a known Savings Plan "
            "rate; run: plimsoll prices refresh --savings-plans --region REGION\n"
        )
    yield from (f"Note: {note}\n" for note in found.notes)


def purchases_table(found: Commitments) -> str:
    columns = ("USD/hour", "On demand", "With plan", "Saving", "Coverage", "Utilization")
    table = grid("Purchase", *columns, "Break-even usage", "Worst days", "Basis")
    for each in found.purchases:
        table.add_row(name(each), *figures(each), each.basis)
    return text(table)


def name(each: Purchase) -> str:
    term, payment = each.term.replace("_", " "), each.payment_option.replace("_", " ")
    return f"{KINDS[each.kind]}, {term}, {payment}: {each.scope}"


def figures(each: Purchase) -> tuple[str, ...]:
    return (
        f"{each.commitment:.3f}",
        money(each.on_demand_cost),
        money(each.cost),
        f"{money(each.saving)} ({each.saving / each.on_demand_cost:.1%})",
        f"{each.coverage:.1%}",
        f"{each.utilization:.1%}",
        f"{each.break_even:.1%}",
        f"{money(each.worst_days)} to {money(each.worst_days_with)}",
    )
