"""Expand awsx.cloudtrail.Trail: a trail with its bucket.

Source: pulumi/pulumi-awsx, awsx/cloudtrail, read 2026-11-24.
"""

from typing import Any

from costing.graph.preview import values
from costing.graph.preview.packages.component import Component
from costing.model import UNKNOWN


def trail(component: Component) -> dict[str, Any]:
    specified = values.opened(component.inputs.get("s3Bucket") or {})
    bucket = None
    name = values.opened(specified.get("existing") or {}).get("name", UNKNOWN)
    if specified.get("existing") is None:
        arguments = {"forceDestroy": True, **values.opened(specified.get("args") or {})}
        bucket = component.add("aws:s3/bucket:Bucket", component.name, arguments)
        name = bucket.output("bucket")
    policy = component.add(
        "aws:s3/bucketPolicy:BucketPolicy", component.name, {"bucket": name, "policy": UNKNOWN}
    )
    logs = component.inputs.get("cloudWatchLogsGroup")
    group = None
    if logs is not None and not values.opened(logs).get("skip", False):
        arguments = values.opened(values.opened(logs).get("args") or {})
        group = component.add("aws:cloudwatch/logGroup:LogGroup", component.name, arguments)
    made = component.add(
        "aws:cloudtrail/trail:Trail",
        component.name,
        {**component.without("s3Bucket", "cloudWatchLogsGroup"), "s3BucketName": name},
        depends_on=[policy],
    )
    return {
        "trail": made.reference,
        "bucket": bucket.reference if bucket else None,
        "logGroup": group.reference if group else None,
    }
