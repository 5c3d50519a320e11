import json
from typing import Any

import pytest

from infra.recovery import RulePlan, plan_lock, plan_rules, recovery_events
from infra.settings import BackupClass, RecoverySettings
from tests.infra.recorder import Recording
from tests.infra.stacks import changed, run

PLAN = "aws:backup/plan:Plan"
VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TWO = {
    "critical": {"every": "hour", "keep_days": 35, "copy_keep_days": 14},
    "standard": {"every": "week", "keep_days": 90, "monthly_keep_days": 365},
    "copy_region": "us-west-2",
    "copy_account_vault_arn": "arn:aws:backup:us-east-1:210987654321:backup-vault:elsewhere",
}


def stack(recovery: dict[str, Any], **changes: Any) -> Recording:
    return run(changed("prod", {"recovery": recovery, **changes}))


@pytest.fixture(scope="module")
def two() -> Recording:
    return stack(TWO)


@pytest.mark.parametrize(
    ("stated", "plan"),
    [
        ({}, [RulePlan("each-day", "cron(15 2 * * ? *)", 35, None)]),
        (
            {"every": "week", "keep_days": 60, "copy_keep_days": 30, "monthly_keep_days": 365},
            [
                RulePlan("each-week", "cron(15 2 ? * SUN *)", 60, 30),
                RulePlan("each-month", "cron(15 4 1 * ? *)", 365, None),
            ],
        ),
    ],
)
def test_a_class_says_how_often_and_how_long(stated: dict[str, Any], plan: list[RulePlan]) -> None:
    assert plan_rules(BackupClass.model_validate(stated)) == plan


def test_a_lock_lets_in_what_the_plans_make() -> None:
    assert plan_lock(RecoverySettings.model_validate(TWO)) == (14, 365)


def test_what_cannot_be_made_again_is_kept_apart_from_what_can(two: Recording) -> None:
    kept = {
        two.follow(each.inputs["planId"]).name: {
            resource.name for resource in two.referred(each.inputs["resources"])
        }
        for each in two.of_type("aws:backup/selection:Selection")
    }
    assert "database" in kept["recovery-critical"]
    assert {"storage-features", "storage-models"} <= kept["recovery-standard"]
    assert not kept["recovery-standard"] & kept["recovery-critical"]


def test_copies_go_to_another_region_and_to_another_account(two: Recording) -> None:
    away = two.one(VAULT, "recovery-copies")
    assert away.inputs["region"] == "us-west-2"
    assert two.follow(away.inputs["kmsKeyArn"]).inputs["region"] == "us-west-2"
    [rule] = two.one(PLAN, "recovery-critical").inputs["rules"]
    ours, theirs = rule["copyActions"]
    assert two.follow(ours["destinationVaultArn"]) == away
    assert theirs["destinationVaultArn"] == TWO["copy_account_vault_arn"]
    assert [each["lifecycle"]["deleteAfter"] for each in (ours, theirs)] == [14, 14]


def test_a_class_without_copies_has_none(two: Recording) -> None:
    for rule in two.one(PLAN, "recovery-standard").inputs["rules"]:
        assert rule["copyActions"] == []


@pytest.mark.parametrize(("lock", "cooling"), [("governance", None), ("compliance", 3)])
def test_every_vault_is_locked_as_stated(lock: str, cooling: int | None) -> None:
    recording = stack({**TWO, "lock": lock})
    locks = recording.of_type(LOCK)
    assert [each.name for each in locks] == [each.name for each in recording.of_type(VAULT)]
    assert {each.inputs.get("changeableForDays") for each in locks} == {cooling}


def test_a_vault_may_be_left_unlocked() -> None:
    assert stack({"lock": "none"}).of_type(LOCK) == []


def test_without_a_class_there_is_no_vault() -> None:
    recording = stack({"critical": None}, profile="dev")
    assert not [each for each in recording.resources if each.type.startswith("aws:backup/")]


def test_restores_are_tested_where_that_is_stated() -> None:
    kind = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
    assert stack({}).of_type(kind) == []
    tested = stack({"restore_tests": "weekly"})
    [plan] = tested.of_type(kind)
    vault = tested.one(VAULT, "recovery")
    assert tested.follow(plan.inputs["recoveryPointSelection"]["includeVaults"]) == vault


def test_a_backup_that_fails_is_told(two: Recording) -> None:
    rule = two.one("aws:cloudwatch/eventRule:EventRule", "recovery-backup-failed")
    [event] = recovery_events()
    assert json.loads(rule.inputs["eventPattern"]) == event.pattern
    assert "FAILED" in event.pattern["detail"]["state"]
