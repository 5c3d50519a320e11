"""Rules for Amazon S3: durability."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, found, not_
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.backups import copied_elsewhere
from policies.engine.selectors.buckets import LOGGERS, is_replica, receives, replicated, versioned
from policies.engine.selectors.tokens import BUCKET
from policies.engine.stack import Stack


@stack_rule(
    types=(BUCKET,),
    concern="availability",
    severity="medium",
    title="S3 bucket has no versioning",
    risk="Objects that are overwritten or deleted by mistake cannot be restored.",
    fix='s3.BucketVersioning(bucket=bucket.id, versioning_configuration={"status": "Enabled"})',
    same_intent_as=("CKV_AWS_21",),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    production=True,
)
def s3_bucket_versioning(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    because = f"versioning of {bucket.name} is not enabled"
    yield from found(
        not_(versioned(stack, bucket)), bucket, "versioning", "Enabled", because=because
    )


@stack_rule(
    types=(BUCKET,),
    concern="availability",
    severity="low",
    title="S3 bucket has no copy in another region",
    risk="A regional outage makes its objects unavailable.",
    fix=(
        "s3.BucketReplicationConfig(bucket=bucket.id, rules=[...]) to a bucket in "
        "another region, or an AWS Backup copy there"
    ),
    same_intent_as=("CKV_AWS_144",),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
    production=True,
)
def s3_bucket_cross_region_copy(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    serving = stack.tags(bucket).serving
    if serving is False or (replicated_ := replicated(stack, bucket)) is True:
        return
    spared = [
        replicated_,
        copied_elsewhere(stack, bucket),
        is_replica(stack, bucket),
        receives(stack, bucket, LOGGERS),
    ]
    because = f"{bucket.name} has no copy in another region"
    broken = all_of([serving, not_(any_of(spared))])
    yield from found(broken, bucket, "", "replication to another region", because=because)


RULES: tuple[Rule, ...] = (
    s3_bucket_versioning,
    s3_bucket_cross_region_copy,
)
