"""What is declared about an S3 bucket: inside it, or by resources of their own beside it."""

from collections.abc import Iterator
from typing import Any

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.reading.stack import Stack
from policies.reading.tokens import BUCKET_LIFECYCLES, BUCKET_VERSIONINGS
from policies.reading.values import Truth, any_of, blocks, equal, one_of, read

PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def versioned(stack: Stack, bucket: Resource) -> Truth:
    inline = [
        equal(at(block, "enabled"), option=True)
        for block in blocks(bucket, "versioning", "versionings")
    ]
    versionings = stack.attached(bucket, "bucket", *BUCKET_VERSIONINGS)
    apart = [
        equal(read(each, "versioningConfiguration.status"), "Enabled") for each in versionings.found
    ]
    return any_of([*inline, *apart, *maybe(versionings.open)])


def lifecycle_rules(stack: Stack, bucket: Resource) -> Iterator[tuple[str, Any]]:
    """Yield where each rule says that it is on, with the rule; UNKNOWN for one not known."""
    for block in blocks(bucket, "lifecycleRules", "lifecycleRule"):
        yield "enabled", block
    lifecycles = stack.attached(bucket, "bucket", *BUCKET_LIFECYCLES)
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


def maybe(resources: object) -> list[Truth]:
    """Return UNKNOWN where there are resources that may be this bucket's."""
    return [UNKNOWN] if resources else []
