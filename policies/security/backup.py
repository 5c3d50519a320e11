"""What keeps backups from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.keys import A_KEY_OF_OURS, own_key
from policies.reading.values import found, not_
from policies.rule import resource_rule


@resource_rule(
    types=("aws:backup/vault:Vault",),
    concern="security",
    severity="medium",
    fix="kms_key_arn=key.arn",
    same_intent_as=("CKV_AWS_166",),
    url="https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
)
def vault_encrypted_with_own_key(vault: Resource) -> Iterator[Finding]:
    """Copies of everything are encrypted with a key of ours; only then can they leave."""
    path = "kmsKeyArn"
    yield from found(not_(own_key(vault, path)), vault, path, A_KEY_OF_OURS)
