"""Aliases for renamed, moved and retyped resources."""

import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions


class Storage(pulumi.ComponentResource):
    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        aliases = [Alias(type_="acme:storage:Bucket")]
        opts = ResourceOptions.merge(ResourceOptions(aliases=aliases), opts)
        super().__init__("acme:index:Storage", name, {}, opts)
        self.bucket = aws.s3.Bucket(
            f"{name}-objects",
            opts=ResourceOptions(
                parent=self,
                aliases=[Alias(name="objects", parent=pulumi.ROOT_STACK_RESOURCE)],
            ),
        )
        self.register_outputs({"bucket": self.bucket.id})


storage = Storage("storage")
aws.sqs.Queue(
    "jobs",
    visibility_timeout_seconds=60,
    opts=ResourceOptions(aliases=["urn:pulumi:dev::old-project::aws:sqs/queue:Queue::work"]),
)
aws.ec2.Eip("gateway", domain="vpc", opts=ResourceOptions(delete_before_replace=True))
aws.kinesis.Stream(
    "events",
    shard_count=2,
    opts=ResourceOptions(
        replace_on_changes=["shardCount"],
        ignore_changes=["retentionPeriod"],
        custom_timeouts=pulumi.CustomTimeouts(create="10m"),
        deleted_with=storage.bucket,
    ),
)
