"""What keeps objects from being lost."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.backups import copied_elsewhere
from policies.reading.buckets import LOGGERS, is_replica, receives, replicated, versioned
from policies.reading.stack import Stack
from policies.reading.tokens import BUCKETS
from policies.reading.values import all_of, any_of, found, not_
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


@stack_rule(
    types=BUCKETS,
    concern="availability",
    severity="low",
    fix="s3.BucketReplicationConfig(bucket=bucket.id, rules=[...]) to a bucket in another region",
    same_intent_as=("CKV_AWS_144",),
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
    production=True,
)
def bucket_outlives_its_region(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """What is needed to serve is in another bucket, too, or among backups in another region."""
    serving = stack.tags(bucket).serving
    if serving is False or (replicated_ := replicated(stack, bucket)) is True:
        return
    spared = [
        replicated_,
        copied_elsewhere(stack, bucket),
        is_replica(stack, bucket),
        receives(stack, bucket, LOGGERS),
    ]
    because = f"{bucket.name} is nowhere else"
    broken = all_of([serving, not_(any_of(spared))])
    yield from found(broken, bucket, "", "a replica elsewhere", because=because)
