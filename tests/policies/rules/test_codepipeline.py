"""Rules for AWS CodePipeline."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "codepipeline-artifact-store-customer-managed-key",
        passes=[
            {
                "artifactStores": [
                    {
                        "location": "artifacts",
                        "type": "S3",
                        "encryptionKey": {
                            "id": "arn:aws:kms:us-east-1:123456789012:key/1",
                            "type": "KMS",
                        },
                    }
                ]
            }
        ],
        fails=[{"artifactStores": [{"location": "artifacts", "type": "S3"}]}],
        unknown=[{"artifactStores": UNKNOWN}],
    ),
]
