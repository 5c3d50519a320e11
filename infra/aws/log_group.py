"""CloudWatch log groups with encryption and retention."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch

from infra.context import Context


def log_group(
    name: str,
    path: pulumi.Input[str],
    context: Context,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> cloudwatch.LogGroup:
    """Create a log group with the physical name `path`, which policies refer to."""
    return cloudwatch.LogGroup(
        name,
        name=path,
        retention_in_days=context.log_retention_days,
        kms_key_id=context.log_key_arn,
        tags=tags,
        opts=opts,
    )
