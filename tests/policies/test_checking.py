from collections import Counter
from dataclasses import replace

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies import RULES
from policies.engine.check import Findings, check, select
from policies.engine.errors import SettingError
from policies.engine.frameworks import FRAMEWORKS, controls
from policies.engine.profiles import level
from policies.engine.selectors.tokens import DATABASE
from policies.rules.cloudwatch import cloudwatch_log_group_retention
from policies.rules.rds.availability import rds_instance_multi_az
from policies.rules.rds.encryption import rds_storage_encrypted
from tests import graphs
from tests.policies.row import declare
from tests.policies.stacks import LOGS, TODAY, stack

PAIR = (rds_instance_multi_az, rds_storage_encrypted)


def database(name: str = "db", **inputs: object) -> Resource:
    return declare(DATABASE, name, inputs)


def checked(*stack: Resource, profile: str = "prod") -> Findings:
    return check(graphs.graph(*stack), PAIR, profile=profile, today=TODAY)


def test_findings_are_in_order_of_urn_then_rule() -> None:
    findings = checked(database("b"), database("a"))

    assert [(each.finding.resource.name, each.rule.name) for each in findings.found] == [
        ("a", "rds-instance-multi-az"),
        ("a", "rds-storage-encrypted"),
        ("b", "rds-instance-multi-az"),
        ("b", "rds-storage-encrypted"),
    ]


def test_profile_sets_rules_and_levels() -> None:
    """Severity high is mandatory in production; dev skips production rules."""
    open_ = database(multiAz=False, storageEncrypted=False)

    assert checked(open_, profile="prod").fail()
    assert not checked(open_, profile="dev").fail()
    assert [each.rule.name for each in checked(open_, profile="dev").found] == [
        "rds-storage-encrypted"
    ]
    assert checked(open_, profile="dev").rules == 1


def test_stricter_profile_runs_at_least_the_same_rules() -> None:
    order = ("disabled", "advisory", "mandatory")
    for rule in RULES:
        levels = [order.index(level(rule, profile)) for profile in ("dev", "prod", "regulated")]
        assert levels == sorted(levels), rule.name


def test_unknown_findings_fail_with_strict() -> None:
    findings = checked(database(multiAz=True, storageEncrypted=UNKNOWN))

    assert findings.count("unknown") == 1
    assert not findings.fail()
    assert findings.fail(strict=True)


def test_fail_on_sets_failing_severity() -> None:
    graph = graphs.graph(declare(LOGS, "logs"))  # a violation of severity medium
    findings = check(graph, [cloudwatch_log_group_retention], today=TODAY)

    assert not findings.fail()
    assert not findings.fail(fail_on="high")
    assert findings.fail(fail_on="medium")
    assert findings.fail(fail_on="low")


def test_read_resources_have_no_findings() -> None:
    assert not checked(declare(DATABASE, "shared", external=True)).found


def test_rules_are_chosen_by_name_and_by_framework() -> None:
    assert [rule.name for rule in select(RULES, only=["security-group-no-public-ssh"])] == [
        "security-group-no-public-ssh"
    ]
    assert "security-group-no-public-ssh" not in [
        rule.name for rule in select(RULES, skip=["security-group-no-public-ssh"])
    ]
    chosen = select(RULES, framework="soc2")
    assert chosen
    assert all("SOC-2" in controls(rule.name) for rule in chosen)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"only": ["rds-multi-az"]}, 'unknown rule "rds-multi-az"; did you mean'),
        ({"skip": ["nothing"]}, 'unknown rule "nothing"'),
        ({"framework": "ISO"}, 'unknown framework "ISO"; use one of: CIS-AWS-6.0, FSBP, HIPAA'),
        ({"profile": "staging"}, 'unknown profile "staging"; use one of: dev, prod, regulated'),
        (
            {"config": {"rds-multi-az": {}}},
            'unknown rule "rds-multi-az"; did you mean "rds-instance-multi-az"',
        ),
        (
            {"config": {"cloudwatch-log-group-retention": {"maximum_day": 3}}},
            "cloudwatch-log-group-retention has no setting maximum_day; did you mean .maximum_days",
        ),
        (
            {"config": {"cloudwatch-log-group-retention": {"maximum_days": "30"}}},
            "cloudwatch-log-group-retention: maximum_days is '30'; expected a whole number",
        ),
        (
            {"config": {"resource-required-tags": {"required": [1]}}},
            "resource-required-tags: required\\[0\\] is 1; expected text",
        ),
        (
            {"config": {"security-group-no-public-ssh": 3}},
            "security-group-no-public-ssh: settings must map names to values, not 3",
        ),
    ],
)
def test_unknown_names_and_settings_are_one_line(choice: dict[str, object], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        check(stack(), RULES, today=TODAY, **choice)  # type: ignore[arg-type]


def test_configuration_overrides_default_settings() -> None:
    graph = graphs.graph(declare(LOGS, "logs", {"retentionInDays": 90}))
    config = {"cloudwatch-log-group-retention": {"maximum_days": 30}}

    assert not check(graph, [cloudwatch_log_group_retention], today=TODAY).found
    assert check(graph, [cloudwatch_log_group_retention], config=config, today=TODAY).found


def test_each_control_is_of_a_rule_and_a_framework_that_exist() -> None:
    names = {rule.name for rule in RULES}
    claimed = Counter(framework for rule in RULES for framework in controls(rule.name))

    from policies.engine.frameworks import table  # noqa: PLC0415

    assert table().keys() <= names
    assert set(claimed) == set(FRAMEWORKS)


def test_value_from_the_state_is_marked() -> None:
    filled = replace(database(multiAz=False), filled=("multiAz",))
    (by_state, _) = checked(filled).found
    (by_program, _) = checked(database(multiAz=False)).found

    assert by_state.finding.filled_in
    assert by_state.message == "multiAz is false (from the deployed state); expected true"
    assert not by_program.finding.filled_in
    assert by_program.message == "multiAz is false; expected true"
