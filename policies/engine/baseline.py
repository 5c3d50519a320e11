"""A baseline: the findings a stack had when it took the pack on. Only what is new fails.

It is a former report (`plimsoll check --format json`). A known finding stays in every report.
"""

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from policies.engine.check import Findings, Found
from policies.engine.errors import BaselineError
from policies.engine.former_ids import current_id

HOW = "create one with: plimsoll check --format json --out FILE"


class Known(NamedTuple):
    """What makes two findings the same: its value may move, its place may not."""

    rule: str
    urn: str
    path: str


class Finding(BaseModel):
    model_config = ConfigDict(frozen=True)

    rule: str
    urn: str
    path: str


class Report(BaseModel):
    model_config = ConfigDict(frozen=True)

    findings: tuple[Finding, ...]


def read(path: Path) -> frozenset[Known]:
    """Raise BaselineError for a file that holds no findings."""
    try:
        report = Report.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}") from error
    except (ValueError, ValidationError) as error:
        raise BaselineError(f"{path}: not a report of findings; {HOW}") from error
    current = {
        name: current_id(name, str(path)) for name in {each.rule for each in report.findings}
    }
    return frozenset(Known(current[each.rule], each.urn, each.path) for each in report.findings)


def against(findings: Findings, baseline: Collection[Known]) -> Findings:
    """Mark the findings that the baseline has."""
    return replace(findings, found=tuple(marked(each, baseline) for each in findings.found))


def marked(found: Found, baseline: Collection[Known]) -> Found:
    finding = found.finding
    known = Known(found.rule.name, finding.resource.urn, finding.path) in baseline
    return replace(found, known=known)
