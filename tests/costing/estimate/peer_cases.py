"""The shared cost cases: each resource as an exported state, with those it is linked to."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_camel

from costing.graph.readers.state import of_export
from costing.graph.resource import Graph

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "cost_cases.jsonl.gz"
STACK = "urn:pulumi:peer::cases"
PROVIDER = f"{STACK}::pulumi:providers:aws::default"


@dataclass(frozen=True, slots=True)
class PeerCase:
    case: Mapping[str, Any]
    around: Sequence[Mapping[str, Any]]  # those it is linked to, in either direction

    @property
    def urn(self) -> str:
        return urn_of(self.case)

    @property
    def monthly_cost(self) -> Decimal:
        return Decimal(str(self.case["monthly_cost"] or 0))

    def graph(self) -> Graph:
        provider = {
            "urn": PROVIDER,
            "type": "pulumi:providers:aws",
            "custom": True,
            "id": "p",
            "inputs": {"region": self.case["region"]},
        }
        states = [provider, *(state_of(each) for each in (self.case, *self.around))]
        return of_export({"version": 3, "deployment": {"resources": states}})

    def usage(self) -> dict[str, Any]:
        """Return what is stated of the case, and of what has no rows of its own.

        The peer counts tiers by resource, so usage of its neighbours stays out.
        """
        parts = [each for each in self.around if not each["expected"]]
        return {urn_of(each): each["usage"] for each in (self.case, *parts) if each["usage"]}

    def __str__(self) -> str:
        return f"{self.case['test']} {self.case['address']}"


def peer_cases() -> Iterator[PeerCase]:
    if not CASES.exists():
        return
    tests: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(CASES, "rt") as lines:
        for line in lines:
            case = json.loads(line, parse_float=Decimal)
            tests[case["test"]].append(case)
    for cases in tests.values():
        yield from (PeerCase(case, linked(case, cases)) for case in cases)


def linked(case: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return all that a resource refers to or is referred to by, and so on."""
    found = {case["address"]}
    while True:
        more = {
            each["address"]
            for each in cases
            if each["address"] in found
            or found & set(each["linked"])
            or any(
                each["address"] in other["linked"] for other in cases if other["address"] in found
            )
        }
        if more <= found:
            return [each for each in cases if each["address"] in found - {case["address"]}]
        found |= more


def urn_of(case: Mapping[str, Any]) -> str:
    return f"{STACK}::{case['pulumi_type']}::{case['address']}"


def state_of(case: Mapping[str, Any]) -> dict[str, Any]:
    address = case["address"]
    return {
        "urn": urn_of(case),
        "type": case["pulumi_type"],
        "custom": True,
        "id": f"{address}.id",
        "provider": f"{PROVIDER}::p",
        "inputs": resolved(case["pulumi_inputs"]),
        "outputs": {
            to_camel(name): f"{address}.{name}"
            for name in ("arn", "bucket_regional_domain_name", "latest_revision")
        },
    }


def resolved(value: Any) -> Any:
    match value:
        case {"$ref": str(reference)}:
            return reference
        case {"$template": list(parts)}:
            return "".join(str(resolved(part)) for part in parts)
        case dict():
            return {key: resolved(item) for key, item in value.items()}
        case list():
            return [resolved(item) for item in value]
    return value
