"""A bucket whose objects outlive a region: the second provider makes its copy elsewhere."""

import json

import pulumi
import pulumi_aws as aws

away = aws.Provider("away", region="us-west-2")


def versioned(name: str, opts: pulumi.ResourceOptions | None = None) -> aws.s3.Bucket:
    bucket = aws.s3.Bucket(name, opts=opts)
    aws.s3.BucketVersioning(
        name,
        bucket=bucket.bucket,
        versioning_configuration={"status": "Enabled"},
        opts=opts,
    )
    return bucket


models = versioned("models")
copy = versioned("models-copy", pulumi.ResourceOptions(provider=away))
role = aws.iam.Role(
    "replication",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "s3.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
)
aws.s3.BucketReplicationConfig(
    "models",
    bucket=models.bucket,
    role=role.arn,
    rules=[
        {
            "id": "everything",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "delete_marker_replication": {"status": "Enabled"},
            "destination": {"bucket": copy.arn, "storage_class": "STANDARD_IA"},
        }
    ],
)

pulumi.export("models", models.bucket)
