"""Application Auto Scaling targets and policies of a resource.

A target names the resource in its `resourceId`, "table/features"; a policy names it again, or takes
it from the target.
"""

from costing.graph.resource import Resource
from policies.engine.logic import Truth, all_of, any_of, equal, read
from policies.engine.selectors.references import leads_to
from policies.engine.stack import Stack

TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
ID = "resourceId"


def scaled(stack: Stack, resource: Resource, namespace: str, prefix: str) -> Truth:
    """Return whether a target for the resource has a scaling policy."""
    return any_of(
        all_of(
            [
                equal(read(target, "serviceNamespace"), namespace),
                leads_to(stack, target, ID, resource, "name", prefix=prefix),
                any_of(
                    moves(stack, policy, target, resource, prefix)
                    for policy in stack.of_type(POLICY)
                ),
            ]
        )
        for target in stack.of_type(TARGET)
    )


def moves(
    stack: Stack, policy: Resource, target: Resource, resource: Resource, prefix: str
) -> Truth:
    by_target = leads_to(stack, policy, ID, target, ID)
    return any_of([by_target, leads_to(stack, policy, ID, resource, "name", prefix=prefix)])
