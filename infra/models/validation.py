"""Validation of container images and of SageMaker endpoint settings."""

from collections.abc import Iterator

from infra.aws.image import ECR, has_registry, repository_of
from infra.aws.validation import Minimum, above_maximum, below_minimum
from infra.settings import Settings


def conflicts(settings: Settings) -> Iterator[str]:
    yield from image_conflicts(settings)
    yield from endpoint_conflicts(settings)


def images(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield all container images of a stack with their settings."""
    groups: dict[str, object] = {
        "serving": settings.serving,
        "serving.candidate": settings.serving and settings.serving.candidate,
        "containers": settings.containers,
        "functions": settings.functions,
        "training.job": settings.training and settings.training.job,
        "model_registry": settings.model_registry,
    }
    for kind in ("realtime", "asynchronous", "serverless"):
        groups[f"endpoints.{kind}"] = settings.endpoints and getattr(settings.endpoints, kind)
    for name, group in groups.items():
        for field in ("container_image", "serving_image"):
            if reference := getattr(group, field, None):
                yield f"{name}.{field}", reference


def image_conflicts(settings: Settings) -> Iterator[str]:
    """Yield images without a repository, and images that the standby region cannot pull."""
    repositories = settings.registry.repositories if settings.registry else ()
    for name, reference in images(settings):
        repository = repository_of(reference)
        if not has_registry(reference) and repository not in repositories:
            yield (
                f"plimsoll:{name}: the stack's registry has no repository {repository}; add it to "
                "plimsoll:registry.repositories, or set the image with its registry host"
            )
        found = ECR.match(reference)
        if settings.standby and found and found[2] == settings.region:
            yield (
                f"plimsoll:{name}: {reference} is in {settings.region}, which a standby region "
                f"must not depend on; push it to the stack's registry and set REPOSITORY:TAG"
            )


def endpoint_conflicts(settings: Settings) -> Iterator[str]:
    if settings.endpoints is None:
        return
    realtime, serverless = settings.endpoints.realtime, settings.endpoints.serverless
    if realtime and realtime.max_instances < realtime.min_instances:
        yield above_maximum(
            "endpoints.realtime.min_instances",
            realtime.min_instances,
            "max_instances",
            realtime.max_instances,
        )
    if serverless and (serverless.provisioned_concurrency or 0) > serverless.max_concurrency:
        yield above_maximum(
            "endpoints.serverless.provisioned_concurrency",
            serverless.provisioned_concurrency or 0,
            "max_concurrency",
            serverless.max_concurrency,
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    if settings.endpoints and (realtime := settings.endpoints.realtime):
        yield from below_minimum(
            [
                Minimum(
                    "endpoints.realtime.min_instances",
                    realtime.min_instances,
                    2,
                    "the instances that SageMaker needs to use two zones",
                )
            ]
        )
