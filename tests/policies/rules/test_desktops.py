"""Rules for desktops and small-business services."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "lightsail-database-not-public", "publiclyAccessible", passes=[None, False], fails=[True]
    ),
    *of_input(
        "lightsail-database-backups", "backupRetentionEnabled", passes=[None, True], fails=[False]
    ),
    *of_input(
        "lightsail-instance-snapshots", "addOn.status", passes=["Enabled"], fails=["Disabled", None]
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
    *of_input(
        "appstream-no-default-internet-access",
        "enableDefaultInternetAccess",
        passes=[None, False],
        fails=[True],
        kind="aws:appstream/fleet:Fleet",
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
    *of_input(
        "appstream-idle-disconnect",
        "idleDisconnectTimeoutInSeconds",
        passes=[600],
        fails=[None, 3600],
    ),
    *of_input(
        "cloud9-environment-ssm-connection",
        "connectionType",
        passes=["CONNECT_SSM"],
        fails=["CONNECT_SSH", None],
    ),
    *of_input(
        "workspaces-no-local-administrator",
        "workspaceCreationProperties.userEnabledAsLocalAdministrator",
        passes=[None, False],
        fails=[True],
    ),
]
