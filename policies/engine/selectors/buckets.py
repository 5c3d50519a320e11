"""Settings of an S3 bucket, set inside it or by separate resources."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import Truth, any_of, blocks, equal, is_unknown, one_of, read
from policies.engine.selectors.tokens import (
    BUCKET,
    BUCKET_ENCRYPTION,
    BUCKET_LIFECYCLE,
    BUCKET_LOGGING,
    BUCKET_VERSIONING,
    DISTRIBUTION,
    LOAD_BALANCER,
    S3_BUCKET_POLICY,
)
from policies.engine.stack import Stack

PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
BUCKET_POLICY = S3_BUCKET_POLICY
ACCESS_LOGGERS = {"targetBucket": BUCKET_LOGGING, "logging.targetBucket": BUCKET}
LOGGERS = {**ACCESS_LOGGERS, "accessLogs.bucket": LOAD_BALANCER}
CLOUDFRONT_LOGS = "loggingConfig.bucket"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
INLINE_REPLICATION = "replicationConfiguration.rules"
INLINE_ENCRYPTION = "serverSideEncryptionConfiguration.rule"


def versioned(stack: Stack, bucket: Resource) -> Truth:
    inline = [equal(at(block, "enabled"), option=True) for block in blocks(bucket, "versioning")]
    versionings = stack.attached(bucket, "bucket", BUCKET_VERSIONING)
    apart = [
        equal(read(each, "versioningConfiguration.status"), "Enabled") for each in versionings.found
    ]
    return any_of([*inline, *apart, *maybe(versionings.unknown)])


def lifecycle_rules(stack: Stack, bucket: Resource) -> Iterator[tuple[str, Any]]:
    """Yield each lifecycle rule with the key of its status; UNKNOWN for an unknown rule."""
    for block in blocks(bucket, "lifecycleRules"):
        yield "enabled", block
    lifecycles = stack.attached(bucket, "bucket", BUCKET_LIFECYCLE)
    for lifecycle in lifecycles.found:
        for block in blocks(lifecycle, "rules"):
            yield "status", block
    for _ in lifecycles.unknown:
        yield "status", UNKNOWN


def expires(stack: Stack, bucket: Resource) -> Truth:
    """Return whether a lifecycle rule is enabled."""
    return any_of(
        one_of(at(rule, key), ("Enabled", True)) for key, rule in lifecycle_rules(stack, bucket)
    )


def logged(stack: Stack, bucket: Resource) -> Truth:
    """Return whether server access logging is enabled."""
    inline = [is_specified(at(block, "targetBucket")) for block in blocks(bucket, "logging")]
    apart = stack.attached(bucket, "bucket", BUCKET_LOGGING)
    return any_of([*inline, bool(apart.found), *maybe(apart.unknown)])


def encrypted_by_kms(stack: Stack, bucket: Resource) -> Truth:
    """Return whether the default encryption of the bucket uses a KMS key."""
    encryptions = stack.attached(bucket, "bucket", BUCKET_ENCRYPTION)
    rules = [
        *blocks(bucket, INLINE_ENCRYPTION),
        *(rule for each in encryptions.found for rule in blocks(each, "rules")),
    ]
    algorithm = "applyServerSideEncryptionByDefault.sseAlgorithm"
    by_kms = [one_of(at(rule, algorithm), ("aws:kms", "aws:kms:dsse")) for rule in rules]
    return any_of([*by_kms, *maybe(encryptions.unknown)])


def replicated(stack: Stack, bucket: Resource) -> Truth:
    """Return whether an enabled rule replicates objects to another bucket."""
    replications = stack.attached(bucket, "bucket", REPLICATION)
    rules = [
        *blocks(bucket, INLINE_REPLICATION),
        *(rule for each in replications.found for rule in blocks(each, "rules")),
    ]
    on = [equal(at(rule, "status"), "Enabled") for rule in rules]
    return any_of([*on, *maybe(replications.unknown)])


def is_replica(stack: Stack, bucket: Resource) -> Truth:
    """Return whether the bucket is the destination of another bucket's replication."""
    copied_to = stack.once("replicas", lambda: replicas(stack))
    return True if bucket.urn in copied_to else any_of(maybe(UNKNOWN in copied_to))


def replicas(stack: Stack) -> set[str | Unknown]:
    """Return the URNs of replication destinations; UNKNOWN for an unknown one."""
    places = [(each, "rules") for each in stack.of_type(REPLICATION)]
    places += [(each, INLINE_REPLICATION) for each in stack.of_type(BUCKET)]
    followed = [
        stack.follow(each, f"{path}[{index}].destination.bucket", BUCKET)
        for each, path in places
        for index, _ in enumerate(blocks(each, path))
    ]
    return {
        each.urn if isinstance(each, Resource) else each for each in followed if each is not None
    }


def receives(stack: Stack, bucket: Resource, writers: Mapping[str, str]) -> Truth:
    """Return whether resources of these types deliver logs to the bucket."""
    links = [stack.attached(bucket, path, kind) for path, kind in writers.items()]
    if delivers_from_cloudfront(stack, bucket) is True:
        return True
    if any(link.found for link in links):
        return True
    return UNKNOWN if any(link.unknown for link in links) else False


def delivers_from_cloudfront(stack: Stack, bucket: Resource) -> Truth:
    """Return whether a distribution writes its standard logs to the bucket.

    They need ACLs: BucketOwnerEnforced stops the delivery.
    """
    links = stack.attached(bucket, CLOUDFRONT_LOGS, DISTRIBUTION)
    name = read(bucket, "bucket")
    named = [
        isinstance(name, str) and str(domain).startswith(f"{name}.s3")
        for each in stack.of_type(DISTRIBUTION)
        if not is_unknown(domain := read(each, CLOUDFRONT_LOGS, ""))
    ]
    return True if any(named) else links.exist


def is_specified(value: object) -> Truth:
    return UNKNOWN if is_unknown(value) else value not in (None, "")


def maybe(resources: object) -> list[Truth]:
    """Return [UNKNOWN] where there are resources that may belong to this bucket."""
    return [UNKNOWN] if resources else []
