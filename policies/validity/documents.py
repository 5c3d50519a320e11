"""Sizes of policy documents, as the services count them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import json_value
from policies.engine.logic import MARKS, Truth, equal, is_partial, read

WHITESPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class SizeLimit:
    input: str
    largest: int
    unit: str  # "characters" without whitespace, or "bytes"
    aws_docs: str


QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
# IAM counts the inline policies of a role, a user or a group together.
INLINE = {
    "aws:iam/role:Role": ("aws:iam/rolePolicy:RolePolicy", "role", 10_240),
    "aws:iam/user:User": ("aws:iam/userPolicy:UserPolicy", "user", 2_048),
    "aws:iam/group:Group": ("aws:iam/groupPolicy:GroupPolicy", "group", 5_120),
}
SIZE_LIMITS = {
    "aws:iam/policy:Policy": SizeLimit("policy", 6_144, "characters", QUOTAS),
    **{
        kind: SizeLimit("policy", largest, "characters", QUOTAS)
        for kind, _, largest in INLINE.values()
    },
    # Service control policies, the default type; 5,120 until May 2026.
    "aws:organizations/policy:Policy": SizeLimit(
        "content",
        10_240,
        "bytes",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html",
    ),
    "aws:s3/bucketPolicy:BucketPolicy": SizeLimit(
        "policy",
        20_480,
        "bytes",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html",
    ),
    "aws:sqs/queuePolicy:QueuePolicy": SizeLimit(
        "policy",
        8_192,
        "bytes",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html",
    ),
    "aws:kms/key:Key": SizeLimit(
        "policy",
        32_768,
        "bytes",
        "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": SizeLimit(
        "policy",
        20_480,
        "bytes",
        "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html",
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": SizeLimit(
        "policy",
        10_240,
        "bytes",
        "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html",
    ),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": SizeLimit(
        "policyDocument",
        5_120,
        "bytes",
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html",
    ),
}


SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"


def has_limit(resource: Resource) -> Truth:
    """Return whether the limit applies: policies of organizations have several types."""
    if resource.type != "aws:organizations/policy:Policy":
        return True
    return equal(read(resource, "type", SERVICE_CONTROL), SERVICE_CONTROL)


def size_of(document: object, unit: str) -> int | Unknown | None:
    """Return the size of the known parts of a document; None for one that is not a JSON object."""
    if document is UNKNOWN:
        return UNKNOWN
    written = compact(document)
    if written is None:
        return None
    for mark in MARKS:
        written = written.replace(mark, "")
    return len(WHITESPACE.sub("", written)) if unit == "characters" else len(written.encode())


def compact(document: object) -> str | None:
    """Return a document as the provider sends it, without whitespace between its parts."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            return None
    if not isinstance(document, Mapping):
        return None
    return json.dumps(document, default=json_value, ensure_ascii=False, separators=(",", ":"))


def has_unknown_parts(document: object) -> bool:
    return document is UNKNOWN or is_partial(
        document if isinstance(document, str) else compact(document)
    )
