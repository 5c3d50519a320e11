"""Possible instance types of an instance or a fleet, and their accelerators."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from costing.aws.instance_types import instance_types
from costing.aws.launch_templates import first_template
from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import Truth, is_set, is_unknown, read
from policies.engine.selectors import fleets
from policies.engine.selectors.instances import template_of
from policies.engine.selectors.tokens import INSTANCE, NODE_GROUP
from policies.engine.stack import Stack

EKS_DEFAULT = "t3.medium"  # default of a node group


def possible_instance_types(stack: Stack, fleet: Resource) -> Sequence[str] | Unknown | None:
    """Return the types of an instance, group or node group; None where attributes select them."""
    if fleet.type == INSTANCE:
        own = read(fleet, "instanceType")
        listed: Any = [of_template(template_of(fleet, stack)) if own is None else own]
    elif fleet.type == NODE_GROUP:
        own = read(fleet, "instanceTypes")
        listed = [of_nodes(stack, fleet)] if own in (None, []) else own
    else:
        listed = fleets.instance_types(fleet)
        if isinstance(listed, list):
            own = of_template(fleets.template_of(stack, fleet)) if None in listed else None
            listed = [own if each is None else each for each in listed]
    if listed is None or (isinstance(listed, list) and CHOSEN in listed):
        return None
    sure = isinstance(listed, list) and all(isinstance(each, str) for each in listed)
    return listed if sure else UNKNOWN


CHOSEN = "by attributes"


def of_template(template: Resource | Unknown | None) -> Any:  # noqa: ANN401 (JSON)
    if not isinstance(template, Resource):
        return UNKNOWN
    if is_set(template, "instanceRequirements"):
        return CHOSEN
    return read(template, "instanceType", UNKNOWN)


def of_nodes(stack: Stack, nodes: Resource) -> Any:  # noqa: ANN401 (JSON)
    if not is_set(nodes, "launchTemplate"):
        return EKS_DEFAULT
    template = first_template(partial(stack.follow, nodes))
    if isinstance(template, Resource) and not is_set(template, "instanceType"):
        return EKS_DEFAULT
    return of_template(template)


def accelerated(types: Sequence[str] | Unknown | None) -> Truth:
    """Return whether each of the types has a GPU or another accelerator."""
    if types is None or isinstance(types, Unknown):
        return UNKNOWN if types is UNKNOWN else False
    return all(map(has_accelerator, types))


def has_accelerator(instance_type: object) -> bool:
    known = instance_types().get(str(instance_type))
    return known is not None and bool(known.gpus or known.neuron_devices)


def any_accelerated(types: Iterable[object] | Unknown | None) -> Truth:
    if types is None or isinstance(types, Unknown):
        return UNKNOWN if types is UNKNOWN else False
    listed = list(types)
    if any(map(has_accelerator, listed)):
        return True
    return UNKNOWN if any(map(is_unknown, listed)) else False
