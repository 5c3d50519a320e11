"""Rules for AWS App Runner."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "apprunner-service-no-plain-text-secrets",
        passes=[
            {},
            {
                "sourceConfiguration": {
                    "imageRepository": {
                        "imageConfiguration": {"runtimeEnvironmentVariables": {"STAGE": "prod"}}
                    }
                }
            },
        ],
        fails=[
            {
                "sourceConfiguration": {
                    "imageRepository": {
                        "imageConfiguration": {
                            "runtimeEnvironmentVariables": {"DB_PASSWORD": "correct-horse-battery"}
                        }
                    }
                }
            }
        ],
        unknown=[
            {
                "sourceConfiguration": {
                    "imageRepository": {
                        "imageConfiguration": {"runtimeEnvironmentVariables": UNKNOWN}
                    }
                }
            }
        ],
    ),
    *of_input(
        "apprunner-service-customer-managed-key",
        "encryptionConfiguration.kmsKey",
        passes=["arn:aws:kms:us-east-1:123456789012:key/1"],
        fails=[None],
    ),
]
