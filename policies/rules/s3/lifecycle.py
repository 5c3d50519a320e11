"""Rules for Amazon S3: lifecycle."""

from collections.abc import Iterator, Mapping

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    blocks,
    equal,
    found,
    is_unknown,
    not_,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.buckets import expires, lifecycle_rules, versioned
from policies.engine.selectors.tokens import BUCKET, BUCKET_LIFECYCLE
from policies.engine.stack import Stack

DAYS = "daysAfterInitiation"
FORMER = ("noncurrentVersionExpiration", "noncurrentVersionTransitions")


@stack_rule(
    types=(BUCKET,),
    concern="cost",
    severity="low",
    title="S3 bucket has no lifecycle configuration",
    risk="Old objects, versions and incomplete uploads are kept and charged.",
    fix=(
        's3.BucketLifecycleConfiguration(bucket=bucket.id, rules=[{"id": "uploads", '
        '"status": "Enabled", "abort_incomplete_multipart_upload": '
        '{"days_after_initiation": 7}}])'
    ),
    same_intent_as=("CKV2_AWS_61",),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
    production=True,
)
def s3_bucket_lifecycle_configuration(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    because = f"no lifecycle rule of {bucket.name} is enabled"
    yield from found(
        not_(expires(stack, bucket)), bucket, "lifecycleRules", "an enabled rule", because=because
    )


@resource_rule(
    types=(BUCKET_LIFECYCLE,),
    concern="cost",
    severity="low",
    title="S3 lifecycle configuration does not abort incomplete multipart uploads",
    risk="Parts of failed uploads are charged and appear in no listing.",
    fix=(
        'rules=[{"status": "Enabled", "abort_incomplete_multipart_upload": '
        '{"days_after_initiation": 7}}]'
    ),
    same_intent_as=("CKV_AWS_300",),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
    production=True,
)
def s3_lifecycle_aborts_incomplete_uploads(lifecycle: Resource) -> Iterator[Finding]:
    path = "abortIncompleteMultipartUpload"
    drops = any_of(
        all_of([equal(at(rule, "status"), "Enabled"), at_least(at(rule, f"{path}.{DAYS}"), 1)])
        for rule in blocks(lifecycle, "rules")
    )
    because = "no enabled rule aborts incomplete multipart uploads"
    yield from found(not_(drops), lifecycle, "rules", "a rule that aborts them", because=because)


@stack_rule(
    types=(BUCKET,),
    concern="cost",
    severity="low",
    title="S3 bucket with versioning keeps noncurrent versions forever",
    risk="Noncurrent versions are charged and appear in no normal listing.",
    fix=(
        's3.BucketLifecycleConfiguration(bucket=bucket.id, rules=[{"id": '
        '"old-versions", "status": "Enabled", "noncurrent_version_expiration": '
        '{"noncurrent_days": 30}, "abort_incomplete_multipart_upload": '
        '{"days_after_initiation": 7}}])'
    ),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html",
    production=True,
)
def s3_bucket_noncurrent_version_expiration(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    drops = any_of(
        all_of([is_on(rule, key), not_(is_filtered(rule)), expires_noncurrent(rule)])
        for key, rule in lifecycle_rules(stack, bucket)
    )
    broken = all_of([versioned(stack, bucket), not_(drops)])
    because = f"noncurrent versions in {bucket.name} never expire"
    expected = "a rule that expires noncurrent versions"
    yield from found(broken, bucket, "lifecycleRules", expected, because=because)


def is_on(rule: object, key: str) -> Truth:
    return any_of([equal(at(rule, key), "Enabled"), equal(at(rule, key), option=True)])


def expires_noncurrent(rule: object) -> Truth:
    return any_of(is_there(at(rule, each)) for each in FORMER)


def is_filtered(rule: object) -> Truth:
    """Return whether a rule applies to some objects only: by prefix, tag or size."""
    parts = [at(rule, "prefix"), at(rule, "tags")]
    filter_ = at(rule, "filter")
    if is_unknown(rule) or is_unknown(filter_):
        return UNKNOWN
    parts += filter_.values() if isinstance(filter_, Mapping) else []
    return any_of(UNKNOWN if is_unknown(each) else each not in (None, "", {}, []) for each in parts)


def is_there(block: object) -> Truth:
    return UNKNOWN if is_unknown(block) else block not in (None, [])


RULES: tuple[Rule, ...] = (
    s3_bucket_lifecycle_configuration,
    s3_lifecycle_aborts_incomplete_uploads,
    s3_bucket_noncurrent_version_expiration,
)
