"""Sections of a plan's report: titles, columns and rows, for tables and Markdown."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from costing.plan.plan import Band, Decision, JobPlan, Plan, ServicePlan
from plimsoll.report.bill_sections import money
from plimsoll.report.sections import Row, Section


def sections(plan: Plan) -> Iterator[Section]:
    yield Section(
        f"Plan {plan.id}: {usd(plan.cost.p50)} a month ({band(plan.cost)})",
        (),
        (),
        (
            f"Objective: {plan.objective}.",
            *(f"Gap: {each}." for each in plan.gaps),
        ),
    )
    for service in plan.services:
        yield from of_service(service)
    for job in plan.jobs:
        yield of_job(job)
    if plan.commitment is not None:
        yield commitment(plan)
    if plan.tornado:
        yield tornado(plan)
    yield assumptions(plan)


def assumptions(plan: Plan) -> Section:
    """Return the assumption sheet, with the prices of the chosen types only."""
    planned: list[ServicePlan | JobPlan] = [*plan.services, *plan.jobs]
    chosen = {usage.instance_type for each in planned for usage in each.usage}
    others = {each.instance_type for each in plan.prices.prices} - chosen
    shown = [
        each
        for each in plan.assumptions
        if not any(each.name.startswith("price ") and f":{name} " in each.name for name in others)
    ]
    left = len(plan.assumptions) - len(shown)
    further = [f"Note: {left} prices of other types are in the JSON format."] if left else []
    return Section(
        "Assumptions",
        ("Number", "Value", "Origin", "Date"),
        [(each.name, each.value, each.origin, each.date) for each in shown],
        [*further, *(f"Note: {each}." for each in plan.notes)],
    )


def of_service(service: ServicePlan) -> Iterator[Section]:
    held, best = service.held, service.optimality
    lines = [
        (
            f"Expected cost {usd(service.expected)} a month at the mid demand; over all windows "
            f"{usd(service.cost.p50)} ({band(service.cost)})."
        ),
        (
            f"Objective reached in {held.probability:.1%} of {held.windows} windows "
            f"(95 % interval {held.low:.1%} to {held.high:.1%}); mean availability "
            f"{held.availability:.4%}, served fraction {held.served_fraction:.4%}."
        ),
        optimality(service) if best.method != "enumeration" else enumeration(service),
    ]
    if service.current is not None:
        now = service.current
        note = f" ({now.note})" if now.note else ""
        lines.append(
            f"Present settings{note}: {usd(now.expected)} a month, objective reached in "
            f"{now.probability:.1%} of the windows."
        )
    yield Section(f"Service {service.name}", DECISIONS, [*map(decision, service.decisions)], lines)
    if service.constraints:
        yield Section(
            f"Constraints of {service.name}",
            ("Without the constraint", "Saving a month"),
            [(each.constraint, usd(each.saving)) for each in service.constraints],
        )


DECISIONS = ("Setting", "Value", "Now", "Next best", "Costs more", "Reason")


def decision(each: Decision) -> Row:
    return (
        each.setting,
        value(each.value),
        "" if each.current is None else value(each.current),
        "" if each.runner_up is None else value(each.runner_up),
        "" if each.runner_up_usd is None else usd(each.runner_up_usd),
        each.reason,
    )


def optimality(service: ServicePlan) -> str:
    best = service.optimality
    limit = "" if best.solved else ", limit reached"
    return (
        f"Lower bound {usd(best.lower_bound)} by {best.method}{limit}: the plan costs "
        f"{best.gap:.2%} more; {fleets(best.judged)} simulated."
    )


def enumeration(service: ServicePlan) -> str:
    judged = service.optimality.judged
    if not service.optimality.solved:
        return f"The search ended at its limit: {fleets(judged)} simulated."
    return (
        f"Enumeration: {fleets(judged)} simulated in the order of their cost; each cheaper one "
        "misses the objective."
    )


def fleets(count: int) -> str:
    return f"{count} fleet was" if count == 1 else f"{count} fleets were"


def of_job(job: JobPlan) -> Section:
    other = job.uniform_progress_cost
    lines = [
        f"Policy: {job.policy}.",
        f"Cost {usd(job.cost.p50)} a month ({band(job.cost)}); on demand only "
        f"{usd(job.on_demand_cost)}"
        + (f", Uniform Progress {usd(other)}" if other is not None else "")
        + f"; {job.missed:.1%} of the runs miss the deadline.",
    ]
    if job.checkpoint_minutes is not None:
        lines.append(f"Checkpoint every {job.checkpoint_minutes:.0f} minutes.")
    return Section(f"Job {job.name}", DECISIONS, [*map(decision, job.decisions)], lines)


def commitment(plan: Plan) -> Section:
    found = plan.commitment
    if found is None:
        return Section("Commitment", (), ())
    more = "" if found.runner_up_usd is None else usd(found.runner_up_usd)
    return Section(
        "Commitment",
        ("Savings Plan", "USD/hour", "Saving a month", "Next best", "Costs more"),
        [
            (
                found.purchase.replace("_", " "),
                f"{found.usd_per_hour:.3f}",
                usd(found.saving),
                (found.runner_up or "").replace("_", " "),
                more,
            )
        ],
    )


def tornado(plan: Plan) -> Section:
    return Section(
        "Influence of the inputs on this design",
        (
            "Input",
            "Low",
            "High",
            "Cost at low",
            "Cost at high",
            "Reached at low",
            "Reached at high",
        ),
        [
            (
                each.input,
                f"{each.low:g}",
                f"{each.high:g}",
                signed(each.cost_at_low),
                signed(each.cost_at_high),
                f"{each.probability_at_low:.1%}",
                f"{each.probability_at_high:.1%}",
            )
            for each in plan.tornado
        ],
    )


def band(costs: Band) -> str:
    return f"5th to 95th percentile {usd(costs.p5)} to {usd(costs.p95)}"


def usd(amount: float) -> str:
    return money(Decimal(f"{amount:.2f}"))


def signed(amount: float) -> str:
    return f"+{usd(amount)}" if amount > 0 else usd(amount)


def value(of: Any) -> str:  # noqa: ANN401 (any setting)
    if isinstance(of, list | tuple):
        return ", ".join(map(str, of))
    return str(of)
