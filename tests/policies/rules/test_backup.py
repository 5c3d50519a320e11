"""Rules for AWS Backup."""

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_inputs

ROWS = [
    Row(
        "backup-vault-lock",
        None,
        [
            declare("aws:backup/vault:Vault", "vault"),
            declare(
                "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
                "other",
                {"backupVaultName": declare("aws:backup/vault:Vault", "vault")},
            ),
        ],
    ),
    Row("backup-vault-lock", "violation", [declare("aws:backup/vault:Vault", "vault")]),
    Row(
        "backup-vault-lock",
        "unknown",
        [
            declare("aws:backup/vault:Vault", "vault"),
            declare(
                "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
                "other",
                {"backupVaultName": UNKNOWN},
            ),
        ],
    ),
    *of_inputs(
        "backup-plan-minimum-retention",
        passes=[
            {
                "rules": [
                    {"ruleName": "daily", "targetVaultName": "a", "lifecycle": {"deleteAfter": 35}}
                ]
            },
            {"rules": [{"ruleName": "daily", "targetVaultName": "a"}]},
        ],
        fails=[
            {
                "rules": [
                    {"ruleName": "daily", "targetVaultName": "a", "lifecycle": {"deleteAfter": 1}}
                ]
            }
        ],
        unknown=[{"rules": UNKNOWN}],
    ),
]
