"""Estimate of the resources that a program has registered, and the reasons to fail."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi

from costing.errors import CostingError
from costing.graph.readers.resource_v3 import graph_of
from costing.graph.source import Opened, SourceOptions, in_region, settings_of
from costing.model import SECRET, Estimate, Source
from plimsoll import exit_reasons
from plimsoll.commands.cost import first_given, over_part_budgets, priced, usage_of
from plimsoll.internal_errors import internal_error
from plimsoll.report.cost_table import at_least, counted, spread, usd
from plimsoll.report.escape import terminal

if TYPE_CHECKING:
    from plimsoll.options import CostLimits, PricingOptions
    from plimsoll.pulumi.recording import Registrations

LATE = (
    "plimsoll.pulumi.budget: called after a resource or a lookup, so the estimate is incomplete; "
    "move the call to the start of the program"
)


def report(
    found: "Registrations", pricing: "PricingOptions", limits: "CostLimits", top: int
) -> None:
    """Print the estimate in the engine's diagnostics. Raise RunError if it fails."""
    if not found.complete:
        raise pulumi.RunError(LATE)
    try:
        given = opened(found, pricing.region)
        estimate = priced(given.graph, usage_of(given, pricing, quiet=True), pricing)
        limit = first_given(limits.budget, given.settings.budget)
        reasons = [
            *exit_reasons.of_estimate(estimate, allow_gaps=limits.allow_gaps, budget=limit),
            *over_part_budgets(given, estimate, quiet=True),
        ]
    except CostingError as error:
        raise pulumi.RunError(f"plimsoll: {error}") from error
    except Exception as error:  # a budget that cannot be checked must not pass
        raise pulumi.RunError(f"plimsoll: {internal_error(error)}") from error
    pulumi.log.info("\n".join(map(terminal, lines(estimate, limit, top))))
    if reasons:
        raise pulumi.RunError(f"plimsoll: {'; '.join(reasons)}")


def opened(found: "Registrations", region: str | None) -> Opened:
    """Return the graph of the registrations, and the settings of the stack."""
    project, stack = pulumi.get_project(), pulumi.get_stack()
    config = config_of(pulumi.runtime.get_config_env(), pulumi.runtime.get_config_secret_keys_env())
    with found.lock:
        graph = graph_of([*found.states.values()], Source("preview", project, stack), config)
    folder = Path(pulumi.runtime.get_root_directory() or ".")
    return Opened(
        in_region(graph, SourceOptions(region=region)), settings_of(config, folder, project)
    )


def config_of(values: Mapping[str, str], secrets: list[str]) -> dict[str, Any]:
    """Return the stack's configuration without the values of secrets."""
    return {key: SECRET if key in secrets else value for key, value in values.items()}


def lines(estimate: Estimate, limit: Decimal | None, top: int) -> Iterator[str]:
    """Yield the total, the most expensive resources and what is not in the total."""
    extra = "; ".join(filter(None, (at_least(len(estimate.gaps)), spread(estimate.range))))
    total = f"{usd(estimate.monthly_cost)} a month" + (f" ({extra})" if extra else "")
    yield f"plimsoll: {total}" + ("" if limit is None else f", budget {usd(limit)}")
    costing = [each for each in estimate.resources if each.monthly_cost]
    for each in nlargest(top, costing, key=lambda each: each.monthly_cost):
        place = f" ({each.source})" if each.source else ""
        yield f"  {usd(each.monthly_cost):>12}  {each.name}  {each.type}{place}"
    if (left := len(costing) - top) > 0:
        yield f"  {counted(left, 'more resource')}"
    if missing := sum(charge.meter.quantity is None for charge in estimate.charges):
        yield f"  {counted(missing, 'charge')} without usage: plimsoll usage init"
    gaps = [f"  gap: {each.name} ({each.type}): {each.reason}" for each in estimate.gaps]
    yield from [*dict.fromkeys(gaps)][:top]
