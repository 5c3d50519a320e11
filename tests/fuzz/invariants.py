"""Invariants of every stack: totals add up, nothing leaks between resources, reports parse."""

import json
import random
import re
from datetime import date
from typing import Any

from costing.errors import CostingError
from costing.estimate.estimate import estimate
from costing.graph.readers import detect
from costing.graph.resource import Graph
from costing.model import ZERO, Charge, Estimate
from costing.prices.book import installed
from plimsoll.report.formats import FORMATS, Layout, written
from plimsoll.report.stack_content import StackReport
from plimsoll.report.totals import KEYS, totals
from policies import RULES
from policies.engine.check import Findings, check
from tests.plimsoll.report.judges import judged

ON = date(2026, 12, 1)
EXCEPTION = re.compile(r"[A-Z]\w+(Error|Exception|Impossible|Operation)\b")
Json = dict[str, Any]


def graph_of(state: Json) -> Graph:
    return detect.read(json.dumps(state).encode(), "state.json")


def check_all(state: Json, seed: int = 0) -> None:
    """Raise AssertionError for a broken invariant; a refused state has none."""
    try:
        graph = graph_of(state)
    except CostingError as error:
        if len(str(error).splitlines()) > 1:
            raise
        return
    found = estimate(graph, installed(), on=ON)
    check_costs(found)
    check_neighbours(state, found, seed)
    findings = check(graph, RULES, profile="regulated", today=ON, prices=installed())
    for each in findings.found:
        assert not EXCEPTION.search(each.finding.broken or ""), (each.rule.name, each.message)
    check_reports(graph, found, findings)


def check_costs(found: Estimate) -> None:
    for gap in found.gaps:
        assert "internal error" not in gap.reason, gap
    charges = [charge for resource in found.resources for charge in resource.charges]
    for charge in charges:
        for figure in (charge.meter.quantity, charge.list_cost, charge.effective_cost):
            assert figure is None or (figure.is_finite() and figure >= 0), charge
    for by in (*KEYS, "tag:team"):
        assert sum((part for _, part in totals(found, by)), ZERO) == found.monthly_cost, by


def check_neighbours(state: Json, found: Estimate, seed: int) -> None:
    """Order changes nothing; without one resource, no other costs more (tiers aside)."""
    head, *rest = state["deployment"]["resources"]
    chance = random.Random(seed)  # noqa: S311 (no secret)
    shuffled = chance.sample(rest, len(rest))
    again = estimate(graph_of(with_resources(state, [head, *shuffled])), installed(), on=ON)
    assert again == found, "the order of resources changes the estimate"

    unrelated = {**queue("unrelated"), "inputs": {}}
    more = estimate(graph_of(with_resources(state, [head, *rest, unrelated])), installed(), on=ON)
    assert flat(more, without="unrelated") == flat(found), "an unrelated resource changes a cost"


def queue(name: str) -> Json:
    kind = "aws:sns/topic:Topic"
    return {"urn": f"urn:pulumi:prod::shop::{kind}::{name}", "type": kind, "id": f"{name}-id"}


def with_resources(state: Json, resources: list[Json]) -> Json:
    return {**state, "deployment": {**state["deployment"], "resources": resources}}


def flat(found: Estimate, without: str = "") -> list[tuple[str, str, object]]:
    """Return URN, charge and cost of each charge with a flat price."""
    return [
        (resource.urn, charge.meter.name, charge.effective_cost)
        for resource in found.resources
        for charge in resource.charges
        if resource.name != without and is_flat(charge)
    ]


def is_flat(charge: Charge) -> bool:
    return charge.price is None or len(charge.price.tiers) == 1


def check_reports(graph: Graph, found: Estimate, findings: Findings) -> None:
    whole = StackReport(graph, found, findings, None, ())
    contents: dict[str, tuple[object, ...]] = {
        "estimate": (found,),
        "check": (findings,),
        "graph": (graph,),
        "report": (whole, Layout()),
    }
    for subject, content in contents.items():
        for format_ in FORMATS[subject]:  # type: ignore[index]
            text = written(subject, format_, *content)  # type: ignore[arg-type]
            text.encode()
            judged(format_, text)
