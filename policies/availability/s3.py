"""What keeps objects from being lost."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.buckets import versioned
from policies.reading.stack import Stack
from policies.reading.tokens import BUCKETS
from policies.reading.values import found, not_
from policies.rule import stack_rule


@stack_rule(
    types=BUCKETS,
    concern="availability",
    severity="medium",
    fix='s3.BucketVersioning(bucket=bucket.id, versioning_configuration={"status": "Enabled"})',
    same_intent_as=("CKV_AWS_21",),
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
)
def bucket_versioned(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """A bucket keeps former versions, so that what is overwritten or deleted can be had back."""
    because = f"{bucket.name} keeps no former versions"
    yield from found(
        not_(versioned(stack, bucket)), bucket, "versioning", "Enabled", because=because
    )
