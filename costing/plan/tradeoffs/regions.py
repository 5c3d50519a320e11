"""Decisions of whole stacks: a second region, deletion protection."""

from collections import Counter
from collections.abc import Iterator

from costing.estimate.changes import Change
from costing.graph.resource import Graph
from costing.model import GLOBAL
from costing.plan.tradeoffs.model import Decision, Setting, Unknown
from costing.plan.tradeoffs.storage import REGIONAL_RATE
from costing.plan.tradeoffs.zones import ZoneEvents

NO_MISTAKES = "how often a resource is deleted by mistake is not known"
PROTECTION = {
    "aws:rds/instance:Instance": "deletionProtection",
    "aws:rds/cluster:Cluster": "deletionProtection",
    "aws:docdb/cluster:Cluster": "deletionProtection",
    "aws:neptune/cluster:Cluster": "deletionProtection",
    "aws:dynamodb/table:Table": "deletionProtectionEnabled",
    "aws:lb/loadBalancer:LoadBalancer": "enableDeletionProtection",
    "aws:cognito/userPool:UserPool": "deletionProtection",
}
STATE = {True: "on", False: "off", "ACTIVE": "on", "INACTIVE": "off", None: "off"}


def second_regions(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield each region besides the one with most resources."""
    own = [each for each in graph.resources if not each.pending_delete and not each.external]
    counts = Counter(each.region for each in own if isinstance(each.region, str))
    counts.pop(GLOBAL, None)
    for region, number in counts.most_common()[1:]:
        there = sorted((each for each in own if each.region == region), key=lambda each: each.urn)
        yield Decision(
            "second region",
            there[0],
            taken=True,
            with_it=Setting(
                f"{number} resources in {region}", None, "as replicated", "as designed"
            ),
            without=Setting(f"nothing in {region}", None, "the content of the region"),
            change=Change(removed=frozenset(each.urn for each in there)),
            not_modelled=REGIONAL_RATE,
        )


def deletion_protection(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield deletion protection of each resource that offers it."""
    for kind, path in PROTECTION.items():
        for resource in graph.of_type(kind):
            value = resource.inputs.get(path)
            state = STATE.get(value) if isinstance(value, bool | str | None) else None
            if state is None:
                yield Unknown(
                    "deletion protection", resource, f"{path} is known only after deployment"
                )
                continue
            on, off = ("ACTIVE", "INACTIVE") if "cognito" in kind else (True, False)
            yield Decision(
                "deletion protection",
                resource,
                taken=state == "on",
                with_it=Setting("on"),
                without=Setting("off"),
                change=Change({resource.urn: {path: off if state == "on" else on}}),
                not_modelled=NO_MISTAKES,
            )
