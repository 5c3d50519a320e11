"""Validation of SageMaker endpoint settings."""

from collections.abc import Iterator

from infra.aws.validation import Minimum, above_maximum, below_minimum
from infra.settings import Settings


def conflicts(settings: Settings) -> Iterator[str]:
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
