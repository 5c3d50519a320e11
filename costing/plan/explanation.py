"""Explanation of a plan: reasons, runners-up, binding constraints, influence of the inputs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from costing.plan.fleet import Fleet, TypeOption
from costing.plan.plan import Alternative, Current, Decision
from costing.plan.search import Candidate, Found, Search, order
from costing.plan.sizing import HIGHEST_CPU, MINUTE, Scaling, cpu_target
from costing.plan.workload import Workload

if TYPE_CHECKING:
    from costing.plan.planner import Prepared

TRIED = 6  # runners-up judged for each decision
RELAX_BLOCKS = 1  # blocks of worlds that judge relaxed constraints
TORNADO_BLOCKS = 2
PERCENT = 100

Key = Callable[[Candidate], object]

KEYS: Mapping[str, Key] = {
    "instance_types": lambda each: tuple(kind.name for kind in each.fleet.types),
    "on_demand_base": lambda each: each.fleet.base,
    "spot_percent": lambda each: each.fleet.spot_percent,
}


def decisions(
    search: Search, found: Found, current: Mapping[str, Any] | None, *, explain: bool
) -> tuple[Decision, ...]:
    """Return the settings of the fleet, each with its reason and the next best value."""
    best = found.best
    values = settings_of(best.fleet)
    reasons = reasons_of(search, found)
    ordered = sorted(search.candidates(), key=order) if explain else []
    made: list[Decision] = []
    for name, value in values.items():
        second, more = None, None
        if explain and name in KEYS:
            other = runner_up(search, best, ordered, KEYS[name])
            if other is not None:
                second = settings_of(other.fleet)[name]
                more = other.cost.total - best.cost.total
        elif explain:
            other = search.candidate(
                best.fleet.types, replace(best.requirement, level=best.requirement.level + 1)
            )
            second = settings_of(other.fleet)[name]
            more = other.cost.total - best.cost.total
            if second == value:
                second, more = None, None
        now = current.get(name) if current is not None else None
        made.append(Decision(name, value, reasons[name], second, more, now))
    return tuple(made)


def settings_of(fleet: Fleet) -> dict[str, Any]:
    """Return the settings of a fleet by name, as in Pulumi.<stack>.yaml."""
    values: dict[str, Any] = {
        "instance_types": [each.name for each in fleet.types],
        "on_demand_base": fleet.base,
        "spot_percent": fleet.spot_percent,
        "min_size": fleet.scaling.least,
        "max_size": fleet.scaling.most,
    }
    full = fleet.weakest.full_rate
    cpu = cpu_target(fleet.scaling, full)
    if cpu is not None:
        values["requests_per_target"] = fleet.scaling.per_target
        values["cpu_target_percent"] = min(max(cpu, 10), HIGHEST_CPU)
    return values


def reasons_of(search: Search, found: Found) -> dict[str, str]:
    best = found.best
    fleet, lost = best.fleet, search.judged.objective.survive_zones
    pools = len(fleet.pools)
    spare = f" and {best.requirement.level * 5} % spare capacity" if best.requirement.level else ""
    zones = f"the loss of {lost} of {fleet.zones} zones{spare}"
    return {
        "instance_types": (
            f"least cost per request of {len(search.options)} types; "
            f"{len(fleet.types)} type{'s' * (len(fleet.types) > 1)} in {fleet.zones} zones give "
            f"{pools} spot pools; {fleet.first.name} runs on demand"
        ),
        "on_demand_base": f"least base with which the objective is reached: "
        f"{found.score.probability:.1%} of the windows",
        "spot_percent": (
            f"spot saves {1 - fleet.spot_usd / fleet.first.on_demand:.0%} on average; the limit is "
            f"{search.judged.service.spot.most_percent} %"
        ),
        "min_size": f"capacity for the lowest demand, after {zones}",
        "max_size": "capacity for the highest growth and three deviations of a day's demand",
        "requests_per_target": f"keeps the latency objective after {zones}",
        "cpu_target_percent": "CPU utilization at requests_per_target, so that both agree",
    }


def runner_up(
    search: Search, best: Candidate, ordered: list[Candidate], key: Key
) -> Candidate | None:
    """Return the cheapest other value of a decision that reaches the objective."""
    found: Candidate | None = None
    tried = 0
    for start in ordered:
        if key(start) == key(best):
            continue
        if found is not None and start.cost.total >= found.cost.total:
            break
        tried += 1
        if tried > TRIED:
            break
        other = search.raised(start, None if found is None else found.cost.total)
        if other is not None:
            found = other
    return found


def constraints(given: "Prepared", name: str) -> tuple[Alternative, ...]:
    """Return each constraint with what the plan saves without it, highest saving first."""
    base = cost_of(given, given.workload, name)
    results: list[Alternative] = []
    for text, workload in relaxed(given.workload, name):
        cost = cost_of(given, workload, name)
        if cost is not None and base is not None:
            results.append(Alternative(text, max(base - cost, 0.0)))
    return tuple(sorted(results, key=lambda each: (-each.saving, each.constraint)))


def cost_of(given: "Prepared", workload: Workload, name: str) -> float | None:
    search = given.with_workload(workload).search(name, RELAX_BLOCKS)
    best, _ = search.cheapest()
    return None if best is None else best.cost.total


def relaxed(workload: Workload, name: str) -> Iterator[tuple[str, Workload]]:
    """Yield workloads with one constraint less."""
    objective, service = workload.objective, workload.services[name]
    if objective.survive_zones:
        yield (
            f"survive the loss of {objective.survive_zones} zone(s)",
            workload.with_objective(survive_zones=objective.survive_zones - 1),
        )
    yield (
        f"target {objective.target:.4%} (relaxed to one nine less)",
        workload.with_objective(target=1 - min((1 - objective.target) * 10, 0.5)),
    )
    yield (
        f"confidence {objective.confidence:.0%} (relaxed to 50 %)",
        workload.with_objective(confidence=min(0.5, objective.confidence)),
    )
    yield (
        f"latency_ms {service.latency_ms:g} (relaxed to {2 * service.latency_ms:g})",
        workload.with_service(
            name, service.model_copy(update={"latency_ms": service.latency_ms * 2})
        ),
    )
    if not service.spot.allowed or service.spot.most_percent < PERCENT:
        spot = service.spot.model_copy(update={"allowed": True, "most_percent": PERCENT})
        limit = service.spot.most_percent if service.spot.allowed else 0
        yield (
            f"spot at most {limit} % (relaxed to 100 %)",
            workload.with_service(name, service.model_copy(update={"spot": spot})),
        )


def current_settings(search: Search, current: Mapping[str, Any]) -> Current | None:
    """Judge the stack's present settings with the same worlds."""
    known = {each.name: each for each in search.options}
    names = [str(each) for each in current.get("instance_types") or ()]
    types = [known[each] for each in names if each in known]
    if not types or names[0] not in known:
        return None
    missing = [each for each in names if each not in known]
    fleet = Fleet(
        tuple(types),
        search.zones,
        int(current.get("on_demand_base", 0)),
        int(current.get("spot_percent", 0)),
        present_scaling(current, types),
    )
    note = f"without {', '.join(missing)}, of which the workload has no capacity" if missing else ""
    return Current(
        search.costs.cost(fleet).total,
        search.scored(search.verdict(fleet)).probability,
        note,
    )


def present_scaling(current: Mapping[str, Any], types: list[TypeOption]) -> Scaling:
    """Return the lower of the request target and the rate at the CPU target."""
    full = min(each.throughput.full_rate for each in types)
    cpu = int(float(current.get("cpu_target_percent", 50)) / PERCENT * full * MINUTE)
    requests = current.get("requests_per_target")
    least = int(current.get("min_size", 1))
    target = min(cpu, int(requests)) if requests else cpu
    return Scaling(least, max(int(current.get("max_size", least)), least), max(target, 1))
