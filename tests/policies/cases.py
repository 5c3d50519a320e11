"""Checkov's test cases, from outside the repository: stacks with an expected verdict.

Each is read twice: as a state, where every id is known, and as a first preview, where references
to other resources are unknown.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from costing.graph.resource import Graph, Reference, Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.rule import Rule
from policies.engine.stack import Stack
from tests import graphs

PATH = Path(__file__).parents[3] / "shared" / "cases" / "policy_cases.jsonl.gz"
HELD = re.compile(r"\$\{([\w-]+\.[\w-]+)\.(\w+)\}")  # ${aws_kms_key.k.arn}
ELSE = re.compile(r"\$\{[^}]*\}")  # ${var.name}: known to whoever deploys, not to the case

Verdict = Literal["pass", "fail", "unknown"]
Read = Literal["state", "preview"]


@dataclass(frozen=True)
class Case:
    check: str
    expected: Verdict
    address: str
    source: str
    declared: Sequence[Mapping[str, Any]]  # the first is the one that is judged
    number: int = 1  # of those with one check, address and source

    def __str__(self) -> str:
        return f"{self.check} {self.expected} {self.source}:{self.named}"

    @property
    def named(self) -> str:
        return self.address if self.number == 1 else f"{self.address}({self.number})"

    def graph(self, read: Read) -> Graph:
        known = {each["address"]: urn_of(each) for each in self.declared}
        used = outputs_used(self.declared)
        made = [resource(each, known, used, read) for each in self.declared]
        return graphs.graph(*{each.urn: each for each in made}.values())

    def verdict(self, rules: Sequence[Rule], read: Read) -> Verdict:
        stack = Stack(self.graph(read))
        urn = urn_of(self.declared[0])
        found = [each for rule in rules for each in rule.check(stack) if each.resource.urn == urn]
        for each in found:
            assert each.broken is None, f"{self}: {each.message}"
        if not found:
            return "pass"
        return "fail" if any(each.decided for each in found) else "unknown"


def cases() -> list[Case]:
    if not PATH.exists():
        return []
    with gzip.open(PATH, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    return [
        Case(
            each["check_id"],
            each["expected"],
            each["address"],
            each["source"],
            declared(each),
            number,
        )
        for each, number in numbered(read)
        if not each["contradicted"] and not each["cut_off"]
    ]


def numbered(read: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], int]]:
    count: Counter[tuple[str, ...]] = Counter()
    for each in read:
        key = (each["check_id"], each["address"], each["source"])
        count[key] += 1
        yield each, count[key]


def declared(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    first = {key: case[key] for key in ("address", "pulumi_type", "pulumi_inputs", "opts")}
    return [first, *case["siblings"]]


def urn_of(each: Mapping[str, Any]) -> str:
    return f"urn:pulumi:prod::shop::{each['pulumi_type']}::{each['address']}"


def outputs_used(declared: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return which outputs of each resource the others use."""
    used: dict[str, set[str]] = defaultdict(set)
    for each in declared:
        for address, output in HELD.findall(json.dumps(each["pulumi_inputs"])):
            used[address].add(output)
    return used


def resource(
    each: Mapping[str, Any], known: Mapping[str, str], used: Mapping[str, set[str]], read: Read
) -> Resource:
    references: dict[str, tuple[Reference, ...]] = {}
    inputs = settled(each["pulumi_inputs"], "", known, references, read)
    more: dict[str, Any] = {"references": references}
    if read == "state":
        address = each["address"]
        outputs = {camel(name): f"{address}/{name}" for name in used.get(address, ())}
        more = {"id": f"{address}/id", "outputs": outputs}
    protect = bool(each["opts"].get("protect"))
    return Resource(
        urn_of(each), each["pulumi_type"], inputs, region="us-east-1", protect=protect, **more
    )


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def settled(
    value: Any,
    path: str,
    known: Mapping[str, str],
    references: dict[str, tuple[Reference, ...]],
    read: Read,
) -> Any:
    match value:
        case str():
            return of_text(value, path, known, references, read)
        case dict():
            return {
                key: settled(item, f"{path}.{key}" if path else key, known, references, read)
                for key, item in value.items()
            }
        case list():
            return [
                settled(item, f"{path}[{index}]", known, references, read)
                for index, item in enumerate(value)
            ]
    return value


def of_text(
    text: str,
    path: str,
    known: Mapping[str, str],
    references: dict[str, tuple[Reference, ...]],
    read: Read,
) -> Any:
    if read == "state":
        return HELD.sub(lambda held: f"{held[1]}/{held[2]}", text)
    held = [Reference(known[a], camel(output)) for a, output in HELD.findall(text) if a in known]
    if held:
        references[path] = tuple(held)
    if ELSE.fullmatch(text):
        return UNKNOWN
    return ELSE.sub(UNKNOWN_MARK, text)


@cache
def by_check() -> Mapping[str, Sequence[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases():
        found[case.check].append(case)
    return dict(found)


def covered(rules: Sequence[Rule]) -> Iterator[tuple[Case, list[Rule]]]:
    """Yield each case of a check whose intent one of the rules has."""
    for check, each in sorted(by_check().items()):
        meant = [rule for rule in rules if check in rule.same_intent_as]
        if meant:
            yield from ((case, meant) for case in each)
