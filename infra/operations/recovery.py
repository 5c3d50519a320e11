"""AWS Backup vaults, plans, copies and restore tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import backup, iam, kms

from infra.aws.alarm import Event
from infra.aws.key import key_policy
from infra.aws.policy_document import assumed_by
from infra.context import Context
from infra.deployment import Deployment
from infra.operations.settings import BackupClass, RecoverySettings

SCHEDULES = {
    "hour": "cron(15 * * * ? *)",
    "day": "cron(15 2 * * ? *)",
    "week": "cron(15 2 ? * SUN *)",
}
FIRST_OF_MONTH = "cron(15 4 1 * ? *)"
TEST_SCHEDULES = {"weekly": "cron(0 6 ? * MON *)", "monthly": "cron(0 6 2 * ? *)"}
START_MINUTES, FINISH_MINUTES = 60, 12 * 60
GRACE_DAYS = 3  # in which a compliance lock can be removed
# https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
POLICIES = {
    "backup": "service-role/AWSBackupServiceRolePolicyForBackup",
    "restore": "service-role/AWSBackupServiceRolePolicyForRestores",
    "s3-backup": "AWSBackupServiceRolePolicyForS3Backup",
    "s3-restore": "AWSBackupServiceRolePolicyForS3Restore",
}


@dataclass(frozen=True, slots=True)
class RulePlan:
    name: str
    schedule: str
    keep_days: int
    copy_days: int | None  # None: no copy


def plan_rules(settings: BackupClass) -> list[RulePlan]:
    rules = [
        RulePlan(
            f"each-{settings.every}",
            SCHEDULES[settings.every],
            settings.keep_days,
            settings.copy_keep_days,
        )
    ]
    if settings.monthly_keep_days:
        rules.append(RulePlan("each-month", FIRST_OF_MONTH, settings.monthly_keep_days, None))
    return rules


def plan_lock(settings: RecoverySettings) -> tuple[int, int]:
    """Return minimum and maximum retention of all plans, days, for the vault lock."""
    days = [
        days
        for each in (settings.critical, settings.standard)
        if each
        for rule in plan_rules(each)
        for days in (rule.keep_days, rule.copy_days)
        if days
    ]
    return min(days), max(days)


def recovery_events() -> list[Event]:
    kinds = ("Backup", "Copy", "Restore")
    return [
        Event(
            name="backup-failed",
            description="A backup, copy or restore job failed: check the jobs in AWS Backup",
            pattern={
                "source": ["aws.backup"],
                "detail-type": [f"{kind} Job State Change" for kind in kinds],
                "detail": {"state": ["ABORTED", "EXPIRED", "FAILED"]},
            },
        )
    ]


@dataclass(frozen=True, slots=True)
class RecoveryArgs:
    context: Context
    settings: RecoverySettings
    critical: Sequence[pulumi.Input[str]]  # ARNs of resources in the critical plan
    standard: Sequence[pulumi.Input[str]]  # ARNs of resources in the standard plan
    key_arn: pulumi.Input[str]


class Recovery(pulumi.ComponentResource):
    """Locked backup vault, copy vault in another region, and a plan for each class of data."""

    def __init__(
        self, name: str, args: RecoveryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Recovery", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("recovery", "shared")
        self.child = pulumi.ResourceOptions(parent=self)

        self.vault = self._vault(name, args.key_arn, None)
        self.copies = self._copy_vaults()
        role = self._role()
        for purpose, settings, arns in (
            ("critical", args.settings.critical, args.critical),
            ("standard", args.settings.standard, args.standard),
        ):
            if settings and arns:
                self._plan(purpose, settings, arns, role)
        if args.settings.restore_tests != "none":
            self._restore_tests(TEST_SCHEDULES[args.settings.restore_tests], role)
        self.events = recovery_events()
        self.register_outputs({"vault": self.vault.name, "vault_arn": self.vault.arn})

    def _vault(self, name: str, key_arn: pulumi.Input[str], region: str | None) -> backup.Vault:
        vault = backup.Vault(
            name,
            region=region,
            kms_key_arn=key_arn,
            force_destroy=not self.args.context.protected,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.context.protected),
        )
        if self.args.settings.lock != "none":
            min_days, max_days = plan_lock(self.args.settings)
            backup.VaultLockConfiguration(
                name,
                region=region,
                backup_vault_name=vault.name,
                min_retention_days=min_days,
                max_retention_days=max_days,
                changeable_for_days=(
                    GRACE_DAYS if self.args.settings.lock == "compliance" else None
                ),
                opts=self.child,
            )
        return vault

    def _copy_vaults(self) -> list[pulumi.Input[str]]:
        """Return the ARNs of the copy vaults, creating the one in the copy region."""
        settings, name = self.args.settings, f"{self.name}-copies"
        found: list[pulumi.Input[str]] = []
        if region := settings.copy_region:
            key = kms.Key(
                name,
                region=region,
                description=f"Backup copies ({self.args.context.prefix})",
                policy=key_policy(replace(self.args.context, region=region), "backups"),
                enable_key_rotation=True,
                deletion_window_in_days=30,
                tags=self.tags,
                opts=pulumi.ResourceOptions(parent=self, protect=self.args.context.protected),
            )
            kms.Alias(
                name,
                region=region,
                name=self.args.context.key_alias("copies"),
                target_key_id=key.key_id,
                opts=self.child,
            )
            found.append(self._vault(name, key.arn, region).arn)
        if settings.copy_account_vault_arn:
            found.append(settings.copy_account_vault_arn)
        return found

    def _role(self) -> pulumi.Output[str]:
        role = iam.Role(
            self.name,
            description="AWS Backup",
            assume_role_policy=assumed_by("backup"),
            tags=self.tags,
            opts=self.child,
        )
        for purpose, policy in POLICIES.items():
            iam.RolePolicyAttachment(
                f"{self.name}-{purpose}",
                role=role.name,
                policy_arn=self.args.context.managed_policy(policy),
                opts=self.child,
            )
        return role.arn

    def _plan(
        self,
        purpose: str,
        settings: BackupClass,
        arns: Sequence[pulumi.Input[str]],
        role: pulumi.Output[str],
    ) -> None:
        name = f"{self.name}-{purpose}"
        plan = backup.Plan(
            name,
            rules=[self._rule(rule) for rule in plan_rules(settings)],
            tags=self.tags,
            opts=self.child,
        )
        backup.Selection(
            name, plan_id=plan.id, iam_role_arn=role, resources=list(arns), opts=self.child
        )

    def _rule(self, rule: RulePlan) -> backup.PlanRuleArgsDict:
        return {
            "rule_name": rule.name,
            "target_vault_name": self.vault.name,
            "schedule": rule.schedule,
            "start_window": START_MINUTES,
            "completion_window": FINISH_MINUTES,
            "lifecycle": {"delete_after": rule.keep_days},
            "copy_actions": [
                {"destination_vault_arn": arn, "lifecycle": {"delete_after": rule.copy_days}}
                for arn in self.copies
                if rule.copy_days
            ],
            "recovery_point_tags": self.tags,
        }

    def _restore_tests(self, schedule: str, role: pulumi.Output[str]) -> None:
        """Create a plan that restores the latest recovery points and deletes the result."""
        name = self.args.context.prefix.replace("-", "_")  # hyphens are not allowed
        plan = backup.RestoreTestingPlan(
            self.name,
            name=name,
            schedule_expression=schedule,
            recovery_point_selection={
                "algorithm": "LATEST_WITHIN_WINDOW",
                "include_vaults": [self.vault.arn],
                "recovery_point_types": ["SNAPSHOT"],
                "selection_window_days": 30,
            },
            tags=self.tags,
            opts=self.child,
        )
        for kind in ("Aurora", "DynamoDB", "S3"):
            backup.RestoreTestingSelection(
                f"{self.name}-{kind.lower()}",
                name=f"{name}_{kind.lower()}",
                restore_testing_plan_name=plan.name,
                protected_resource_type=kind,
                protected_resource_arns=["*"],
                iam_role_arn=role,
                opts=self.child,
            )


def add_recovery(d: Deployment, bucket_arns: Sequence[pulumi.Input[str]]) -> None:
    """Availability: backups in a locked vault, copied to another region and account if set."""
    settings = d.settings.recovery
    if settings.critical or settings.standard:
        args = RecoveryArgs(
            context=d.context,
            settings=settings,
            critical=d.critical_arns,
            standard=bucket_arns,
            key_arn=d.keys["backups"],
        )
        d.create(Recovery, "recovery", args)
