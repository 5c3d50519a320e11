"""What a machine is made of that it does not say itself: its launch template does."""

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import Truth, given, is_set
from policies.engine.selectors.tokens import INSTANCE, LAUNCH_TEMPLATE, NODE_GROUP
from policies.engine.stack import Stack


def template_of(machine: Resource, stack: Stack) -> Resource | Unknown | None:
    """Return an instance's template; None without one, UNKNOWN for one outside the stack."""
    if machine.type != INSTANCE or not is_set(machine, "launchTemplate"):
        return None
    for key in ("id", "name"):
        found = stack.follow(machine, f"launchTemplate.{key}", LAUNCH_TEMPLATE)
        if isinstance(found, Resource):
            return found
    return UNKNOWN


def given_to(machine: Resource, path: str, stack: Stack) -> Truth:
    """Whether an instance, or its template, has an input of this name."""
    own = given(machine, path)
    template = template_of(machine, stack)
    if own is True or template is None:
        return own
    return given(template, path) if isinstance(template, Resource) else UNKNOWN


def of_node_group(template: Resource, stack: Stack) -> Truth:
    """Whether an EKS node group makes its nodes from the template."""
    groups = [
        stack.attached(template, f"launchTemplate.{key}", NODE_GROUP) for key in ("id", "name")
    ]
    if any(group.found for group in groups):
        return True
    return UNKNOWN if any(group.open for group in groups) else False
