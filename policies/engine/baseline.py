"""Baseline: the findings of a stack when it adopted the rules. Only new findings fail.

A baseline is a former report (`plimsoll check --format json`). Known findings stay in every report.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from costing.errors import FileError
from costing.files import json_file
from costing.files.text import content_of
from policies.engine.check import Findings
from policies.engine.errors import BaselineError
from policies.engine.former_ids import current_id
from policies.engine.found import Found

LARGEST = 512 * 2**20  # bytes of a report
HOW = "create one with: plimsoll check --format json --out FILE"


class Known(NamedTuple):
    """Identity of a finding: rule, resource and path. The value of the input may change."""

    rule: str
    urn: str
    path: str


class Other(BaseModel):
    """Resource with a finding of the same rule and cause."""

    model_config = ConfigDict(frozen=True)

    urn: str


class Finding(BaseModel):
    model_config = ConfigDict(frozen=True)

    rule: str
    urn: str
    path: str
    subsumes: tuple[str, ...] = ()  # rules with a finding of the same cause at this place
    other_resources: tuple[Other, ...] = ()


class Report(BaseModel):
    model_config = ConfigDict(frozen=True)

    findings: tuple[Finding, ...]


def read(path: Path) -> frozenset[Known]:
    """Read a baseline. Raises BaselineError for a file without findings."""
    content = content_of(path, LARGEST)
    try:
        report = Report.model_validate(json_file.parsed(content, str(path)))
    except (FileError, ValidationError) as error:
        raise BaselineError(f"{path}: not a report of findings; {HOW}") from error
    listed = [
        (name, urn, each.path)
        for each in report.findings
        for name in (each.rule, *each.subsumes)
        for urn in (each.urn, *(other.urn for other in each.other_resources))
    ]
    current = {name: current_id(name, str(path)) for name in {name for name, *_ in listed}}
    return frozenset(Known(current[name], urn, place) for name, urn, place in listed)


def against(findings: Findings, baseline: Collection[Known]) -> Findings:
    """Set `known` on the findings that are in the baseline."""
    return replace(findings, found=tuple(with_known(each, baseline) for each in findings.found))


def with_known(found: Found, baseline: Collection[Known]) -> Found:
    finding = found.finding
    urns = [each.urn for each in (finding.resource, *found.others)]
    known = all(Known(found.rule.name, urn, finding.path) in baseline for urn in urns)
    return replace(found, known=known)
