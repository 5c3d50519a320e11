import json
from typing import Any

import pytest

from infra.deployment import Deployment
from infra.operations.recovery import RulePlan, add_recovery, plan_lock, plan_rules, recovery_events
from infra.operations.settings import BackupClass, RecoverySettings
from tests.infra.alone import alone
from tests.infra.recorder import Recording

PLAN = "aws:backup/plan:Plan"
VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TWO = {
    "critical": {"every": "hour", "keep_days": 35, "copy_keep_days": 14},
    "standard": {"every": "week", "keep_days": 90, "monthly_keep_days": 365},
    "copy_region": "us-west-2",
    "copy_account_vault_arn": "arn:aws:backup:us-east-1:210987654321:backup-vault:elsewhere",
}


DATABASE = "<aws:rds/cluster:Cluster::database.arn>"
BUCKETS = [f"<aws:s3/bucket:Bucket::storage-{each}.arn>" for each in ("features", "models")]


def backups(d: Deployment) -> None:
    d.critical_arns.append(DATABASE)
    add_recovery(d, BUCKETS)


def stack(recovery: dict[str, Any], **changes: Any) -> Recording:
    return alone(backups, changes={"recovery": recovery, **changes})


@pytest.fixture(scope="module")
def two() -> Recording:
    return stack(TWO)


@pytest.mark.parametrize(
    ("settings", "plan"),
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
def test_backup_rules_follow_settings(settings: dict[str, Any], plan: list[RulePlan]) -> None:
    assert plan_rules(BackupClass.model_validate(settings)) == plan


def test_vault_lock_covers_all_retentions() -> None:
    assert plan_lock(RecoverySettings.model_validate(TWO)) == (14, 365)


def test_critical_and_standard_plans_are_disjoint(two: Recording) -> None:
    kept = {
        two.follow(each.inputs["planId"]).name: {
            resource.name for resource in two.referred(each.inputs["resources"])
        }
        for each in two.of_type("aws:backup/selection:Selection")
    }
    assert "database" in kept["recovery-critical"]
    assert {"storage-features", "storage-models"} <= kept["recovery-standard"]
    assert not kept["recovery-standard"] & kept["recovery-critical"]


def test_backups_are_copied_to_region_and_account(two: Recording) -> None:
    away = two.one(VAULT, "recovery-copies")
    assert away.inputs["region"] == "us-west-2"
    assert two.follow(away.inputs["kmsKeyArn"]).inputs["region"] == "us-west-2"
    [rule] = two.one(PLAN, "recovery-critical").inputs["rules"]
    to_region, to_account = rule["copyActions"]
    assert two.follow(to_region["destinationVaultArn"]) == away
    assert to_account["destinationVaultArn"] == TWO["copy_account_vault_arn"]
    assert [each["lifecycle"]["deleteAfter"] for each in (to_region, to_account)] == [14, 14]


def test_plan_without_copies_has_no_copy_actions(two: Recording) -> None:
    for rule in two.one(PLAN, "recovery-standard").inputs["rules"]:
        assert rule["copyActions"] == []


@pytest.mark.parametrize(("lock", "cooling"), [("governance", None), ("compliance", 3)])
def test_every_vault_has_the_configured_lock(lock: str, cooling: int | None) -> None:
    recording = stack({**TWO, "lock": lock})
    locks = recording.of_type(LOCK)
    assert [each.name for each in locks] == [each.name for each in recording.of_type(VAULT)]
    assert {each.inputs.get("changeableForDays") for each in locks} == {cooling}


def test_vault_lock_is_optional() -> None:
    assert stack({"lock": "none"}).of_type(LOCK) == []


def test_no_vault_without_backup_plans() -> None:
    recording = stack({"critical": None}, profile="dev")
    assert not [each for each in recording.resources if each.type.startswith("aws:backup/")]


def test_restore_testing_is_optional() -> None:
    kind = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
    assert stack({}).of_type(kind) == []
    tested = stack({"restore_tests": "weekly"})
    [plan] = tested.of_type(kind)
    vault = tested.one(VAULT, "recovery")
    assert tested.follow(plan.inputs["recoveryPointSelection"]["includeVaults"]) == vault


def test_failed_backup_notifies(two: Recording) -> None:
    rule = two.one("aws:cloudwatch/eventRule:EventRule", "recovery-backup-failed")
    [event] = recovery_events()
    assert json.loads(rule.inputs["eventPattern"]) == event.pattern
    assert "FAILED" in event.pattern["detail"]["state"]
