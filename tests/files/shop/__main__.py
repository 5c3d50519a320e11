"""A small shop: resources, references and operations of every kind."""  # noqa: INP001

import json

import pulumi
import pulumi_aws as aws
from network import Network  # type: ignore[import-not-found]

config = pulumi.Config()
changed = config.get_bool("changed")  # the second deployment
password = config.require_secret("password")

west = aws.Provider(
    "west",
    region="us-west-2",
    assume_roles=[{"role_arn": "arn:aws:iam::222222222222:role/copies"}],
    default_tags={"tags": {"owner": "shop"}},
)
network = Network("main", last="10.0.9.0/24" if changed else "10.0.2.0/24")
shared = aws.ec2.Vpc.get("shared", "vpc-0ffffffffffffffff")

template = aws.ec2.LaunchTemplate(
    "web",
    image_id="ami-0abcdef1234567890",
    instance_type="m6i.xlarge" if changed else "m6i.large",
    block_device_mappings=[
        {"device_name": "/dev/xvda", "ebs": {"volume_size": 40, "volume_type": "gp3"}}
    ],
    metadata_options={"http_tokens": "required"},
)
aws.autoscaling.Group(
    "web",
    min_size=2,
    max_size=6,
    desired_capacity=3,
    launch_template={"id": template.id, "version": "$Latest"},
    vpc_zone_identifiers=network.subnets,
)
aws.rds.Instance(
    "orders",
    engine="postgres",
    instance_class="db.r6g.xlarge" if changed else "db.r6g.large",
    allocated_storage=100,
    storage_type="gp3",
    multi_az=True,
    username="shop",
    password=password,
    skip_final_snapshot=True,
    opts=pulumi.ResourceOptions(protect=True),
)
role = aws.iam.Role(
    "resizer" if changed else "resize",
    assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": []}),
    opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="resize")]),
)
aws.lambda_.Function(
    "resize",
    code=pulumi.FileArchive("./resize"),
    handler="index.handler",
    runtime="nodejs22.x",
    role=role.arn,
    memory_size=1024,
    environment={"variables": {"KEY": password}},
)
if changed:
    logs = aws.cloudwatch.LogGroup("web", retention_in_days=30)
    pulumi.export("logs", logs.name)
else:
    copies = aws.s3.Bucket("copies", opts=pulumi.ResourceOptions(provider=west))
    pulumi.export("copies", copies.arn)
pulumi.export("password", password)
