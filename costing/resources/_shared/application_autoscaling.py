"""Application Auto Scaling: the capacity of the resources that its targets scale.

https://aws.amazon.com/autoscaling/pricing/: no charge of its own.
"""

from collections.abc import Collection
from decimal import Decimal

from costing.errors import InputError
from costing.graph.resource import Resource
from costing.resources._shared.priced_resource import Block, Links, Quantity, ResourceUsage

TARGET = "aws:appautoscaling/target:Target"


class TargetUsage(ResourceUsage):
    capacity: Quantity = None  # on average


class Target(Block):
    min_capacity: Decimal
    scalable_dimension: str


def held_at(links: Links, dimension: str, *names: str) -> tuple[Decimal, str | None] | None:
    """Return the capacity that a target keeps a dimension of the resource at, and its basis.

    As usage gives it, else the target's minimum. `names` are the ids that a target may have for
    the resource, "table/orders". None where no target scales the dimension.
    """
    for each in targets(links, names):
        target = links.read(Target, each)
        if target.scalable_dimension == dimension:
            usage = links.usage_of(each)
            given = usage.capacity if isinstance(usage, TargetUsage) else None
            if given is not None:
                return given, None
            return target.min_capacity, "the minimum of its scaling target"
    return None


def targets(links: Links, names: Collection[str]) -> list[Resource]:
    """Return the targets that refer to the resource; else those that only name it."""
    referring = links.referrers(TARGET, "resourceId")
    if referring:
        return referring
    return [
        each
        for each in links.graph.of_type(TARGET)
        if each.inputs.get("resourceId") in names and not refers_elsewhere(links, each)
    ]


def refers_elsewhere(links: Links, target: Resource) -> bool:
    """Say whether a target refers to another resource of the type by reference."""
    try:
        return links.of(target).follow("resourceId", links.resource.type) is not None
    except InputError:
        return True
