"""Capacity providers of ECS services, and how they share the tasks."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from pydantic import Field

from costing.errors import InputError
from costing.graph.resource import Resource
from costing.model import ZERO
from costing.resources._shared.priced_resource import (
    Block,
    Links,
)
from costing.units import divide

CLUSTER, DEFINITION = "aws:ecs/cluster:Cluster", "aws:ecs/taskDefinition:TaskDefinition"


PROVIDER = "aws:ecs/capacityProvider:CapacityProvider"


PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"


ON_DEMAND, SPOT = "FARGATE", "FARGATE_SPOT"


FARGATE = {ON_DEMAND, SPOT}


class Strategy(Block):
    capacity_provider: object = None  # its name; where another resource has it, only later known
    base: Decimal = ZERO
    weight: Decimal = ZERO


class ClusterProviders(Block):
    capacity_providers: list[object] = Field(default_factory=list)
    default_capacity_provider_strategies: list[Strategy] = Field(default_factory=list)


def known(strategies: Sequence[Strategy], path: str, links: Links) -> list[Strategy]:
    """Return the strategies with names; a provider declared in the stack is not Fargate."""
    named = []
    for index, each in enumerate(strategies):
        if isinstance(each.capacity_provider, str):
            named.append(each)
            continue
        found = links.follow(f"{path}[{index}].capacityProvider", PROVIDER)
        name = "" if found is None else found.name
        named.append(each.model_copy(update={"capacity_provider": name}))
    return named


def providers_of(links: Links) -> list[Resource]:
    """Return the resources that give the service's cluster its capacity providers.

    Raise InputError for a cluster outside the stack, whose capacity providers are unknown.
    """
    cluster = links.follow("cluster", CLUSTER)
    if cluster is not None:
        return links.of(cluster).referrers(PROVIDERS, "clusterName")
    if links.resource.inputs.get("cluster") is None:
        return []
    raise InputError(
        "the cluster is not in this stack, so its default capacity provider is unknown",
        "cluster",
        "set launchType or capacityProviderStrategies in the program",
    )


def split(strategies: Sequence[Strategy]) -> dict[str, Strategy]:
    return {str(each.capacity_provider or ""): each for each in strategies}


def divided(parts: dict[str, Strategy], count: Decimal) -> dict[str, Decimal]:
    """Return the number of tasks of each provider: its base, then by weight, spot rounded down."""
    shares = dict.fromkeys(parts, ZERO)
    left = count
    for provider, strategy in parts.items():
        shares[provider] = min(strategy.base, left)
        left -= shares[provider]
    weights = sum((each.weight for each in parts.values()), ZERO)
    if not weights:
        first = next((name for name, each in parts.items() if each.base), next(iter(parts)))
        shares[first] += left
        return shares
    whole = left
    for provider in sorted(parts, key=lambda name: name == SPOT):
        part = divide(whole * parts[provider].weight, weights)
        rounded = (
            part.to_integral_value(ROUND_CEILING) if count == count.to_integral_value() else part
        )
        taken = min(rounded, left)
        shares[provider] += taken
        left -= taken
    return shares
