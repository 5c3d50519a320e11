"""Rules for EC2 Image Builder."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "imagebuilder-distribution-customer-managed-key",
        passes=[
            {
                "distributions": [
                    {
                        "region": "us-east-1",
                        "amiDistributionConfiguration": {
                            "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1"
                        },
                    }
                ]
            }
        ],
        fails=[
            {
                "distributions": [
                    {"region": "us-east-1", "amiDistributionConfiguration": {"name": "image"}}
                ]
            }
        ],
        unknown=[{"distributions": UNKNOWN}],
    ),
    *of_inputs(
        "imagebuilder-recipe-encrypted-volumes",
        passes=[
            {},
            {
                "blockDeviceMappings": [
                    {
                        "ebs": {
                            "encrypted": "true",
                            "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1",
                        }
                    }
                ]
            },
        ],
        fails=[{"blockDeviceMappings": [{"ebs": {"volumeType": "gp3"}}]}],
        unknown=[{"blockDeviceMappings": UNKNOWN}],
    ),
    *of_input(
        "imagebuilder-imdsv2-required",
        "instanceMetadataOptions.httpTokens",
        passes=["required"],
        fails=["optional", None],
    ),
]
