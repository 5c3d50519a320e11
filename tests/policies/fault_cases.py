"""Small states with the verdicts wanted of rules, from outside the repository."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from costing.graph.readers import detect
from policies import RULES
from policies.engine.check import Findings, check
from policies.engine.former_ids import current_id

PATH = Path(__file__).parents[3] / "shared" / "cases" / "faults" / "policies" / "cases.jsonl"
WRITTEN = date(2026, 11, 30)
ORDER = ("violation", "unknown", "waived")


@dataclass(frozen=True)
class Wanted:
    case: str
    rule: str
    resource: str
    verdict: str

    def __str__(self) -> str:
        return f"{self.case}: {self.rule} on {self.resource}"


def cases() -> list[Mapping[str, Any]]:
    if not PATH.exists():
        return []
    return [json.loads(line) for line in PATH.read_text("utf-8").splitlines()]


@cache
def checked(case: str) -> Findings:
    (found,) = (each for each in cases() if each["id"] == case)
    graph = detect.read(json.dumps(found["state"]).encode(), case)
    return check(graph, RULES, profile=found["profile"], today=WRITTEN)


def wanted() -> list[Wanted]:
    return [
        Wanted(case["id"], current_id(each["rule"], case["id"]), each["resource"], each["verdict"])
        for case in cases()
        for each in case["wanted"]
    ]


def verdict(each: Wanted) -> str:
    found = {
        found.status
        for found in checked(each.case).found
        if each.rule in {found.rule.name, *found.subsumes}
        and found.finding.resource.name == each.resource
    }
    return next((status for status in ORDER if status in found), "none")
