"""What keeps files from being lost."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.backups import backed_up
from policies.reading.stack import Stack
from policies.reading.tokens import FILE_SYSTEM
from policies.reading.values import any_of, equal, found, not_, read
from policies.rule import stack_rule

BACKUP_POLICY = "aws:efs/backupPolicy:BackupPolicy"


@stack_rule(
    types=(FILE_SYSTEM,),
    concern="availability",
    severity="medium",
    fix='efs.BackupPolicy(backup_policy={"status": "ENABLED"}), or a backup.Selection of it',
    same_intent_as=("CKV2_AWS_18",),
    url="https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
    production=True,
)
def file_system_backed_up(file_system: Resource, stack: Stack) -> Iterator[Finding]:
    """A file system has copies: three zones do not help against a file that was overwritten."""
    policies = stack.attached(file_system, "fileSystemId", BACKUP_POLICY)
    copied = any_of(
        [
            backed_up(stack, file_system),
            *(equal(read(each, "backupPolicy.status"), "ENABLED") for each in policies.found),
            *([UNKNOWN] if policies.open else []),
        ]
    )
    because = f"nothing backs {file_system.name} up"
    yield from found(not_(copied), file_system, "", "a backup of it", because=because)
