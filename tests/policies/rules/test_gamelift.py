"""Rules for Amazon GameLift."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "gamelift-fleet-no-public-administration",
        passes=[
            {
                "ec2InboundPermissions": [
                    {"fromPort": 7777, "toPort": 7777, "ipRange": "0.0.0.0/0", "protocol": "UDP"}
                ]
            }
        ],
        fails=[
            {
                "ec2InboundPermissions": [
                    {"fromPort": 22, "toPort": 22, "ipRange": "0.0.0.0/0", "protocol": "TCP"}
                ]
            }
        ],
        unknown=[{"ec2InboundPermissions": UNKNOWN}],
    ),
]
