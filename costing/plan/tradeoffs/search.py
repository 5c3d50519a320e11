"""Decisions of OpenSearch domains: dedicated masters, zones, standby."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.estimate.changes import Change
from costing.graph.resource import Graph, Resource, at
from costing.plan.tradeoffs.model import Decision, Setting, Unknown, committed
from costing.plan.tradeoffs.zones import ZoneEvents

DOMAINS = ("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain")
THREE = 3  # zones and masters that Multi-AZ with Standby requires
NO_LEVEL = "AWS commits no availability for a domain without it"


def masters(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the dedicated masters of each domain that has them."""
    for domain, cluster in domains(graph):
        if cluster.get("dedicatedMasterEnabled") is True:
            count = cluster.get("dedicatedMasterCount")
            named = f"{count:g} dedicated masters" if isinstance(count, int | float) else "masters"
            yield Decision(
                "search masters",
                domain,
                taken=True,
                with_it=Setting(named),
                without=Setting("no dedicated masters"),
                change=changed(
                    domain, cluster, dedicatedMasterEnabled=False, multiAzWithStandbyEnabled=False
                ),
                not_modelled=NO_LEVEL,
            )


def search_zones(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the zones that each domain spans."""
    for domain, cluster in domains(graph):
        aware = cluster.get("zoneAwarenessEnabled") is True
        zones = at(cluster, "zoneAwarenessConfig.availabilityZoneCount")
        zones = zones if isinstance(zones, int | float) else 2
        yield Decision(
            "search zones",
            domain,
            taken=aware,
            with_it=Setting(f"{zones:g} zones", committed("opensearch")),
            without=Setting("one zone"),
            change=changed(domain, cluster, zoneAwarenessEnabled=not aware),
            not_modelled=NO_LEVEL,
            note=None if aware else "needs a multiple of the zones as data nodes",
        )


def search_standby(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield Multi-AZ with Standby of each domain that meets its requirements but for the option."""
    for domain, cluster in domains(graph):
        has = cluster.get("multiAzWithStandbyEnabled") is True
        nodes, dedicated = cluster.get("instanceCount"), cluster.get("dedicatedMasterCount")
        fits = (
            isinstance(nodes, int | float)
            and nodes >= THREE
            and nodes % THREE == 0
            and cluster.get("dedicatedMasterEnabled") is True
            and dedicated == THREE
            and cluster.get("zoneAwarenessEnabled") is True
        )
        if has or fits:
            yield Decision(
                "search standby",
                domain,
                taken=has,
                with_it=Setting(
                    "Multi-AZ with Standby",
                    committed("opensearch-standby"),
                    "none",
                    "up to a minute",
                ),
                without=Setting("Multi-AZ without standby", committed("opensearch")),
                change=changed(domain, cluster, multiAzWithStandbyEnabled=not has),
                note="a third of the data nodes then stands by and serves no search",
            )


def domains(graph: Graph) -> Iterator[tuple[Resource, Mapping[str, Any]]]:
    for domain in graph.of_type(*DOMAINS):
        cluster = domain.inputs.get("clusterConfig")
        if isinstance(cluster, Mapping):
            yield domain, cluster


def changed(domain: Resource, cluster: Mapping[str, Any], **inputs: bool) -> Change:
    return Change({domain.urn: {"clusterConfig": {**cluster, **inputs}}})
