"""Kinesis stream to three S3 layers, with a Glue catalogue and Athena."""

import json

import pulumi
import pulumi_aws as aws

layers = {name: aws.s3.Bucket(name) for name in ("raw", "clean", "serving")}
for name, bucket in layers.items():
    aws.s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.id,
        rules=[
            {
                "id": "age",
                "status": "Enabled",
                "transitions": [{"days": 90, "storage_class": "GLACIER_IR"}],
            }
        ],
    )
stream = aws.kinesis.Stream("events", stream_mode_details={"stream_mode": "ON_DEMAND"})
role = aws.iam.Role(
    "lake",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": [f"{name}.amazonaws.com"]},
                    "Action": "sts:AssumeRole",
                }
                for name in ("firehose", "glue")
            ],
        }
    ),
    inline_policies=[
        {
            "name": "layers",
            "policy": pulumi.Output.all(*[each.arn for each in layers.values()]).apply(
                lambda arns: json.dumps(
                    {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": ["s3:GetObject", "s3:PutObject"],
                                "Resource": [f"{arn}/*" for arn in arns],
                            }
                        ],
                    }
                )
            ),
        }
    ],
)
aws.kinesis.FirehoseDeliveryStream(
    "events",
    destination="extended_s3",
    kinesis_source_configuration={"kinesis_stream_arn": stream.arn, "role_arn": role.arn},
    extended_s3_configuration={"role_arn": role.arn, "bucket_arn": layers["raw"].arn},
)
catalog = aws.glue.CatalogDatabase("lake", name="lake")
aws.glue.Crawler(
    "raw",
    database_name=catalog.name,
    role=role.arn,
    schedule="cron(15 3 * * ? *)",
    s3_targets=[{"path": layers["raw"].bucket.apply(lambda bucket: f"s3://{bucket}/")}],
)
aws.glue.Job(
    "clean",
    role_arn=role.arn,
    command={"script_location": "s3://acme-scripts/clean.py"},
    glue_version="5.0",
    worker_type="G.1X",
    number_of_workers=10,
)
aws.athena.Workgroup(
    "analysts",
    configuration={"bytes_scanned_cutoff_per_query": 10 * 1024**3},
)
namespace = aws.redshiftserverless.Namespace("serving", namespace_name="serving")
aws.redshiftserverless.Workgroup(
    "serving", namespace_name=namespace.namespace_name, workgroup_name="serving", base_capacity=8
)
