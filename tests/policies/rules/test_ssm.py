"""Rules for AWS Systems Manager."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "ssm-session-encryption",
        passes=[
            {},
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {
                            "kmsKeyId": "alias/sessions",
                            "s3BucketName": "logs",
                            "s3EncryptionEnabled": True,
                        },
                    }
                ),
            },
        ],
        fails=[
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {"kmsKeyId": "", "s3BucketName": ""},
                    }
                ),
            }
        ],
        unknown=[{"documentType": "Session", "content": UNKNOWN}],
    ),
    *of_inputs(
        "ssm-session-logging",
        passes=[
            {},
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {
                            "kmsKeyId": "alias/sessions",
                            "s3BucketName": "logs",
                            "s3EncryptionEnabled": True,
                        },
                    }
                ),
            },
        ],
        fails=[
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {"kmsKeyId": "", "s3BucketName": ""},
                    }
                ),
            }
        ],
        unknown=[{"documentType": "Session", "content": UNKNOWN}],
    ),
    *of_input(
        "ssm-document-no-secrets",
        "content",
        passes=[None, "echo hello"],
        fails=["export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ),
    *of_inputs(
        "ssm-document-public-sharing-blocked",
        passes=[
            {
                "settingId": "/ssm/documents/console/public-sharing-permission",
                "settingValue": "Disable",
            },
            {
                "settingId": "/ssm/managed-instance/default-ec2-instance-management-role",
                "settingValue": "x",
            },
        ],
        fails=[
            {
                "settingId": "/ssm/documents/console/public-sharing-permission",
                "settingValue": "Enable",
            }
        ],
        unknown=[
            {
                "settingId": "/ssm/documents/console/public-sharing-permission",
                "settingValue": UNKNOWN,
            }
        ],
    ),
    *of_inputs(
        "ssm-automation-logging",
        passes=[
            {
                "settingId": "/ssm/automation/customer-script-log-destination",
                "settingValue": "CloudWatch",
            }
        ],
        fails=[
            {"settingId": "/ssm/automation/customer-script-log-destination", "settingValue": "None"}
        ],
        unknown=[
            {
                "settingId": "/ssm/automation/customer-script-log-destination",
                "settingValue": UNKNOWN,
            }
        ],
    ),
    *of_inputs(
        "ssm-document-not-public",
        passes=[{"permissions": {"type": "Share", "accountIds": "123456789012"}}, {}],
        fails=[
            {"permissions": {"type": "Share", "accountIds": "All"}},
            {"permissions": {"type": "Share", "account_ids": "all"}},
        ],
        unknown=[{"permissions": UNKNOWN}],
    ),
]
