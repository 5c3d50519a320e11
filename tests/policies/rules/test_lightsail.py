"""Rules for Amazon Lightsail."""

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
]
