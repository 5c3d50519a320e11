"""Application Auto Scaling: what it holds a resource's capacity at.

https://aws.amazon.com/autoscaling/pricing/: no charge of its own.
"""

from decimal import Decimal

from costing.graph.resource import Resource
from costing.resources._shared.priced_resource import Block, Links, Quantity, ResourceUsage

TARGET = "aws:appautoscaling/target:Target"


class TargetUsage(ResourceUsage):
    capacity: Quantity = None  # on average


class Target(Block):
    min_capacity: Decimal
    scalable_dimension: str


def held_at(links: Links, dimension: str, name: str) -> tuple[Decimal, str | None] | None:
    """Return the capacity that a target holds a dimension of the resource at, and on what basis.

    As usage states it, else the target's least. `name` is the resource in a target's own words,
    "table/orders". None where no target scales the dimension.
    """
    for each in targets(links, name):
        target = links.read(Target, each)
        if target.scalable_dimension == dimension:
            usage = links.usage_of(each)
            stated = usage.capacity if isinstance(usage, TargetUsage) else None
            if stated is not None:
                return stated, None
            return target.min_capacity, "the least that autoscaling leaves"
    return None


def targets(links: Links, name: str) -> list[Resource]:
    """Return those that refer to the resource; else those that name it and refer to none."""
    referring = links.referrers(TARGET, "resourceId")
    if referring:
        return referring
    return [
        each
        for each in links.graph.of_type(TARGET)
        if each.inputs.get("resourceId") == name
        and links.of(each).follow("resourceId", links.resource.type) is None
    ]
