"""Rules for desktops and small-business services."""

from costing.model import UNKNOWN
from policies.rules.appstream import (
    appstream_idle_disconnect,
    appstream_no_default_internet_access,
    appstream_session_limits,
)
from policies.rules.cloud9 import cloud9_environment_ssm_connection
from policies.rules.lightsail import (
    lightsail_database_backups,
    lightsail_database_not_public,
    lightsail_instance_ports_not_public,
    lightsail_instance_snapshots,
)
from policies.rules.workspaces import workspaces_no_local_administrator
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        lightsail_database_not_public,
        "aws:lightsail/database:Database",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        lightsail_database_backups,
        "aws:lightsail/database:Database",
        passes=[{}, {"backupRetentionEnabled": True}],
        fails=[{"backupRetentionEnabled": False}],
        unknown=[{"backupRetentionEnabled": UNKNOWN}],
    ),
    *of_inputs(
        lightsail_instance_snapshots,
        "aws:lightsail/instance:Instance",
        passes=[{"addOn": {"status": "Enabled"}}],
        fails=[{"addOn": {"status": "Disabled"}}, {}],
        unknown=[{"addOn": {"status": UNKNOWN}}],
    ),
    *of_inputs(
        lightsail_instance_ports_not_public,
        "aws:lightsail/instancePublicPorts:InstancePublicPorts",
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
        appstream_no_default_internet_access,
        "aws:appstream/fleet:Fleet",
        passes=[{}, {"enableDefaultInternetAccess": False}],
        fails=[{"enableDefaultInternetAccess": True}],
        unknown=[{"enableDefaultInternetAccess": UNKNOWN}],
    ),
    *of_inputs(
        appstream_session_limits,
        "aws:appstream/fleet:Fleet",
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
        appstream_idle_disconnect,
        "aws:appstream/fleet:Fleet",
        passes=[{"idleDisconnectTimeoutInSeconds": 600}],
        fails=[{}, {"idleDisconnectTimeoutInSeconds": 3600}],
        unknown=[{"idleDisconnectTimeoutInSeconds": UNKNOWN}],
    ),
    *of_inputs(
        cloud9_environment_ssm_connection,
        "aws:cloud9/environmentEC2:EnvironmentEC2",
        passes=[{"connectionType": "CONNECT_SSM"}],
        fails=[{"connectionType": "CONNECT_SSH"}, {}],
        unknown=[{"connectionType": UNKNOWN}],
    ),
    *of_inputs(
        workspaces_no_local_administrator,
        "aws:workspaces/directory:Directory",
        passes=[{}, {"workspaceCreationProperties": {"userEnabledAsLocalAdministrator": False}}],
        fails=[{"workspaceCreationProperties": {"userEnabledAsLocalAdministrator": True}}],
        unknown=[{"workspaceCreationProperties": {"userEnabledAsLocalAdministrator": UNKNOWN}}],
    ),
]
