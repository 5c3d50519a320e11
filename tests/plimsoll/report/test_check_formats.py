import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from plimsoll.report.check_json import as_json, findings_json
from plimsoll.report.check_junit import as_junit
from plimsoll.report.check_markdown import as_markdown
from plimsoll.report.check_sarif import as_sarif
from plimsoll.report.check_table import as_table
from plimsoll.report.rules import rule_json, rule_named, rule_table, rules_json, rules_table
from policies import RULES
from policies.crossguard.config import pack_config
from policies.engine.check import Findings, check
from policies.engine.errors import SettingError, WaiverError
from policies.engine.finding import UNKNOWN_MARK
from tests.policies.stacks import TODAY, stack, waiver

WAIVERS = (
    waiver("rds-instance-multi-az", "metadata"),
    waiver("rds-deletion-protection", "metadata", TODAY - timedelta(days=1)),
    waiver(
        "cloudwatch-log-group-retention",
        "audit*",
        TODAY + timedelta(days=3),
        reason="audit `trail`",
    ),
)
ONLY = (
    "rds-deletion-protection",
    "rds-storage-encrypted",
    "rds-instance-multi-az",
    "ec2-imdsv2-required",
    "cloudwatch-log-group-retention",
)


@pytest.fixture
def findings() -> Findings:
    return check(stack(), RULES, waivers=WAIVERS, only=ONLY, today=TODAY)


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("policies-check.txt", as_table),
        ("policies-check.json", as_json),
        ("policies-check.md", as_markdown),
        ("policies-check.xml", as_junit),
    ],
)
def test_formats_match_the_goldens(
    findings: Findings,
    golden: Callable[[str, str], None],
    name: str,
    report: Callable[[Findings], str],
) -> None:
    golden(name, report(findings))


def test_report_without_findings_has_counts() -> None:
    none = check(stack(), RULES, only=["security-group-no-public-ssh"], today=TODAY)

    assert as_table(none) == (
        "0 violations, 0 unknown, 0 waived: 1 rule at profile prod, 3 resources\n"
    )


def test_json_has_contract_keys_and_engine_markers(findings: Findings) -> None:
    report = findings_json(findings)
    unknown = [each for each in report["findings"] if each["status"] == "unknown"]

    assert set(report) == {
        "version",
        "profile",
        "profile_origin",
        "default_region",
        "callbacks_not_run",
        "rules",
        "resources",
        "findings",
        "summary",
    }
    assert set(report["findings"][0]) == {
        *("rule", "title", "concern", "severity", "level", "status", "urn", "type", "name"),
        *("path", "actual", "expected", "message", "fix", "controls", "same_intent_as", "url"),
        *("source", "waiver", "in_baseline", "monthly_saving", "subsumes", "other_resources"),
        "fix_forms",
        "filled_in",
    }
    assert report["summary"] == {
        "violation": 2,
        "unknown": 1,
        "waived": 2,
        "in_baseline": 0,
        "errors": 0,
    }
    assert [each["actual"] for each in unknown] == [UNKNOWN_MARK]


def run(findings: Findings) -> dict[str, Any]:
    log = json.loads(as_sarif(findings))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    found: dict[str, Any] = log["runs"][0]
    return found


def test_sarif_shows_a_finding_beside_its_line(findings: Findings) -> None:
    places = [
        each["locations"][0]["physicalLocation"]
        for each in run(findings)["results"]
        if each["ruleId"] == "rds-storage-encrypted"
    ]

    assert places == [
        {
            "artifactLocation": {"uri": "infra/database.py", "uriBaseId": "PROGRAM"},
            "region": {"startLine": 41},
        }
    ]


def test_sarif_distinguishes_violation_unknown_and_waived(findings: Findings) -> None:
    told = {
        each["ruleId"]: (each["kind"], each["level"], "suppressions" in each)
        for each in run(findings)["results"]
    }

    assert told == {
        "rds-deletion-protection": ("fail", "error", False),
        "rds-storage-encrypted": ("review", "none", False),
        "rds-instance-multi-az": ("fail", "error", True),
        "ec2-imdsv2-required": ("fail", "error", False),
        "cloudwatch-log-group-retention": ("fail", "warning", True),
    }


def test_sarif_results_have_rules_and_fingerprints(
    findings: Findings,
) -> None:
    log = run(findings)
    rules = log["tool"]["driver"]["rules"]

    for each in log["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
    prints = [each["partialFingerprints"]["ruleResourcePath/v1"] for each in log["results"]]
    assert len(set(prints)) == len(prints)


def test_junit_counts_what_blocks_as_failures(findings: Findings) -> None:
    suites = fromstring(as_junit(findings).partition("\n")[2])  # noqa: S314 (our own text)

    assert {suite.get("name"): suite.get("failures") for suite in suites} == {
        "rds-deletion-protection": "1",
        "rds-storage-encrypted": "0",
        "rds-instance-multi-az": "0",
        "ec2-imdsv2-required": "1",
        "cloudwatch-log-group-retention": "0",
    }


def test_rule_is_shown_by_id_or_checkov_id(
    golden: Callable[[str, str], None],
) -> None:
    shown = rule_table(rule_named(RULES, "cloudwatch-log-group-retention"))
    golden("policies-rule.txt", shown)

    assert rule_table(rule_named(RULES, "CKV_AWS_66")) == shown
    with pytest.raises(SettingError, match='unknown rule "cloudwatch-log-retention"; did you '):
        rule_named(RULES, "cloudwatch-log-retention")


def test_list_of_rules_follows_the_contract() -> None:
    listed = json.loads(rules_json(RULES))

    assert [each["rule"] for each in listed] == [rule.name for rule in RULES]
    assert {
        *("rule", "title", "concern", "severity", "types", "controls", "same_intent_as", "url")
    } <= set(listed[0])
    shown = json.loads(rule_json(rule_named(RULES, "security-group-no-public-ssh")))
    assert shown["same_intent_as"] == ["CKV_AWS_24"]


def test_every_rule_has_a_line_in_the_list() -> None:
    lines = rules_table(RULES).splitlines()

    assert all(any(line.startswith(f"{rule.name} ") for line in lines) for rule in RULES)


def test_pack_configuration_has_levels_and_waivers() -> None:
    config = json.loads(pack_config(RULES, "dev", WAIVERS))

    assert list(config) == [rule.name for rule in RULES]
    assert config["iam-resource-policy-no-public-principal"] == {"enforcementLevel": "mandatory"}
    assert config["cloudwatch-log-group-retention"]["waivers"] == [
        {
            "resource": "audit*",
            "reason": "audit `trail`",
            "owner": "ml-platform",
            "expires": "2026-11-27",
        }
    ]
    with pytest.raises(WaiverError, match="unknown rule"):
        pack_config(RULES, "dev", [waiver("none", "x")])
