"""Amazon Data Lifecycle Manager. https://aws.amazon.com/ebs/pricing/, "Amazon EBS Snapshots"."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of

LINES = (Line("snapshot_storage_gb", "EBS snapshot storage", "EBS:SnapshotUsage"),)


class LifecyclePolicy(StatedResource):
    """Snapshots and images that a policy creates; the policy itself is free."""

    type = "aws:dlm/lifecyclePolicy:LifecyclePolicy"
    usage = usage_of("LifecyclePolicyUsage", LINES)
    service = "AmazonEC2"
    lines = LINES
