"""Rules for Amazon FSx."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    equal,
    found,
    given,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.backups import backed_up
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tokens import (
    FSX_LUSTRE_FILE_SYSTEM,
    FSX_ONTAP_FILE_SYSTEM,
    FSX_OPENZFS_FILE_SYSTEM,
    FSX_WINDOWS_FILE_SYSTEM,
    SCRATCH,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_is_not,
    input_rule,
    must_be,
    must_be_own_key,
    must_not_be,
)

LUSTRE = FSX_LUSTRE_FILE_SYSTEM
IN_ZONES = (
    FSX_WINDOWS_FILE_SYSTEM,
    FSX_ONTAP_FILE_SYSTEM,
    FSX_OPENZFS_FILE_SYSTEM,
)
ASSOCIATION = "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation"


@resource_rule(
    types=IN_ZONES,
    concern="availability",
    severity="medium",
    title="FSx file system has no standby in a second zone",
    risk="The loss of the zone stops access to the files.",
    fix='deployment_type="MULTI_AZ_1" with one subnet in each of two zones',
    aws_docs="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/high-availability-multiAZ.html",
    production=True,
)
def fsx_file_system_multi_az(file_system: Resource) -> Iterator[Finding]:
    kind = read(file_system, "deploymentType", "SINGLE_AZ_1")
    two = UNKNOWN if is_unknown(kind) else str(kind).startswith("MULTI_AZ")
    yield from found(not_(two), file_system, "deploymentType", "MULTI_AZ_1")


@stack_rule(
    types=(LUSTRE,),
    concern="availability",
    severity="medium",
    title="FSx for Lustre file system has no backup and no S3 data repository",
    risk="The file system exists in one zone only; its loss loses the files.",
    fix="fsx.DataRepositoryAssociation(file_system_id=fs.id, data_repository_path=...) to a bucket",
    aws_docs="https://docs.aws.amazon.com/fsx/latest/LustreGuide/fsx-data-repositories.html",
    production=True,
)
def fsx_lustre_backup_or_data_repository(file_system: Resource, stack: Stack) -> Iterator[Finding]:
    kept = at_least(read(file_system, "automaticBackupRetentionDays", 0), 1)
    copied = any_of(
        [
            in_bucket(file_system, stack),
            all_of([kept, not_(is_scratch(file_system))]),
            backed_up(stack, file_system),
        ]
    )
    because = f"{file_system.name} has neither backups nor a data repository"
    yield from found(
        not_(copied), file_system, "", "an S3 data repository or backups", because=because
    )


def in_bucket(file_system: Resource, stack: Stack) -> Truth:
    associations = stack.attached(file_system, "fileSystemId", ASSOCIATION)
    return any_of(
        [
            bool(associations.found),
            given(file_system, "importPath"),
            *([UNKNOWN] if associations.unknown else []),
        ]
    )


@stack_rule(
    types=(LUSTRE,),
    concern="availability",
    severity="high",
    title="FSx for Lustre scratch file system is used for serving",
    risk=("A failed file server loses files, because scratch file systems are not replicated."),
    fix='deployment_type="PERSISTENT_2"',
    aws_docs="https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-fsx-lustre.html",
    production=True,
)
def fsx_lustre_no_scratch_for_serving(file_system: Resource, stack: Stack) -> Iterator[Finding]:
    broken = all_of([serving(stack, file_system), is_scratch(file_system)])
    yield from found(broken, file_system, "deploymentType", "PERSISTENT_2")


def is_scratch(file_system: Resource) -> Truth:
    return one_of(read(file_system, "deploymentType", SCRATCH[0]), SCRATCH)


@resource_rule(
    types=(
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
    ),
    concern="operations",
    severity="low",
    title="FSx file system does not copy tags to its backups",
    risk="Costs and owners of backups are not known.",
    fix="copy_tags_to_backups=True",
    same_intent_as=("fsx_file_system_copy_tags_to_backups_enabled",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/fsx-controls.html",
    production=True,
)
def fsx_copies_tags_to_backups(resource: Resource) -> Iterator[Finding]:
    none = 0 if "lustre" in resource.type else 7  # days that AWS keeps backups by default
    backups = at_least(read(resource, "automaticBackupRetentionDays", none), 1)
    off = not_(equal(read(resource, "copyTagsToBackups"), option=True))
    yield from found(all_of([backups, off]), resource, "copyTagsToBackups", True)


RULES: tuple[Rule, ...] = (
    input_rule(
        "fsx-file-system-customer-managed-key",
        must_be_own_key("kmsKeyId", when=input_is_not("deploymentType", *SCRATCH)),
        types=(
            FSX_LUSTRE_FILE_SYSTEM,
            FSX_ONTAP_FILE_SYSTEM,
            FSX_OPENZFS_FILE_SYSTEM,
            FSX_WINDOWS_FILE_SYSTEM,
        ),
        concern="security",
        severity="medium",
        title="FSx file system has no customer managed KMS key",
        risk="Access to the files cannot be restricted or revoked through a key policy. "
        "Lustre scratch file systems take no key and are not checked.",
        fix="kms_key_id=key.arn",
        same_intent_as=("CKV_AWS_190", "CKV_AWS_178", "CKV_AWS_203", "CKV_AWS_179"),
        aws_docs="https://docs.aws.amazon.com/fsx/latest/LustreGuide/encryption-at-rest.html",
    ),
    fsx_file_system_multi_az,
    fsx_lustre_backup_or_data_repository,
    fsx_lustre_no_scratch_for_serving,
    fsx_copies_tags_to_backups,
    input_rule(
        "fsx-copies-tags-to-volumes",
        must_be("copyTagsToVolumes", True),
        types=("aws:fsx/openZfsFileSystem:OpenZfsFileSystem",),
        concern="operations",
        severity="low",
        title="FSx for OpenZFS does not copy tags to its volumes",
        risk="Costs and owners of volumes are not known.",
        fix="copy_tags_to_volumes=True",
        same_intent_as=("fsx_file_system_copy_tags_to_volumes_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/fsx-controls.html",
        production=True,
    ),
    input_rule(
        "fsx-automatic-backups",
        must_not_be("automaticBackupRetentionDays", 0, expected="7 days or more"),
        types=(
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
            "aws:fsx/ontapFileSystem:OntapFileSystem",
            "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        ),
        concern="availability",
        severity="medium",
        title="FSx file system has automatic backups disabled",
        risk="An erroneous change or a failure loses the data.",
        fix="automatic_backup_retention_days=7, copy_tags_to_backups=True",
        aws_docs="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/using-backups.html",
    ),
    input_rule(
        "fsx-windows-audit-logs",
        must_not_be(
            "auditLogConfiguration.fileAccessAuditLogLevel",
            "DISABLED",
            expected="FAILURE_ONLY or SUCCESS_AND_FAILURE",
            default="DISABLED",
        ),
        types=("aws:fsx/windowsFileSystem:WindowsFileSystem",),
        concern="security",
        severity="low",
        title="FSx for Windows File Server has no audit log",
        risk="Access to files leaves no record.",
        fix='audit_log_configuration={"file_access_audit_log_level": "SUCCESS_AND_FAILURE", ...}',
        aws_docs="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/file-access-auditing.html",
        regulated=True,
    ),
)
