"""Container images: references in settings, their URIs and the permissions to pull them."""

import re

from infra.aws.policy_document import Statement, allow
from infra.context import Context

ECR = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)")
PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def has_registry(reference: str) -> bool:
    """Return True if an image reference starts with the host of a registry."""
    host, slash, _ = reference.partition("/")
    return bool(slash) and ("." in host or ":" in host)


def repository_of(reference: str) -> str:
    """Return the repository of a reference without registry host: serving of serving:1."""
    return reference.partition("@")[0].partition(":")[0]


def image_uri(context: Context, reference: str) -> str:
    """Return the URI of a container image.

    REPOSITORY:TAG is in the stack's own registry in the context's region, to which images are
    pushed or replicated; a reference with a registry host is returned unchanged.
    """
    if has_registry(reference):
        return reference
    domain = "amazonaws.com.cn" if context.partition == "aws-cn" else "amazonaws.com"
    registry = f"{context.account}.dkr.ecr.{context.region}.{domain}"
    return f"{registry}/{context.prefix}/{reference}"


def pull_image(context: Context, reference: str) -> list[Statement]:
    """Allow pulling an image from its ECR repository; other registries need no IAM permission."""
    found = ECR.match(image_uri(context, reference))
    if found is None:
        return []
    account, region, name = found.groups()
    repository = f"arn:{context.partition}:ecr:{region}:{account}:repository/{name}"
    return [
        allow(["ecr:GetAuthorizationToken"], ["*"]),  # has no resource level
        allow(PULL, [repository]),
    ]
