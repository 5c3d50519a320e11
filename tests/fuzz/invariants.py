"""Invariants of every stack: totals add up, nothing leaks between resources, reports parse."""

import json
import random
import re
from datetime import date
from typing import Any

from costing.errors import CostingError
from costing.estimate.estimate import estimate
from costing.graph.readers import detect
from costing.graph.readers.values import UNKNOWN_MARK
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
    check_unknown(state, findings, seed)
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

    check_renaming(state, found)
    check_removal(state, found, chance.randrange(len(rest)) if rest else None)


def check_renaming(state: Json, found: Estimate) -> None:
    """Check that names decide no cost: every resource gets another one, in the same order."""
    every = state["deployment"]["resources"]
    names = [each["urn"].split("::", 3)[-1] for each in every]
    mentioned = json.dumps([each.get("inputs") for each in every])
    if any(name and json.dumps(name)[1:-1] in mentioned for name in names):
        return  # an input may refer to a resource by its name
    renamed = [
        {**each, "urn": f"{each['urn'][: len(each['urn']) - len(name)]}{index:04}-renamed"}
        for index, (name, each) in enumerate(zip(names, every, strict=True))
    ]
    parents = {each["urn"]: new["urn"] for each, new in zip(every, renamed, strict=True)}
    for each in renamed:
        if each.get("parent") in parents:
            each["parent"] = parents[each["parent"]]
    again = estimate(graph_of(with_resources(state, renamed)), installed(), on=ON)
    assert again.monthly_cost == found.monthly_cost, "names change the estimate"
    assert len(again.gaps) == len(found.gaps), "names change the gaps"


def check_removal(state: Json, found: Estimate, index: int | None) -> None:
    """Check that without a resource to which none refers, no other costs more."""
    head, *rest = state["deployment"]["resources"]
    if index is None:
        return
    removed = rest[index]
    others = [*rest[:index], *rest[index + 1 :]]
    name = removed["urn"].split("::", 3)[-1]
    texts = json.dumps([[each.get("inputs"), each.get("outputs")] for each in others])
    if json.dumps(name)[1:-1] in texts or refers(removed, others):
        return  # a reference to a resource outside of the stack is an unknown, with another price
    less = estimate(graph_of(with_resources(state, [head, *others])), installed(), on=ON)
    costs = {each.urn: each.monthly_cost for each in found.resources}
    for each in less.resources:
        tiered = any(not is_flat(charge) for charge in each.charges)
        assert tiered or each.monthly_cost <= costs.get(each.urn, ZERO), (
            f"{each.urn} costs more without {removed['urn']}"
        )


def refers(resource: Json, others: list[Json]) -> bool:
    """Return whether a resource mentions another by name or id: it may change its charges."""
    text = json.dumps([resource.get("inputs"), resource.get("outputs")])
    names = [each["urn"].split("::", 3)[-1] for each in others]
    return any(json.dumps(name)[1:-1] in text for name in names)


def check_unknown(state: Json, findings: Findings, seed: int) -> None:
    """Check that a verdict stays or becomes unknown when an input becomes unknown.

    Rules of the whole stack and of several resources may report another resource instead.
    """
    chance = random.Random(seed)  # noqa: S311 (no secret)
    head, *rest = state["deployment"]["resources"]
    candidates = [index for index, each in enumerate(rest) if each.get("inputs")]
    if not candidates:
        return
    index = chance.choice(candidates)
    key = chance.choice(sorted(rest[index]["inputs"]))
    outputs = {
        name: item for name, item in (rest[index].get("outputs") or {}).items() if name != key
    }
    inputs = {**rest[index]["inputs"], key: UNKNOWN_MARK}
    changed = [*rest[:index], {**rest[index], "inputs": inputs, "outputs": outputs}]
    changed += rest[index + 1 :]
    graph = graph_of(with_resources(state, [head, *changed]))
    again = check(graph, RULES, profile="regulated", today=ON, prices=installed())
    known = {
        (rule, resource.urn)
        for each in findings.found
        for rule in (each.rule.name, *each.subsumes)
        for resource in (each.finding.resource, *each.others)
    }
    for each in again.found:
        found = (each.rule.name, each.finding.resource.urn)
        of_resource = each.rule.scope == "resource" and each.status == "violation"
        assert not of_resource or found in known, (
            f"{found} becomes a violation when {key} of {rest[index]['urn']} is unknown"
        )


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
