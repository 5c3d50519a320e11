"""Findings with one cause: one remains, which lists the rules of the others."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from costing.graph.resource import Resource
from plimsoll.report.check_json import as_json
from policies import RULES
from policies.engine import subsumption
from policies.engine.baseline import against, read
from policies.engine.check import Findings, check
from policies.engine.compliance import compliance
from policies.engine.profiles import SEVERITIES
from policies.engine.selectors.permissions import POLICY
from policies.engine.selectors.security_groups import SECURITY_GROUP
from tests import graphs
from tests.policies.row import declare
from tests.policies.stacks import TODAY, waiver

BY_NAME = {rule.name: rule for rule in RULES}
ADMINISTRATOR = "iam-policy-no-full-administrator-access"
ALL_PORTS = "security-group-no-public-ingress-all-ports"


def policy(**statement: Any) -> Resource:
    document = {"Statement": {"Effect": "Allow", "Resource": "*", **statement}}
    return declare(POLICY, "policy", {"policy": json.dumps(document)})


def group(**rule: Any) -> Resource:
    ingress = {"protocol": "tcp", "cidrBlocks": ["0.0.0.0/0"], "description": "all", **rule}
    return declare(SECURITY_GROUP, "open", {"description": "open", "ingress": [ingress]})


def checked(*stack: Resource, **options: Any) -> Findings:
    return check(graphs.graph(*stack), RULES, today=TODAY, **options)


def of(findings: Findings, name: str, prefix: str) -> list[str]:
    return [
        each.rule.name
        for each in findings.found
        if each.finding.resource.name == name and each.rule.name.startswith(prefix)
    ]


@pytest.mark.parametrize(
    ("resource", "prefix", "remaining"),
    [
        (policy(Action="*"), "iam-", [ADMINISTRATOR]),
        (policy(Action="iam:*"), "iam-", ["iam-policy-no-full-iam-access"]),
        (policy(Action="s3:*"), "iam-", ["iam-policy-no-unrestricted-permissions-management"]),
        (policy(NotAction="iam:*"), "iam-", ["iam-no-privilege-escalation"]),
        (group(fromPort=0, toPort=65535), "security-group-no-public", [ALL_PORTS]),
        (group(fromPort=22, toPort=22), "security-group-no", ["security-group-no-public-ssh"]),
    ],
    ids=str,
)
def test_one_fault_is_one_finding(resource: Resource, prefix: str, remaining: list[str]) -> None:
    assert of(checked(resource), resource.name, prefix) == remaining


def test_finding_lists_the_rules_it_subsumes() -> None:
    report = json.loads(as_json(checked(policy(Action="*"))))
    (found,) = (each for each in report["findings"] if each["rule"] == ADMINISTRATOR)

    assert found["subsumes"] == sorted(BY_NAME[ADMINISTRATOR].subsumes)
    assert "also iam-no-privilege-escalation" in found["message"]


def test_subsumed_rule_alone_reports_its_finding() -> None:
    for name in BY_NAME[ADMINISTRATOR].subsumes:
        assert of(checked(policy(Action="*"), only=[name]), "policy", "iam-") == [name]


def test_other_opening_of_a_group_is_its_own_finding() -> None:
    every = {"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}
    ssh = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"]}
    stack = declare(SECURITY_GROUP, "open", {"ingress": [every, ssh]})

    found = of(checked(stack), "open", "security-group-no-public")
    assert Counter(found) == {ALL_PORTS: 1, "security-group-no-public-ssh": 1}


def test_waiver_covers_what_the_remaining_finding_lists() -> None:
    found = checked(policy(Action="*"), waivers=[waiver(ADMINISTRATOR, "policy")])

    assert {each.rule.name: each.status for each in found.found if "iam" in each.rule.name} == {
        ADMINISTRATOR: "waived"
    }


def test_waiver_of_a_subsumed_rule_leaves_the_remaining_finding() -> None:
    found = checked(policy(Action="*"), waivers=[waiver("iam-policy-no-wildcard-action", "policy")])

    assert {each.rule.name: each.status for each in found.found if "iam" in each.rule.name} == {
        ADMINISTRATOR: "violation",
        "iam-policy-no-wildcard-action": "waived",
    }


def test_baseline_covers_subsumed_findings(tmp_path: Any) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(as_json(checked(policy(Action="*"))))

    alone = checked(policy(Action="*"), only=["iam-policy-no-unrestricted-write"])
    assert [each.known for each in against(alone, read(path)).found] == [True]


def test_controls_of_subsumed_rules_fail() -> None:
    report = compliance(checked(policy(Action="*")), RULES, RULES, "FSBP")

    outcomes = {each.name: each.outcome for each in report.controls}
    assert outcomes["IAM.21"] == "failing"


def test_subsumed_rules_exist_and_are_at_most_as_severe() -> None:
    for rule in RULES:
        for name in rule.subsumes:
            assert SEVERITIES.index(BY_NAME[name].severity) >= SEVERITIES.index(rule.severity)
            assert rule.name not in BY_NAME[name].subsumes
            assert not rule.production or BY_NAME[name].production


def test_malformed_policy_is_one_error_that_fails() -> None:
    open_to_all = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*"},]}'
    found = checked(declare("aws:sqs/queuePolicy:QueuePolicy", "open", {"policy": open_to_all}))

    assert found.errors == 1
    assert found.fail()
    assert "policy of open is not valid JSON at line 1" in found.found[0].message


@pytest.mark.parametrize("document", ['"text"', "[]", '{"Statement": "x"}', '{"Statement": [1]}'])
def test_document_of_another_shape_is_an_error(document: str) -> None:
    found = checked(declare(POLICY, "policy", {"policy": document}))

    assert found.errors == 1
    assert "iam" in found.found[0].rule.name


def untagged(count: int) -> Findings:
    stack = [declare("aws:sns/topic:Topic", f"t{index}") for index in range(count)]
    return checked(*stack, only=["resource-required-tags"])


def test_findings_of_one_cause_are_one() -> None:
    (found,) = untagged(7).found

    assert found.finding.resource.name == "t0"
    assert [each.name for each in found.others] == ["t1", "t2", "t3", "t4", "t5", "t6"]
    assert found.message.endswith("(also on t1, t2, t3, t4, t5 and 1 more)")


def test_few_findings_of_one_cause_are_listed_one_by_one() -> None:
    assert [each.others for each in untagged(3).found] == [(), (), ()]


def test_baseline_of_grouped_findings_is_for_their_resources(tmp_path: Any) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(as_json(untagged(5)))

    assert [each.known for each in against(untagged(5), read(path)).found] == [True]
    assert [each.known for each in against(untagged(6), read(path)).found] == [False]


def test_rule_in_only_runs_at_profile_dev() -> None:
    asked = ["security-group-rule-description"]
    bare = declare(SECURITY_GROUP, "bare")

    assert [each.level for each in checked(bare, profile="dev", only=asked).found] == ["advisory"]
    assert asked[0] not in {each.rule.name for each in checked(bare, profile="dev").found}


def test_findings_of_one_resource_fold_in_linear_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Count the steps over parts of paths: twice the findings, twice the steps."""
    steps = []
    original = subsumption.parts

    def counted(path: str) -> Iterator[str]:
        steps.append(1)
        return original(path)

    monkeypatch.setattr(subsumption, "parts", counted)
    counts = []
    for size in (100, 200):
        steps.clear()
        rules = [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}] * size
        group = graphs.resource("aws:ec2/securityGroup:SecurityGroup", "g", {"ingress": rules})
        found = check(graphs.graph(group), RULES, today=TODAY).found
        assert len(found) >= size
        counts.append(len(steps))
    assert counts[1] <= 2.1 * counts[0]
