"""Runs a stack's `up` only if the stack is within its budget and breaks no mandatory rule.

    python examples/automation/deploy.py FOLDER STACK USD_A_MONTH

Nothing is asked of AWS before that is known. What has no price refuses, too: the bill would be
higher than the estimate.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from pulumi import automation

from costing.estimate.estimate import estimate
from costing.graph.resource import Graph
from costing.graph.source import opened
from costing.prices.book import installed
from costing.usage.file import UsageFile, read
from policies import RULES
from policies.engine.check import check


def main(folder: str, stack: str, budget: str) -> None:
    given = opened(folder, stack)
    usage = read(given.settings.usage) if given.settings.usage else UsageFile()
    reasons = [*too_dear(given.graph, usage, Decimal(budget)), *unsafe(given.graph)]
    if reasons:
        sys.exit("\n".join(f"not deployed: {reason}" for reason in reasons))
    deployed = automation.create_or_select_stack(stack, work_dir=folder)
    print(deployed.up().stdout)


def too_dear(graph: Graph, usage: UsageFile, budget: Decimal) -> Iterator[str]:
    """Hold the high end against the budget, where usage is a range."""
    found = estimate(graph, installed(), usage)
    yield from (f"{gap.name} has no price: {gap.reason}" for gap in found.gaps)
    highest = found.range.high if found.range else found.monthly_cost
    if highest > budget:
        yield f"${highest:,.2f} a month is over the budget of ${budget:,.2f}"


def unsafe(graph: Graph) -> Iterator[str]:
    findings = check(graph, RULES, today=datetime.now(tz=UTC).date())
    for each in findings.found:
        if each.level == "mandatory" and each.status == "violation":
            yield f"{each.finding.resource.name} breaks {each.rule.name}: {each.message}"


if __name__ == "__main__":
    main(*sys.argv[1:])
