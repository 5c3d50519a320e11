"""What the settings of functions must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below
from infra.settings import Settings


def contradictions(settings: Settings) -> Iterator[str]:
    functions = settings.functions
    if functions is None:
        return
    if functions.max_warm < functions.min_warm:
        yield (
            f"plimsoll:functions.max_warm is {functions.max_warm}, under min_warm "
            f"{functions.min_warm}: raise it"
        )
    if functions.max_concurrency < functions.max_warm:
        yield (
            f"plimsoll:functions.max_concurrency is {functions.max_concurrency}, and what is warm "
            f"comes out of it: raise it to max_warm {functions.max_warm}, or lower that"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield what leaves the first requests after a loss without an instance that is ready."""
    if functions := settings.functions:
        yield from below(settings, [("functions.min_warm", functions.min_warm, 2)])
