"""Findings for the page: once per rule what it means, and as data the resources it concerns."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from costing.graph.resource import Resource
from plimsoll.report.totals import stack_of
from policies.engine.check import Findings
from policies.engine.found import Found
from policies.engine.frameworks import controls
from policies.engine.profiles import SEVERITIES
from policies.engine.rule import Rule

STATUSES = ("violation", "unknown", "waived")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule."""

    rule: Rule
    level: str
    services: tuple[str, ...]
    frameworks: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]  # by status
    number: int  # place in the data


@dataclass(frozen=True, slots=True)
class Choices:
    """Values that occur among the findings."""

    severities: tuple[str, ...]
    services: tuple[str, ...]
    frameworks: tuple[str, ...]


def ordered(findings: Findings) -> list[list[Found]]:
    """Return the findings by rule: rules with violations first, then by severity and id."""
    by_rule: dict[str, list[Found]] = defaultdict(list)
    for each in findings.found:
        by_rule[each.rule.name].append(each)

    def place(found: list[Found]) -> tuple[int, int, str]:
        rule = found[0].rule
        first = min(STATUSES.index(each.status) for each in found)
        return first, SEVERITIES.index(rule.severity), rule.name

    return sorted(by_rule.values(), key=place)


def groups(findings: Findings) -> list[Group]:
    return [group(found, number) for number, found in enumerate(ordered(findings))]


def group(found: list[Found], number: int) -> Group:
    rule = found[0].rule
    counts = ((status, sum(each.status == status for each in found)) for status in STATUSES)
    return Group(
        rule,
        found[0].level,
        tuple(sorted({service(each) for each in found})),
        tuple(controls(rule.name)),
        tuple((status, count) for status, count in counts if count),
        number,
    )


def document(findings: Findings, *, several: bool = False) -> list[list[list[Any]]]:
    """Return by rule: status, resource, type, message and position of each finding.

    `several`: the resources are of several stacks, which are named before the type.
    """
    return [
        [
            [
                each.status,
                each.finding.resource.name,
                stack_and_type(each.finding.resource)
                if several
                else each.finding.resource.declared_type,
                each.message,
                each.finding.resource.position or "",
            ]
            for each in found
        ]
        for found in ordered(findings)
    ]


def stack_and_type(resource: Resource) -> str:
    return f"{stack_of(resource.urn)}, {resource.declared_type}"


def service(found: Found) -> str:
    """Return the service of a type token: "s3" of aws:s3/bucket:Bucket."""
    return found.finding.resource.type.partition(":")[2].partition("/")[0]


def choices(listed: list[Group]) -> Choices:
    present = {each.rule.severity for each in listed}
    return Choices(
        tuple(each for each in SEVERITIES if each in present),
        tuple(sorted({service for each in listed for service in each.services})),
        tuple(sorted({framework for each in listed for framework in each.frameworks})),
    )


def severities(findings: Findings) -> list[tuple[str, int]]:
    """Return the number of violations of each severity."""
    violations = [each for each in findings.found if each.status == "violation"]
    return [
        (severity, sum(each.rule.severity == severity for each in violations))
        for severity in SEVERITIES
    ]
