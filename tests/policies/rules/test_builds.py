"""Builds, desktops, copies of snapshots, guests."""

from typing import Any

from costing.model import UNKNOWN
from policies.rules.workspaces import (
    WORKSPACE,
)
from tests.policies.row import of_input, of_inputs


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
            ("workspaces-user-volume-encrypted", "userVolumeEncryptionEnabled"),
            ("workspaces-root-volume-encrypted", "rootVolumeEncryptionEnabled"),
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
        "codebuild-project-s3-logs-encrypted",
        passes=[
            {},
            s3_logs(status="ENABLED"),
            s3_logs(status="ENABLED", encryptionDisabled=False),
            s3_logs(status="DISABLED", encryptionDisabled=True),
        ],
        fails=[s3_logs(status="ENABLED", encryptionDisabled=True)],
        unknown=[{"logsConfig": UNKNOWN}, s3_logs(status="ENABLED", encryptionDisabled=UNKNOWN)],
    ),
    *of_input(
        "codebuild-project-not-privileged",
        "environment.privilegedMode",
        passes=[None, False],
        fails=[True],
    ),
    *of_input(
        "cognito-identity-pool-no-unauthenticated-identities",
        "allowUnauthenticatedIdentities",
        passes=[None, False],
        fails=[True],
    ),
    *of_inputs(
        "dlm-cross-region-copy-encrypted",
        passes=[{}, copies(), copies({"encrypted": True})],
        fails=[copies({"encrypted": True}, {"encrypted": False}), copies({})],
        unknown=[copies({"encrypted": UNKNOWN}), copies(UNKNOWN)],
    ),
    *of_inputs(
        "dlm-shared-snapshot-copy-encrypted",
        passes=[{}, shared(encrypted=True)],
        fails=[shared(), shared(encrypted=False)],
        unknown=[shared(encrypted=UNKNOWN)],
    ),
]
