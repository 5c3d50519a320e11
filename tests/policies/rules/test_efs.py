"""Rules for Amazon EFS."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "efs-automatic-backups", "backupPolicy.status", passes=[None, "ENABLED"], fails=["DISABLED"]
    ),
]
