"""What is declared about an S3 bucket: inside it, or by resources of their own beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import Truth, any_of, blocks, equal, is_open, one_of, read
from policies.engine.selectors.tokens import (
    BUCKET,
    BUCKET_ENCRYPTION,
    BUCKET_LIFECYCLE,
    BUCKET_LOGGING,
    BUCKET_VERSIONING,
    LOAD_BALANCER,
)
from policies.engine.stack import Stack

PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ACCESS_LOGGERS = {"targetBucket": BUCKET_LOGGING, "logging.targetBucket": BUCKET}
LOGGERS = {**ACCESS_LOGGERS, "accessLogs.bucket": LOAD_BALANCER}
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
INLINE_REPLICATION = "replicationConfiguration.rules"
INLINE_ENCRYPTION = "serverSideEncryptionConfiguration.rule"


def versioned(stack: Stack, bucket: Resource) -> Truth:
    inline = [equal(at(block, "enabled"), option=True) for block in blocks(bucket, "versioning")]
    versionings = stack.attached(bucket, "bucket", BUCKET_VERSIONING)
    apart = [
        equal(read(each, "versioningConfiguration.status"), "Enabled") for each in versionings.found
    ]
    return any_of([*inline, *apart, *maybe(versionings.open)])


def lifecycle_rules(stack: Stack, bucket: Resource) -> Iterator[tuple[str, Any]]:
    """Yield where each rule says that it is on, with the rule; UNKNOWN for one not known."""
    for block in blocks(bucket, "lifecycleRules"):
        yield "enabled", block
    lifecycles = stack.attached(bucket, "bucket", BUCKET_LIFECYCLE)
    for lifecycle in lifecycles.found:
        for block in blocks(lifecycle, "rules"):
            yield "status", block
    for _ in lifecycles.open:
        yield "status", UNKNOWN


def expires(stack: Stack, bucket: Resource) -> Truth:
    """Whether some lifecycle rule is on."""
    return any_of(
        one_of(at(rule, key), ("Enabled", True)) for key, rule in lifecycle_rules(stack, bucket)
    )


def logged(stack: Stack, bucket: Resource) -> Truth:
    """Whether S3 writes down who reads and writes the bucket's objects."""
    inline = [is_stated(at(block, "targetBucket")) for block in blocks(bucket, "logging")]
    apart = stack.attached(bucket, "bucket", BUCKET_LOGGING)
    return any_of([*inline, bool(apart.found), *maybe(apart.open)])


def encrypted_by_kms(stack: Stack, bucket: Resource) -> Truth:
    """Whether objects are encrypted by a key of KMS unless who writes them asks otherwise."""
    encryptions = stack.attached(bucket, "bucket", BUCKET_ENCRYPTION)
    rules = [
        *blocks(bucket, INLINE_ENCRYPTION),
        *(rule for each in encryptions.found for rule in blocks(each, "rules")),
    ]
    algorithm = "applyServerSideEncryptionByDefault.sseAlgorithm"
    by_kms = [one_of(at(rule, algorithm), ("aws:kms", "aws:kms:dsse")) for rule in rules]
    return any_of([*by_kms, *maybe(encryptions.open)])


def replicated(stack: Stack, bucket: Resource) -> Truth:
    """Whether some rule that is on copies objects to another bucket."""
    replications = stack.attached(bucket, "bucket", REPLICATION)
    rules = [
        *blocks(bucket, INLINE_REPLICATION),
        *(rule for each in replications.found for rule in blocks(each, "rules")),
    ]
    on = [equal(at(rule, "status"), "Enabled") for rule in rules]
    return any_of([*on, *maybe(replications.open)])


def is_replica(stack: Stack, bucket: Resource) -> Truth:
    """Whether another bucket's objects are copied to it."""
    copied_to = stack.once("replicas", lambda: replicas(stack))
    return True if bucket.urn in copied_to else any_of(maybe(UNKNOWN in copied_to))


def replicas(stack: Stack) -> set[str | Unknown]:
    """Return the URNs of the buckets that objects are copied to; UNKNOWN where one is not known."""
    places = [(each, "rules") for each in stack.of_type(REPLICATION)]
    places += [(each, INLINE_REPLICATION) for each in stack.of_type(BUCKET)]
    led = [
        stack.follow(each, f"{path}[{index}].destination.bucket", BUCKET)
        for each, path in places
        for index, _ in enumerate(blocks(each, path))
    ]
    return {each.urn if isinstance(each, Resource) else each for each in led if each is not None}


def receives(stack: Stack, bucket: Resource, writers: Mapping[str, str]) -> Truth:
    """Whether the bucket is where resources of these types, at these paths, write logs to."""
    links = [stack.attached(bucket, path, kind) for path, kind in writers.items()]
    if any(link.found for link in links):
        return True
    return UNKNOWN if any(link.open for link in links) else False


def is_stated(value: object) -> Truth:
    return UNKNOWN if is_open(value) else value not in (None, "")


def maybe(resources: object) -> list[Truth]:
    """Return UNKNOWN where there are resources that may be this bucket's."""
    return [UNKNOWN] if resources else []
