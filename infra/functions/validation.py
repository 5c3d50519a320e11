"""Validation of Lambda settings."""

from collections.abc import Iterator

from infra.aws.validation import Minimum, above_maximum, below_minimum
from infra.settings import Settings


def conflicts(settings: Settings) -> Iterator[str]:
    functions = settings.functions
    if functions is None:
        return
    least, most = functions.min_provisioned_concurrency, functions.max_provisioned_concurrency
    if least > most:
        yield above_maximum(
            "functions.min_provisioned_concurrency", least, "max_provisioned_concurrency", most
        )
    if most > functions.reserved_concurrency:
        yield above_maximum(
            "functions.max_provisioned_concurrency",
            most,
            "reserved_concurrency",
            functions.reserved_concurrency,
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield settings with which the loss of a zone can leave no initialized environment."""
    if functions := settings.functions:
        yield from below_minimum(
            [
                Minimum(
                    "functions.min_provisioned_concurrency",
                    functions.min_provisioned_concurrency,
                    2,
                    "the execution environments needed in two zones",
                )
            ]
        )
