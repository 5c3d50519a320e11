"""Cheaper instance types of the same size: of a newer generation, another maker, or Graviton.

Candidates have the vCPUs, memory, GPUs, local storage and at least nine tenths of the network and
EBS throughput of the type in use (sources: `costing/aws/instance_types.csv`), and a lower on-demand
price of EC2 in the region. The saving itself is that of an estimate of the service.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from costing.aws.instance_types import InstanceType, instance_types
from costing.errors import PriceNotFound
from costing.estimate.changes import Change
from costing.graph.resource import Graph, Resource, at
from costing.model import Sku
from costing.prices.book import PriceBook
from costing.recommendations.model import Proposal, Risk

NEARLY = Decimal("0.9")
ARM, X86 = "arm64", "x86_64"
REBUILD = "images, packages and libraries must exist for arm64; the image id changes too"
MANAGED = "check that the engine version supports the class; the change needs a restart"
REPLACE = "the instance is stopped or replaced; measure the workload on the new type"


@dataclass(frozen=True, slots=True)
class Typed:
    """Input of a resource type that holds an instance type, with what AWS writes around it."""

    path: str
    prefix: str = ""
    suffix: str = ""
    managed: bool = True  # AWS runs the software on it


INPUTS: Mapping[str, Typed] = {
    "aws:ec2/instance:Instance": Typed("instanceType", managed=False),
    "aws:ec2/launchTemplate:LaunchTemplate": Typed("instanceType", managed=False),
    "aws:ec2/launchConfiguration:LaunchConfiguration": Typed("instanceType", managed=False),
    "aws:rds/instance:Instance": Typed("instanceClass", "db."),
    "aws:rds/clusterInstance:ClusterInstance": Typed("instanceClass", "db."),
    "aws:docdb/clusterInstance:ClusterInstance": Typed("instanceClass", "db."),
    "aws:neptune/clusterInstance:ClusterInstance": Typed("instanceClass", "db."),
    "aws:elasticache/cluster:Cluster": Typed("nodeType", "cache."),
    "aws:elasticache/replicationGroup:ReplicationGroup": Typed("nodeType", "cache."),
    "aws:memorydb/cluster:Cluster": Typed("nodeType", "db."),
    "aws:opensearch/domain:Domain": Typed("clusterConfig.instanceType", suffix=".search"),
    "aws:mq/broker:Broker": Typed("hostInstanceType", "mq."),
}


def sizes(graph: Graph, book: PriceBook) -> Iterator[Proposal]:
    """Yield the cheapest candidate of the same architecture and of Graviton, by resource."""
    for kind, typed in INPUTS.items():
        for resource in graph.of_type(kind):
            value = at(resource.inputs, typed.path)
            if not isinstance(value, str) or not isinstance(resource.region, str):
                continue
            name = value.removeprefix(typed.prefix).removesuffix(typed.suffix)
            current = instance_types().get(name)
            if current is None or f"{typed.prefix}{name}{typed.suffix}" != value:
                continue
            for found in cheapest(current, resource.region, book):
                yield proposal(resource, typed, current, found)


def proposal(
    resource: Resource, typed: Typed, current: InstanceType, found: InstanceType
) -> Proposal:
    value = f"{typed.prefix}{found.name}{typed.suffix}"
    other = found.architecture != current.architecture
    risk: Risk = "medium"
    reason = REPLACE
    if typed.managed:
        risk, reason = "low", MANAGED
    elif other:
        risk, reason = "high", REBUILD
    kind = "Graviton" if other else "newer instance type"
    return Proposal(
        kind,
        resource,
        f"{typed.path}: {typed.prefix}{current.name}{typed.suffix} → {value}",
        risk,
        reason,
        Change({resource.urn: nested(resource, typed.path, value)}),
        group="instance type",
    )


def nested(resource: Resource, path: str, value: str) -> dict[str, object]:
    """Return the changed top-level input of a path of at most two parts."""
    first, _, second = path.partition(".")
    if not second:
        return {first: value}
    whole = resource.inputs.get(first)
    return {first: {**(whole if isinstance(whole, Mapping) else {}), second: value}}


def cheapest(current: InstanceType, region: str, book: PriceBook) -> Iterator[InstanceType]:
    """Yield the cheapest replacement of the same architecture, and of arm64, if any is cheaper."""
    price = on_demand(current.name, region, book)
    if price is None:
        return
    for architecture in dict.fromkeys((current.architecture, ARM)):
        if architecture not in {X86, ARM}:
            continue
        priced = [
            (cost, each.name, each)
            for each in instance_types().values()
            if each.architecture == architecture and replaces(each, current)
            if (cost := on_demand(each.name, region, book)) is not None and cost < price
        ]
        if priced:
            yield min(priced)[2]


def replaces(each: InstanceType, current: InstanceType) -> bool:
    return (
        each.current_generation is True
        and each.name != current.name
        and category(each) == category(current)
        and is_newer(each, current)
        and (each.vcpu, each.memory_gib) == (current.vcpu, current.memory_gib)
        and (each.gpus, each.neuron_devices or 0) == (current.gpus, current.neuron_devices or 0)
        and (each.bare_metal, each.burstable) == (current.bare_metal, current.burstable)
        and enough(each.local_storage_gb, current.local_storage_gb)
        and enough(each.network_gbps, current.network_gbps)
        and enough(each.ebs_mbps, current.ebs_mbps)
    )


def is_newer(each: InstanceType, current: InstanceType) -> bool:
    """Return whether a type is of a later generation; Graviton and burstable: or of the same."""
    if each.architecture != current.architecture or current.burstable:
        return generation(each) >= generation(current)
    return generation(each) > generation(current)


def generation(each: InstanceType) -> int:
    """Return the first number of the family: 7 of c7gn; 0 without one."""
    found = re.search(r"\d+", each.family)
    return int(found[0]) if found else 0


def category(each: InstanceType) -> str:
    """Return the letters before the generation, and "flex": "m" of m5d, "mflex" of m7i-flex."""
    return re.split(r"\d", each.family)[0] + ("flex" if each.family.endswith("-flex") else "")


def enough(new: Decimal | None, old: Decimal | None) -> bool:
    """Return whether a replacement has nearly as much; nothing is known to need nothing."""
    return not old or (new is not None and new >= NEARLY * old)


def on_demand(name: str, region: str, book: PriceBook) -> Decimal | None:
    """Return USD an hour of Linux on demand."""
    try:
        price = book.price(region, Sku("AmazonEC2", f"BoxUsage:{name}", "RunInstances"))
    except PriceNotFound:
        return None
    return price.tiers[0].list_unit_price
