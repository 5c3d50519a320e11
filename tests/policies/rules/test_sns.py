"""Rules for Amazon SNS."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input("sns-subscription-https", "protocol", passes=[None, "https"], fails=["http"]),
    *of_inputs(
        "sns-topic-no-cross-account-access",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "s3.amazonaws.com"},
                                "Action": "sns:Publish",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        fails=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                                "Action": "sns:Publish",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
]
