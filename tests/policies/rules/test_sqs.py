"""Rules for Amazon SQS."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "sqs-policy-no-wildcard-action",
        "aws:sqs/queuePolicy:QueuePolicy",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "sns.amazonaws.com"},
                                "Action": "sqs:SendMessage",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            },
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
                        ]
                    }
                )
            },
        ],
        fails=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"AWS": "123456789012"},
                                "Action": "*",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_input("sqs-queue-dead-letter-queue", "redrivePolicy", passes=["{}"], fails=[None]),
]
