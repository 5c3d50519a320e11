"""Rules for Amazon FSx."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "fsx-copies-tags-to-backups",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        passes=[{"copyTagsToBackups": True}, {"automaticBackupRetentionDays": 0}],
        fails=[{}],
        unknown=[{"copyTagsToBackups": UNKNOWN}],
    ),
    *of_input(
        "fsx-copies-tags-to-volumes", "copyTagsToVolumes", passes=[True], fails=[False, None]
    ),
    *of_input(
        "fsx-automatic-backups",
        "automaticBackupRetentionDays",
        passes=[None],
        fails=[0],
        kind="aws:fsx/windowsFileSystem:WindowsFileSystem",
    ),
    *of_input(
        "fsx-windows-audit-logs",
        "auditLogConfiguration.fileAccessAuditLogLevel",
        passes=["SUCCESS_AND_FAILURE"],
        fails=[None],
    ),
]
