"""What buckets cost that keep everything."""

from collections.abc import Iterator

from costing.graph import Resource, at
from policies.finding import Finding
from policies.reading.buckets import expires
from policies.reading.stack import Stack
from policies.reading.tokens import BUCKET_LIFECYCLES, BUCKETS
from policies.reading.values import all_of, any_of, at_least, blocks, equal, found, not_
from policies.rule import resource_rule, stack_rule

DAYS = "daysAfterInitiation"


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


@resource_rule(
    types=BUCKET_LIFECYCLES,
    concern="cost",
    severity="low",
    fix='abort_incomplete_multipart_upload={"days_after_initiation": 7} in a rule Enabled',
    same_intent_as=("CKV_AWS_300",),
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
)
def broken_uploads_dropped(lifecycle: Resource) -> Iterator[Finding]:
    """Uploads that broke off are dropped: no listing shows them, and the bill has them all."""
    path = "abortIncompleteMultipartUpload"
    drops = any_of(
        all_of([equal(at(rule, "status"), "Enabled"), at_least(at(rule, f"{path}.{DAYS}"), 1)])
        for rule in blocks(lifecycle, "rules")
    )
    because = "no rule drops uploads that broke off"
    yield from found(not_(drops), lifecycle, "rules", "a rule that drops them", because=because)
