"""Simulation of scaling policies as a table, as Markdown and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict

from pydantic_core import to_json

from costing.plan.simulation import Simulation
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.plan_sections import band, usd
from plimsoll.report.plan_text import block, markdown_lines
from plimsoll.report.sections import Section


def as_table(found: Simulation, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join(map(block, sections(found)))


def as_markdown(found: Simulation, _: Layout = DEFAULT_LAYOUT) -> str:
    return "\n".join("\n".join([*markdown_lines(each), ""]) for each in sections(found))


def as_json(found: Simulation, _: Layout = DEFAULT_LAYOUT) -> str:
    content = asdict(found)
    content["prices"] = [
        {**each, "usd_per_hour": str(each["usd_per_hour"])} for each in content["prices"]
    ]
    return to_json({"version": 1, **content}, indent=2).decode() + "\n"


def sections(found: Simulation) -> Iterator[Section]:
    low, mean, high = found.instances
    cost = (
        f"Cost {usd(found.cost.p50)} a month ({band(found.cost)})."
        if found.cost is not None
        else f"Cost unknown: {'; '.join(found.gaps)}."
    )
    name = found.usage_name
    yield Section(
        f"{found.kind} {found.name}, {found.hours:g} hours of demand",
        ("Purchase", "Hours a month", "Type"),
        [
            (each.purchase.replace("_", " "), f"{each.hours:,.0f}", each.instance_type)
            for each in found.usage
        ],
        [
            cost,
            (
                f"{found.late:.3%} of {found.requests:,.0f} requests are late "
                f"(95th percentile of the runs: {found.late_p95:.3%})."
            ),
            (
                f"{mean:.2f} {name} on average ({low:.2f} on the lowest day, {high:.2f} on the "
                f"highest), at most {found.most:.0f} at once; {found.reclaimed:.1f} interrupted."
            ),
            *(f"Replayed: {each}." for each in found.policies),
            *(f"Not replayed: {each}." for each in found.not_replayed),
        ],
    )
    yield Section(
        "Assumptions",
        ("Number", "Value", "Origin"),
        [
            *((each.name, each.value, each.origin) for each in found.assumptions),
            *(
                (
                    f"price {each.sku} ({each.purchase})",
                    f"${each.usd_per_hour:f} an hour",
                    f"{each.source} {each.as_of}".strip(),
                )
                for each in found.prices
            ),
        ],
    )
