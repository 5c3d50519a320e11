"""What keeps files from being lost."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.backups import backed_up
from policies.reading.stack import Stack
from policies.reading.tokens import FILE_SYSTEM
from policies.reading.values import any_of, equal, found, given, not_, read
from policies.rule import resource_rule, stack_rule

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


@resource_rule(
    types=(FILE_SYSTEM,),
    concern="availability",
    severity="high",
    fix="leave availability_zone_name out",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/efs/latest/ug/availability-durability.html",
    production=True,
)
def file_system_in_more_than_one_zone(file_system: Resource) -> Iterator[Finding]:
    """A file system keeps its files in all zones of the region, not in one."""
    path = "availabilityZoneName"
    yield from found(given(file_system, path), file_system, path, "not stated")
