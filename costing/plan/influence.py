"""Influence of uncertain inputs on a design: one at a time, at its low and its high value."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from costing.errors import CallError
from costing.plan.final import Design, judged_worlds
from costing.plan.fleet import Fleet
from costing.plan.judge import Judged, score
from costing.plan.plan import Influence
from costing.plan.workload import Objective, Service, Span, Workload

if TYPE_CHECKING:
    from costing.plan.planner import Prepared

TORNADO_BLOCKS = 2


def tornado(given: "Prepared", design: Design) -> tuple[Influence, ...]:
    """Return the influence of each uncertain input on the design, greatest first."""
    found: list[Influence] = []
    base = outcome(given, given.workload, design)
    for name, span, changed in uncertain(given.workload):
        low, high = (
            outcome(given, changed(Span(low=each, mid=each, high=each)), design)
            for each in (span.low, span.high)
        )
        found.append(
            Influence(
                name, span.low, span.high, low[0] - base[0], high[0] - base[0], low[1], high[1]
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda each: (
                -each.span,
                -abs(each.probability_at_high - each.probability_at_low),
                each.input,
            ),
        )
    )


def outcome(given: "Prepared", workload: Workload, design: Design) -> tuple[float, float]:
    """Return mean USD a month, and the lowest probability of the services."""
    changed = given.with_workload(workload)
    fleets = tuple(
        (rejudged(workload, judged.name), fleet_of(given, changed, judged.name, fleet))
        for judged, fleet in design.fleets
    )
    blocks = [
        judged_worlds(Design(fleets, design.commit), changed.model.block(given.seed, each))
        for each in range(min(TORNADO_BLOCKS, given.blocks))
    ]
    costs = sum(float(each.cost.mean()) for each in blocks) / len(blocks)
    shares = [
        score(each.services[judged.name].measure(workload.objective), *limits(changed)).probability
        for each in blocks
        for judged, _ in fleets
    ]
    return costs, sum(shares) / len(shares)


def limits(given: "Prepared") -> tuple[Objective, float]:
    return given.workload.objective, given.dependencies


def rejudged(workload: Workload, name: str) -> Judged:
    return Judged(
        name, workload.services[name], workload.objective, workload.risks.instance_availability
    )


def fleet_of(given: "Prepared", changed: "Prepared", name: str, fleet: Fleet) -> Fleet:
    """Return a fleet with the capacity that its types have in a changed workload."""
    service = changed.workload.services[name]
    if service.capacity == given.workload.services[name].capacity:
        return fleet
    try:
        options = {each.name: each for each in changed.options(name, service)}
        return replace(fleet, types=tuple(options[each.name] for each in fleet.types))
    except (CallError, KeyError):
        return fleet


Change = Callable[[Span], Workload]


def uncertain(workload: Workload) -> Iterator[tuple[str, Span, Change]]:
    """Yield each input with a range, and a function that sets it."""
    risks = workload.risks
    for name in type(risks).model_fields:
        span = getattr(risks, name)
        if isinstance(span, Span) and not span.is_exact:
            if risks.spot_trace is not None and name.startswith("spot_"):
                continue

            def set_risk(value: Span, name: str = name) -> Workload:
                return workload.model_copy(update={"risks": risks.model_copy(update={name: value})})

            yield f"risks.{name}", span, set_risk
    for name, service in workload.services.items():
        yield from uncertain_service(workload, name, service)


def uncertain_service(
    workload: Workload, name: str, service: Service
) -> Iterator[tuple[str, Span, Change]]:
    for key in ("growth", "variation"):
        span = getattr(service.demand, key)
        if not span.is_exact:

            def set_demand(value: Span, key: str = key) -> Workload:
                demand = service.demand.model_copy(update={key: value})
                return workload.with_service(name, service.model_copy(update={"demand": demand}))

            yield f"services.{name}.demand.{key}", span, set_demand
    if not service.startup_seconds.is_exact:

        def set_startup(value: Span) -> Workload:
            changed = service.model_copy(update={"startup_seconds": value})
            return workload.with_service(name, changed)

        yield f"services.{name}.startup_seconds", service.startup_seconds, set_startup
    for kind, capacity in service.capacity.items():
        span = capacity.requests_per_second
        if not span.is_exact:

            def set_capacity(value: Span, kind: str = kind) -> Workload:
                own = service.capacity[kind].model_copy(update={"requests_per_second": value})
                every = {**service.capacity, kind: own}
                return workload.with_service(name, service.model_copy(update={"capacity": every}))

            yield f"services.{name}.capacity.{kind}.requests_per_second", span, set_capacity
