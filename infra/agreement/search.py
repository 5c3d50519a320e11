"""What the settings of the search domain must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below, needs
from infra.settings import Settings

ZONES = 3  # a production profile has as many, and a domain spreads over no more


def contradictions(settings: Settings) -> Iterator[str]:
    search = settings.search
    if search is None:
        return
    spread = min(settings.network.zone_count, search.nodes, ZONES)
    # Too few zones for the profile are told as that: with enough, the nodes may well be even.
    enough = settings.profile == "dev" or settings.network.zone_count >= ZONES
    if search.nodes % spread and enough:
        yield (
            f"plimsoll:search.nodes is {search.nodes}, not as many in each of {spread} zones: make "
            f"it a multiple of {spread}"
        )
    if search.warm_nodes == 1:
        yield "plimsoll:search.warm_nodes is 1, and OpenSearch wants 2: raise it, or set it to 0"
    if search.warm_nodes and search.master_type is None:
        yield (
            f"plimsoll:search.warm_nodes is {search.warm_nodes}, and warm nodes want masters "
            "apart: state master_type"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    if settings.search:
        yield from below(settings, [("search.nodes", settings.search.nodes, 3)])
        if settings.search.master_type is None:
            yield f"plimsoll:search.master_type is null, {needs(settings, 'masters apart')}"
