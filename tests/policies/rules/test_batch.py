"""Rules for AWS Batch."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "batch-job-no-plain-text-secrets",
        passes=[
            {},
            {
                "containerProperties": json.dumps(
                    {"image": "app", "environment": [{"name": "STAGE", "value": "prod"}]}
                )
            },
        ],
        fails=[
            {
                "containerProperties": json.dumps(
                    {
                        "image": "app",
                        "environment": [{"name": "DB_PASSWORD", "value": "correct-horse-battery"}],
                    }
                )
            }
        ],
        unknown=[{"containerProperties": UNKNOWN}],
    ),
]
