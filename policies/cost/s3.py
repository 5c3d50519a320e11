"""What buckets cost that keep everything."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.buckets import expires
from policies.reading.stack import Stack
from policies.reading.tokens import BUCKETS
from policies.reading.values import found, not_
from policies.rule import stack_rule


@stack_rule(
    types=BUCKETS,
    concern="cost",
    severity="low",
    fix="s3.BucketLifecycleConfiguration(bucket=bucket.id, rules=[...]), a rule Enabled",
    same_intent_as=("CKV2_AWS_61",),
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
)
def bucket_lifecycle(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """A bucket moves or drops by itself what is old, former versions and broken uploads."""
    because = f"no lifecycle rule of {bucket.name} is on"
    yield from found(
        not_(expires(stack, bucket)), bucket, "lifecycleRules", "a rule Enabled", because=because
    )
