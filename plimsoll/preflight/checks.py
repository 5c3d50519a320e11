"""All checks of an account, region by region."""

from collections.abc import Callable, Iterator

from costing.graph.resource import Graph
from plimsoll.preflight.account import Client, Result, guarded
from plimsoll.preflight.content import (
    check_artifacts,
    check_certificates,
    check_images,
    check_offerings,
    check_zones,
)
from plimsoll.preflight.quotas import check_quotas
from plimsoll.preflight.singletons import check_linked_roles, check_singletons

Check = Callable[[Graph, str, Client], Iterator[Result]]
CHECKS: tuple[tuple[str, Check], ...] = (
    ("quota", check_quotas),
    ("role", check_linked_roles),
    ("singleton", check_singletons),
    ("image", check_images),
    ("artifact", check_artifacts),
    ("certificate", check_certificates),
    ("offering", check_offerings),
)


def preflight(graph: Graph, client: Client) -> list[Result]:
    """Return the results of all checks in all regions of the stack."""
    results = [
        result
        for region in sorted(graph.regions - {"global"})
        for subject, check in CHECKS
        for result in guarded(subject, region, check(graph, region, client))
    ]
    results += guarded("hosted zone", "global", check_zones(graph, client))
    return list(dict.fromkeys(results))
