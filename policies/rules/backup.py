"""Rules for AWS Backup."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.tokens import BACKUP_VAULT


@resource_rule(
    types=(BACKUP_VAULT,),
    concern="security",
    severity="medium",
    title="AWS Backup vault has no customer managed KMS key",
    risk="Backups under the AWS managed key cannot be copied to another account.",
    fix="kms_key_arn=key.arn",
    same_intent_as=("CKV_AWS_166",),
    aws_docs="https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
)
def backup_vault_customer_managed_key(vault: Resource) -> Iterator[Finding]:
    path = "kmsKeyArn"
    yield from found(not_(own_key(vault, path)), vault, path, A_KEY_OF_OURS)


RULES: tuple[Rule, ...] = (backup_vault_customer_managed_key,)
