"""Rules for Amazon EFS."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import any_of, equal, found, not_, read
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.backups import backed_up
from policies.engine.selectors.tokens import FILE_SYSTEM
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_rule,
    must_be,
    must_be_given,
    must_not_be,
    must_not_be_given,
)

GUIDE = "https://docs.aws.amazon.com/efs/latest/ug"
ACCESS_POINT = "aws:efs/accessPoint:AccessPoint"
BACKUP_POLICY = "aws:efs/backupPolicy:BackupPolicy"


@stack_rule(
    types=(FILE_SYSTEM,),
    concern="availability",
    severity="medium",
    title="EFS file system has no backup",
    risk="Files that are overwritten or deleted by mistake cannot be restored.",
    fix=(
        'efs.BackupPolicy(file_system_id=file_system.id, backup_policy={"status": '
        '"ENABLED"}), or a backup.Selection that contains it'
    ),
    same_intent_as=("CKV2_AWS_18",),
    aws_docs="https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
    production=True,
)
def efs_file_system_backup(file_system: Resource, stack: Stack) -> Iterator[Finding]:
    policies = stack.attached(file_system, "fileSystemId", BACKUP_POLICY)
    copied = any_of(
        [
            backed_up(stack, file_system),
            *(equal(read(each, "backupPolicy.status"), "ENABLED") for each in policies.found),
            *([UNKNOWN] if policies.unknown else []),
        ]
    )
    because = f"no backup policy or AWS Backup selection contains {file_system.name}"
    yield from found(not_(copied), file_system, "", "a backup policy", because=because)


RULES: tuple[Rule, ...] = (
    input_rule(
        "efs-file-system-encrypted",
        must_be("encrypted", True),
        types=(FILE_SYSTEM,),
        concern="security",
        severity="high",
        title="EFS file system is not encrypted at rest",
        risk="Stored files can be read from the underlying storage; encryption cannot be "
        "enabled later.",
        fix="encrypted=True",
        same_intent_as=("CKV_AWS_42",),
        aws_docs=f"{GUIDE}/encryption-at-rest.html",
    ),
    input_rule(
        "efs-access-point-root-directory",
        must_not_be("rootDirectory.path", "/", expected="a directory below /", default="/"),
        types=(ACCESS_POINT,),
        concern="security",
        severity="medium",
        title="EFS access point exposes the root of the file system",
        risk="Clients of the access point see the files of all others.",
        fix='root_directory={"path": "/..."}',
        same_intent_as=("CKV_AWS_329",),
        aws_docs=f"{GUIDE}/enforce-root-directory-access-point.html",
    ),
    input_rule(
        "efs-access-point-posix-user",
        must_be_given("posixUser", "a POSIX user and group"),
        types=(ACCESS_POINT,),
        concern="security",
        severity="medium",
        title="EFS access point does not enforce a POSIX user",
        risk="A client can claim any user id, including root.",
        fix='posix_user={"uid": ..., "gid": ...}',
        same_intent_as=("CKV_AWS_330",),
        aws_docs=f"{GUIDE}/enforce-identity-access-points.html",
    ),
    efs_file_system_backup,
    input_rule(
        "efs-file-system-multi-az",
        must_not_be_given("availabilityZoneName", "not set"),
        types=(FILE_SYSTEM,),
        concern="availability",
        severity="high",
        title="EFS file system stores its files in one zone",
        risk="The loss of the zone loses access to the files, or the files themselves.",
        fix="remove availability_zone_name",
        aws_docs="https://docs.aws.amazon.com/efs/latest/ug/availability-durability.html",
        production=True,
    ),
    input_rule(
        "efs-automatic-backups",
        must_not_be("backupPolicy.status", "DISABLED", expected="ENABLED"),
        types=("aws:efs/backupPolicy:BackupPolicy",),
        concern="availability",
        severity="medium",
        title="EFS file system has automatic backups disabled",
        risk="An erroneous change or deletion loses files.",
        fix='backup_policy={"status": "ENABLED"}',
        same_intent_as=("efs_have_backup_enabled",),
        aws_docs="https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
    ),
)
