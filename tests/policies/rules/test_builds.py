"""Builds, desktops, copies of snapshots, guests."""

from typing import Any

from costing.model import UNKNOWN
from policies.rules.codebuild import (
    PROJECT,
    codebuild_project_not_privileged,
    codebuild_project_s3_logs_encrypted,
)
from policies.rules.cognito import cognito_identity_pool_no_unauthenticated_identities
from policies.rules.dlm import (
    LIFECYCLE,
    dlm_cross_region_copy_encrypted,
    dlm_shared_snapshot_copy_encrypted,
)
from policies.rules.workspaces import (
    WORKSPACE,
    workspaces_root_volume_encrypted,
    workspaces_user_volume_encrypted,
)
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
            (workspaces_user_volume_encrypted, "userVolumeEncryptionEnabled"),
            (workspaces_root_volume_encrypted, "rootVolumeEncryptionEnabled"),
        )
        for row in of_inputs(
            rule,
            WORKSPACE,
            passes=[{path: True}],
            fails=[{}, {path: False}],
            unknown=[{path: UNKNOWN}],
        )
    ),
    *of_inputs(
        codebuild_project_s3_logs_encrypted,
        PROJECT,
        passes=[
            {},
            s3_logs(status="ENABLED"),
            s3_logs(status="ENABLED", encryptionDisabled=False),
            s3_logs(status="DISABLED", encryptionDisabled=True),
        ],
        fails=[s3_logs(status="ENABLED", encryptionDisabled=True)],
        unknown=[{"logsConfig": UNKNOWN}, s3_logs(status="ENABLED", encryptionDisabled=UNKNOWN)],
    ),
    *of_inputs(
        codebuild_project_not_privileged,
        PROJECT,
        passes=[{}, {"environment": {"privilegedMode": False}}],
        fails=[{"environment": {"privilegedMode": True}}],
        unknown=[{"environment": {"privilegedMode": UNKNOWN}}],
    ),
    *of_inputs(
        cognito_identity_pool_no_unauthenticated_identities,
        "aws:cognito/identityPool:IdentityPool",
        passes=[{}, {"allowUnauthenticatedIdentities": False}],
        fails=[{"allowUnauthenticatedIdentities": True}],
        unknown=[{"allowUnauthenticatedIdentities": UNKNOWN}],
    ),
    *of_inputs(
        dlm_cross_region_copy_encrypted,
        LIFECYCLE,
        passes=[{}, copies(), copies({"encrypted": True})],
        fails=[copies({"encrypted": True}, {"encrypted": False}), copies({})],
        unknown=[copies({"encrypted": UNKNOWN}), copies(UNKNOWN)],
    ),
    *of_inputs(
        dlm_shared_snapshot_copy_encrypted,
        LIFECYCLE,
        passes=[{}, shared(encrypted=True)],
        fails=[shared(), shared(encrypted=False)],
        unknown=[shared(encrypted=UNKNOWN)],
    ),
]
