"""One file as `main`, in AWS GovCloud."""

import json

import pulumi
import pulumi_aws as aws

partition = aws.get_partition().partition
key = aws.kms.Key(
    "records",
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {
                        "AWS": f"arn:{partition}:iam::{aws.get_caller_identity().account_id}:root"
                    },
                    "Action": "kms:*",
                    "Resource": "*",
                }
            ],
        }
    ),
)
records = aws.s3.Bucket("records")
aws.s3.BucketServerSideEncryptionConfiguration(
    "records",
    bucket=records.id,
    rules=[
        {
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": key.arn,
            }
        }
    ],
)
gateway = aws.ec2.Instance(
    "gateway",
    ami="ami-0fe77e8ee9b2c06c6",
    instance_type="m5.large",
    ebs_block_devices=[
        {"device_name": "/dev/sdf", "volume_size": 300, "volume_type": "st1"},
    ],
)
pulumi.export("key", key.arn)
