"""Plan of one service: decisions, probability, optimality and usage of the fleet found."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costing.plan import explanation
from costing.plan.final import Design, Results
from costing.plan.judge import Verdict, score
from costing.plan.plan import Held, Optimality, ServicePlan, Usage, band
from costing.plan.price_snapshot import ON_DEMAND, SPOT
from costing.plan.search import FEW_INSTANCES, Found, Search
from costing.plan.stack_settings import StackFile

if TYPE_CHECKING:
    from costing.plan.planner import Prepared

MIP, ENUMERATION = "mixed-integer program (HiGHS)", "enumeration"


@dataclass(frozen=True, slots=True)
class Explained:
    """A fleet found, with what explains it."""

    given: "Prepared"
    search: Search
    found: Found
    design: Design
    explain: bool

    def plan(self, results: Results, stack: StackFile | None) -> ServicePlan:
        name = self.search.judged.name
        verdict = results.services[name]
        alone = len(self.design.fleets) == 1
        settings = self.search.judged.service.settings
        current = stack.group(settings) if stack is not None else None
        return ServicePlan(
            name,
            settings,
            explanation.decisions(self.search, self.found, current, explain=self.explain),
            self.found.best.cost.total,
            band(results.cost if alone else verdict.cost),
            self.held(verdict),
            self.optimality(),
            self.usage(verdict),
            explanation.constraints(self.given, name) if self.explain else (),
            None if current is None else explanation.current_settings(self.search, current),
        )

    def held(self, verdict: Verdict) -> Held:
        objective = self.given.workload.objective
        found = score(verdict.measure(objective), objective, self.given.dependencies)
        return Held(
            found.probability,
            found.low,
            found.high,
            found.windows,
            float(verdict.availability.mean()),
            float(verdict.served.mean()),
        )

    def optimality(self) -> Optimality:
        """Return the evidence; small fleets are enumerated, and their search is exact."""
        best, bound = self.found.best, self.found.bound
        small = int(best.fleet.scaling.sizes(self.search.rates).max()) < FEW_INSTANCES
        if small:
            return Optimality(
                ENUMERATION, best.cost.total, 0.0, self.found.complete, self.found.judged
            )
        solved = bound.solved and self.found.complete
        return Optimality(MIP, bound.value, self.found.gap, solved, self.found.judged)

    def usage(self, verdict: Verdict) -> tuple[Usage, ...]:
        fleet = self.found.best.fleet
        spot = float(verdict.spot_hours.mean()) / len(fleet.types)
        hours = [
            Usage(fleet.first.name, ON_DEMAND, float(verdict.on_demand_hours.mean())),
            *(Usage(each.name, SPOT, spot) for each in fleet.types),
        ]
        return tuple(each for each in hours if each.hours > 0)
