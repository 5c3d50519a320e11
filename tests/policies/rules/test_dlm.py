"""Rules for Amazon Data Lifecycle Manager."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "dlm-cross-region-event-copy-customer-managed-key",
        passes=[
            {},
            {
                "policyDetails": {
                    "action": {
                        "name": "copy",
                        "crossRegionCopies": [
                            {
                                "target": "us-west-2",
                                "encryptionConfiguration": {
                                    "encrypted": True,
                                    "cmkArn": "arn:aws:kms:us-east-1:123456789012:key/1",
                                },
                            }
                        ],
                    }
                }
            },
        ],
        fails=[
            {
                "policyDetails": {
                    "action": {"name": "copy", "crossRegionCopies": [{"target": "us-west-2"}]}
                }
            }
        ],
        unknown=[{"policyDetails": {"action": {"name": "copy", "crossRegionCopies": UNKNOWN}}}],
    ),
    *of_inputs(
        "dlm-cross-region-schedule-customer-managed-key",
        passes=[
            {},
            {
                "policyDetails": {
                    "schedules": [
                        {
                            "name": "daily",
                            "crossRegionCopyRules": [
                                {
                                    "target": "us-west-2",
                                    "encrypted": True,
                                    "cmkArn": "arn:aws:kms:us-east-1:123456789012:key/1",
                                }
                            ],
                        }
                    ]
                }
            },
        ],
        fails=[
            {
                "policyDetails": {
                    "schedules": [
                        {
                            "name": "daily",
                            "crossRegionCopyRules": [{"target": "us-west-2", "encrypted": True}],
                        }
                    ]
                }
            }
        ],
        unknown=[{"policyDetails": {"schedules": UNKNOWN}}],
    ),
]
