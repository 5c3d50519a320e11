"""Inputs of an EC2 instance that its launch template may set."""

from functools import partial

from costing.aws.launch_templates import first_template
from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import Truth, given, is_set
from policies.engine.selectors.tokens import INSTANCE, NODE_GROUP
from policies.engine.stack import Stack


def template_of(instance: Resource, stack: Stack) -> Resource | Unknown | None:
    """Return an instance's template; None without one, UNKNOWN for one outside the stack."""
    if instance.type != INSTANCE or not is_set(instance, "launchTemplate"):
        return None
    found = first_template(partial(stack.follow, instance))
    return found if isinstance(found, Resource) else UNKNOWN


def given_to(instance: Resource, path: str, stack: Stack) -> Truth:
    """Return whether an instance or its launch template sets an input."""
    own = given(instance, path)
    template = template_of(instance, stack)
    if own is True or template is None:
        return own
    return given(template, path) if isinstance(template, Resource) else UNKNOWN


def of_node_group(template: Resource, stack: Stack) -> Truth:
    """Return whether an EKS node group uses the launch template."""
    groups = [
        stack.attached(template, f"launchTemplate.{key}", NODE_GROUP) for key in ("id", "name")
    ]
    if any(group.found for group in groups):
        return True
    return UNKNOWN if any(group.unknown for group in groups) else False
