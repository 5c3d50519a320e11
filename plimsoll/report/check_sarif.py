"""Findings as SARIF 2.1.0, which code hosts show next to the line.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (2026-11-20).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from plimsoll.report.escape import sarif
from policies.engine.check import Findings
from policies.engine.found import Found
from policies.engine.frameworks import controls
from policies.engine.rule import Rule, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Code hosts sort by a CVSS score: the middle of each of its four ranges.
SCORES: Mapping[Severity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
ROOT = "PROGRAM"  # the program's folder; the consumer of the file resolves it


def as_sarif(findings: Findings) -> str:
    rules = sorted({each.rule.name: each.rule for each in findings.found}.items())
    names = [name for name, _ in rules]
    run = {
        "tool": {
            "driver": {
                "name": "plimsoll",
                "version": version("plimsoll"),
                "rules": [rule_sarif(rule) for _, rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "the folder of Pulumi.yaml"}}},
        "results": [result(each, names) for each in findings.found],
        "properties": {"profile": findings.profile},
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def rule_sarif(rule: Rule) -> dict[str, Any]:
    asked = [f"{name} {control}" for name, of in controls(rule.name).items() for control in of]
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "help": {"text": f"Fix: {rule.fix}"},
        "helpUri": rule.aws_docs,
        "properties": {
            "tags": [rule.concern, *sorted(asked)],
            "security-severity": SCORES[rule.severity],
            "precision": "high",
        },
    }


def result(found: Found, rules: Sequence[str]) -> dict[str, Any]:
    finding = found.finding
    unknown = not finding.decided
    entry: dict[str, Any] = {
        "ruleId": found.rule.name,
        "ruleIndex": rules.index(found.rule.name),
        # "review" is for findings that a person has to judge; they have no level.
        "kind": "review" if unknown else "fail",
        "level": "none" if unknown else "error" if found.level == "mandatory" else "warning",
        "message": {
            "text": sarif(f"{finding.resource.name}: {found.message}; fix: {found.rule.fix}")
        },
        "locations": [location(found)],
        "partialFingerprints": {"ruleResourcePath/v1": fingerprint(found)},
    }
    if found.known:
        entry["baselineState"] = "unchanged"
    if found.waived and not found.waived.expired:
        entry["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": str(found.waived)}
        ]
    return entry


def location(found: Found) -> dict[str, Any]:
    resource = found.finding.resource
    place: dict[str, Any] = {
        "logicalLocations": [
            {"name": resource.name, "fullyQualifiedName": resource.urn, "kind": "resource"}
        ]
    }
    file, _, line = (resource.position or "").rpartition(":")
    if file and line.isdecimal():
        place["physicalLocation"] = {
            "artifactLocation": {"uri": quote(file), "uriBaseId": ROOT},
            "region": {"startLine": int(line)},
        }
    return place


def fingerprint(found: Found) -> str:
    """Return an id of the finding that stays the same when its line moves."""
    parts = (found.rule.name, found.finding.resource.urn, found.finding.path)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
