"""Log groups: each is encrypted, and forgets after a time."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch


@dataclass(frozen=True, slots=True)
class LogKeeping:
    """How all log groups of a stack are kept."""

    retention_days: int
    key_arn: pulumi.Input[str]


def log_group(
    name: str,
    path: pulumi.Input[str],
    keeping: LogKeeping,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> cloudwatch.LogGroup:
    """Make a group whose physical name is `path`: who writes to it, or reads it, has to know."""
    return cloudwatch.LogGroup(
        name,
        name=path,
        retention_in_days=keeping.retention_days,
        kms_key_id=keeping.key_arn,
        tags=tags,
        opts=opts,
    )
