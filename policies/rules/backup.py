"""Rules for AWS Backup."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import at_least, found, items, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import BACKUP_VAULT
from policies.rules._shared.input_rules import attached_rule, input_rule, must_be_own_key

DAYS = 7


@resource_rule(
    types=("aws:backup/plan:Plan",),
    concern="availability",
    severity="medium",
    title="AWS Backup plan keeps recovery points for less than a week",
    risk="An error that is noticed after the retention cannot be undone.",
    fix='lifecycle={"delete_after": 35}',
    aws_docs="https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html",
    production=True,
)
def backup_plan_minimum_retention(resource: Resource) -> Iterator[Finding]:
    for path, rule in items(resource, "rules"):
        days = at(rule, "lifecycle.deleteAfter")
        short = False if days is None else not_(at_least(days, DAYS))
        yield from found(short, resource, f"{path}.lifecycle.deleteAfter", f"at least {DAYS} days")


RULES: tuple[Rule, ...] = (
    input_rule(
        "backup-vault-customer-managed-key",
        must_be_own_key("kmsKeyArn"),
        types=(BACKUP_VAULT,),
        concern="security",
        severity="medium",
        title="AWS Backup vault has no customer managed KMS key",
        risk="Backups under the AWS managed key cannot be copied to another account.",
        fix="kms_key_arn=key.arn",
        same_intent_as=("CKV_AWS_166",),
        aws_docs="https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
    ),
    attached_rule(
        "backup-vault-lock",
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        "backupVaultName",
        "a vault lock",
        types=("aws:backup/vault:Vault",),
        concern="security",
        severity="low",
        title="AWS Backup vault is not locked",
        risk="An attacker with administrator access deletes the backups.",
        fix="backup.VaultLockConfiguration(backup_vault_name=vault.name, min_retention_days=7)",
        aws_docs="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
        regulated=True,
    ),
    backup_plan_minimum_retention,
)
