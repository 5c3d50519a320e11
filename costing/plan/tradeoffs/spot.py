"""Decisions between spot and on-demand capacity. They are priced, not modelled."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.estimate.changes import Change
from costing.graph.resource import Graph, Resource, at
from costing.model import hidden
from costing.plan.tradeoffs.changes import assigned
from costing.plan.tradeoffs.model import Decision, Setting, Unknown
from costing.plan.tradeoffs.zones import ZoneEvents

GROUP = "aws:autoscaling/group:Group"
NO_SPOT_RATE = "AWS publishes no availability of spot capacity; it differs by pool and month"
ALL = 100  # percent
DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"


def on_demand(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the on-demand floor and the spot share of each group with a mixed policy."""
    for group in graph.of_type(GROUP):
        policy = at(group.inputs, DISTRIBUTION)
        if not isinstance(policy, Mapping):
            continue
        base, share = (
            default if policy.get(key) is None else policy.get(key)
            for key, default in (
                ("onDemandBaseCapacity", 0),
                ("onDemandPercentageAboveBaseCapacity", ALL),
            )
        )
        if hidden(base) or hidden(share):
            yield Unknown("spot share", group, "known only after deployment")
            continue
        if share == ALL:
            continue
        now = f"{base} on demand, then {share} %"
        every = {**policy, "onDemandPercentageAboveBaseCapacity": ALL}
        yield mixed(group, "spot share", ("all on demand", now), every, taken=False)
        if base:
            none = {**policy, "onDemandBaseCapacity": 0}
            names = (now, f"{share} % on demand")
            yield mixed(group, "on-demand floor", names, none, taken=True)


def mixed(
    group: Resource,
    kind: str,
    names: tuple[str, str],
    distribution: Mapping[str, Any],
    *,
    taken: bool,
) -> Decision:
    policy = {**group.inputs["mixedInstancesPolicy"], "instancesDistribution": distribution}
    return Decision(
        kind,
        group,
        taken=taken,
        with_it=Setting(names[0]),
        without=Setting(names[1]),
        change=Change({group.urn: {"mixedInstancesPolicy": policy}}),
        not_modelled=NO_SPOT_RATE,
    )


CAPACITY_TYPES = {  # inputs that choose spot capacity: path, and values for spot and on demand
    "aws:eks/nodeGroup:NodeGroup": ("capacityType", {"SPOT": "ON_DEMAND"}),
    "aws:batch/computeEnvironment:ComputeEnvironment": (
        "computeResources.type",
        {"SPOT": "EC2", "FARGATE_SPOT": "FARGATE"},
    ),
}


def spot_capacity(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield node groups and compute environments that run on spot capacity only."""
    for kind, (path, values) in CAPACITY_TYPES.items():
        for resource in graph.of_type(kind):
            value = at(resource.inputs, path)
            if isinstance(value, str) and value.upper() in values:
                on_demand_value = values[value.upper()]
                yield Decision(
                    "spot share",
                    resource,
                    taken=False,
                    with_it=Setting(f"{path} {on_demand_value}"),
                    without=Setting(f"{path} {value}"),
                    change=Change({resource.urn: assigned(resource, {path: on_demand_value})}),
                    not_modelled=NO_SPOT_RATE,
                )
