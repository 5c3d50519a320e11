"""What the settings of endpoints must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below
from infra.settings import Settings


def contradictions(settings: Settings) -> Iterator[str]:
    if settings.endpoints is None:
        return
    realtime, serverless = settings.endpoints.realtime, settings.endpoints.serverless
    if realtime and realtime.max_instances < realtime.min_instances:
        yield (
            f"plimsoll:endpoints.realtime.max_instances is {realtime.max_instances}, under "
            f"min_instances {realtime.min_instances}: raise it"
        )
    if serverless and (serverless.provisioned_concurrency or 0) > serverless.max_concurrency:
        yield (
            "plimsoll:endpoints.serverless.provisioned_concurrency is "
            f"{serverless.provisioned_concurrency}, over max_concurrency "
            f"{serverless.max_concurrency}: lower it"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    if settings.endpoints and (realtime := settings.endpoints.realtime):
        floor = ("endpoints.realtime.min_instances", realtime.min_instances, 2)
        yield from below(settings, [floor])
