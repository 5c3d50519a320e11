"""Builds, desktops, copies of snapshots, guests."""

from typing import Any

from costing.model import UNKNOWN
from policies.security import codebuild, cognito, dlm, workspaces
from tests.policies.row import of_inputs


def s3_logs(**logs: Any) -> dict[str, Any]:
    return {"logsConfig": {"s3Logs": {"location": "b", **logs}}}


def copies(*rules: Any) -> dict[str, Any]:
    return {"policyDetails": {"schedules": [{"crossRegionCopyRules": list(rules)}]}}


def shared(**encryption: Any) -> dict[str, Any]:
    copy = {"encryptionConfiguration": encryption}
    return {"policyDetails": {"action": {"crossRegionCopies": [copy]}}}


ROWS = [
    *(
        row
        for rule, path in (
            (workspaces.desktop_files_encrypted, "userVolumeEncryptionEnabled"),
            (workspaces.desktop_system_encrypted, "rootVolumeEncryptionEnabled"),
        )
        for row in of_inputs(
            rule,
            workspaces.WORKSPACE,
            passes=[{path: True}],
            fails=[{}, {path: False}],
            undecided=[{path: UNKNOWN}],
        )
    ),
    *of_inputs(
        codebuild.build_logs_encrypted,
        codebuild.PROJECT,
        passes=[
            {},
            s3_logs(status="ENABLED"),
            s3_logs(status="ENABLED", encryptionDisabled=False),
            s3_logs(status="DISABLED", encryptionDisabled=True),
        ],
        fails=[s3_logs(status="ENABLED", encryptionDisabled=True)],
        undecided=[{"logsConfig": UNKNOWN}, s3_logs(status="ENABLED", encryptionDisabled=UNKNOWN)],
    ),
    *of_inputs(
        codebuild.builds_unprivileged,
        codebuild.PROJECT,
        passes=[{}, {"environment": {"privilegedMode": False}}],
        fails=[{"environment": {"privilegedMode": True}}],
        undecided=[{"environment": {"privilegedMode": UNKNOWN}}],
    ),
    *of_inputs(
        cognito.no_guests,
        "aws:cognito/identityPool:IdentityPool",
        passes=[{}, {"allowUnauthenticatedIdentities": False}],
        fails=[{"allowUnauthenticatedIdentities": True}],
        undecided=[{"allowUnauthenticatedIdentities": UNKNOWN}],
    ),
    *of_inputs(
        dlm.snapshots_copied_encrypted,
        dlm.LIFECYCLE,
        passes=[{}, copies(), copies({"encrypted": True})],
        fails=[copies({"encrypted": True}, {"encrypted": False}), copies({})],
        undecided=[copies({"encrypted": UNKNOWN}), copies(UNKNOWN)],
    ),
    *of_inputs(
        dlm.shared_snapshots_copied_encrypted,
        dlm.LIFECYCLE,
        passes=[{}, shared(encrypted=True)],
        fails=[shared(), shared(encrypted=False)],
        undecided=[shared(encrypted=UNKNOWN)],
    ),
]
