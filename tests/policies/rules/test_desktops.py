"""Rules for desktops and small-business services."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "lightsail-database-not-public",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        "lightsail-database-backups",
        passes=[{}, {"backupRetentionEnabled": True}],
        fails=[{"backupRetentionEnabled": False}],
        unknown=[{"backupRetentionEnabled": UNKNOWN}],
    ),
    *of_inputs(
        "lightsail-instance-snapshots",
        passes=[{"addOn": {"status": "Enabled"}}],
        fails=[{"addOn": {"status": "Disabled"}}, {}],
        unknown=[{"addOn": {"status": UNKNOWN}}],
    ),
    *of_inputs(
        "lightsail-instance-ports-not-public",
        passes=[
            {"portInfos": [{"protocol": "tcp", "fromPort": 443, "toPort": 443}]},
            {
                "portInfos": [
                    {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrs": ["203.0.113.0/24"]}
                ]
            },
        ],
        fails=[{"portInfos": [{"protocol": "tcp", "fromPort": 22, "toPort": 22}]}],
        unknown=[{"portInfos": UNKNOWN}],
    ),
    *of_inputs(
        "appstream-no-default-internet-access",
        "aws:appstream/fleet:Fleet",
        passes=[{}, {"enableDefaultInternetAccess": False}],
        fails=[{"enableDefaultInternetAccess": True}],
        unknown=[{"enableDefaultInternetAccess": UNKNOWN}],
    ),
    *of_inputs(
        "appstream-session-limits",
        passes=[{"maxUserDurationInSeconds": 36000, "disconnectTimeoutInSeconds": 300}],
        fails=[
            {"disconnectTimeoutInSeconds": 300, "maxUserDurationInSeconds": 36001},
            {"maxUserDurationInSeconds": 36000, "disconnectTimeoutInSeconds": 301},
        ],
        unknown=[
            {"disconnectTimeoutInSeconds": 300, "maxUserDurationInSeconds": UNKNOWN},
            {"maxUserDurationInSeconds": 36000, "disconnectTimeoutInSeconds": UNKNOWN},
        ],
    ),
    *of_inputs(
        "appstream-idle-disconnect",
        passes=[{"idleDisconnectTimeoutInSeconds": 600}],
        fails=[{}, {"idleDisconnectTimeoutInSeconds": 3600}],
        unknown=[{"idleDisconnectTimeoutInSeconds": UNKNOWN}],
    ),
    *of_inputs(
        "cloud9-environment-ssm-connection",
        passes=[{"connectionType": "CONNECT_SSM"}],
        fails=[{"connectionType": "CONNECT_SSH"}, {}],
        unknown=[{"connectionType": UNKNOWN}],
    ),
    *of_inputs(
        "workspaces-no-local-administrator",
        passes=[{}, {"workspaceCreationProperties": {"userEnabledAsLocalAdministrator": False}}],
        fails=[{"workspaceCreationProperties": {"userEnabledAsLocalAdministrator": True}}],
        unknown=[{"workspaceCreationProperties": {"userEnabledAsLocalAdministrator": UNKNOWN}}],
    ),
]
