"""Rules for AWS IoT."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "iot-policy-no-wildcard",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": "iot:Connect",
                                "Resource": "arn:aws:iot:us-east-1:123456789012:client/a",
                            }
                        ]
                    }
                )
            }
        ],
        fails=[
            {
                "policy": json.dumps(
                    {"Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "iot-logging",
        passes=[{}],
        fails=[{"disableAllLogs": True}, {"defaultLogLevel": "DISABLED"}],
        unknown=[{"disableAllLogs": UNKNOWN}, {"defaultLogLevel": UNKNOWN}],
    ),
]
