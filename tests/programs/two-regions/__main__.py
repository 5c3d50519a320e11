"""Service in one region with a standby in another, by explicit providers."""

import json

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

standby_region = pulumi.Config().require("standby")
standby = aws.Provider("standby", region=standby_region)
there = ResourceOptions(provider=standby)
here = aws.get_region().region

sources = aws.s3.Bucket("artifacts")
copies = aws.s3.Bucket("copies", opts=there)
versioned = [
    aws.s3.BucketVersioning(
        name,
        bucket=bucket.id,
        versioning_configuration={"status": "Enabled"},
        opts=opts,
    )
    for name, bucket, opts in (("artifacts", sources, None), ("copies", copies, there))
]
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
    "artifacts",
    bucket=sources.id,
    role=role.arn,
    rules=[
        {
            "id": "all",
            "status": "Enabled",
            "destination": {"bucket": copies.arn, "storage_class": "STANDARD_IA"},
        }
    ],
    opts=ResourceOptions(depends_on=versioned),
)
aws.dynamodb.Table(
    "sessions",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    billing_mode="PROVISIONED",
    read_capacity=20,
    write_capacity=10,
    stream_enabled=True,
    stream_view_type="NEW_AND_OLD_IMAGES",
    replicas=[{"region_name": standby_region}],
)
for region, opts in ((here, None), (standby_region, there)):
    image = aws.ec2.get_ami(
        most_recent=True,
        owners=["amazon"],
        opts=pulumi.InvokeOptions(provider=standby if opts else None),
    )
    template = aws.ec2.LaunchTemplate(
        f"web-{region}", image_id=image.id, instance_type="c7g.large", opts=opts
    )
    zones = aws.get_availability_zones(
        state="available", opts=pulumi.InvokeOptions(provider=standby if opts else None)
    )
    aws.autoscaling.Group(
        f"web-{region}",
        availability_zones=zones.names[:3],
        min_size=3,
        max_size=9,
        desired_capacity=3,
        launch_template={"id": template.id, "version": "$Latest"},
        opts=opts,
    )
pulumi.export("regions", [here, standby_region])
