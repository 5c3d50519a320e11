"""Apply a rule's fix to the resources that it finds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from costing.graph.resource import Reference, Resource
from costing.graph.schema.normal_form import normal_form
from policies.engine.finding import Finding
from policies.engine.fix_forms import Fix, Output, fix_of
from policies.engine.rule import Rule
from tests import graphs

STEP = re.compile(r"[^.\[\]]+")


def fixed(rule: Rule, stack: Sequence[Resource], found: Sequence[Finding]) -> list[Resource]:
    """Return the stack with the fix applied wherever the rule found something."""
    changed = {each.urn: each for each in stack}
    for finding in found:
        resource, fix = changed.get(finding.resource.urn), fix_of(rule.fix_of(finding))
        if resource is None or fix is None:
            continue
        if fix.type is None:
            changed[resource.urn] = normal_form(with_inputs(resource, fix, finding.path))
        else:
            added = further(fix, resource)
            changed[added.urn] = added
    return [*changed.values()]


def with_inputs(resource: Resource, fix: Fix, path: str) -> Resource:
    """Set the inputs, at the place that the path of the finding has for their names."""
    steps = STEP.findall(path)
    made: Any = resource.inputs
    for key, given in fix.inputs.items():
        place = [*steps[: steps.index(key)], key] if key in steps else [key]
        made = put(made, place, known(given))
    for key in fix.removes:
        made = removed(made, [*steps[: steps.index(key)], key] if key in steps else [key])
    references = {
        key: value
        for key, value in resource.references.items()
        if STEP.findall(key)[0] not in fix.inputs
    }
    return replace(resource, inputs=made, references=references)


def removed(value: Any, steps: Sequence[str]) -> Any:
    step, *rest = steps
    if isinstance(value, list) and step.isdecimal():
        return [removed(item, rest) if i == int(step) else item for i, item in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    if not rest:
        return {key: item for key, item in value.items() if key != step}
    return {key: removed(item, rest) if key == step else item for key, item in value.items()}


def put(value: Any, steps: Sequence[str], given: Any) -> Any:
    if not steps:
        return merged(value, given)
    step, *rest = steps
    if isinstance(value, list) and step.isdecimal():
        return [put(item, rest, given) if i == int(step) else item for i, item in enumerate(value)]
    if isinstance(value, list) and value:
        return [put(value[0], steps, given), *value[1:]]
    inside = value if isinstance(value, Mapping) else {}
    return {**inside, step: put(inside.get(step), rest, given)}


def merged(value: Any, given: Any) -> Any:
    if isinstance(value, list) and isinstance(given, list) and value and len(given) == 1:
        return [merged(item, given[0]) for item in value]
    if isinstance(value, Mapping) and isinstance(given, Mapping):
        return {**value, **{key: merged(value.get(key), item) for key, item in given.items()}}
    return given


def known(value: Any) -> Any:
    """Return the value with a plausible id in place of each output."""
    match value:
        case Output(name="arn"):
            return f"arn:aws:service:us-east-1:123456789012:{value.resource}/a1b2"
        case Output():
            return f"{value.resource}-a1b2"
        case Mapping():
            return {key: known(item) for key, item in value.items()}
        case list():
            return [known(item) for item in value]
    return value


def further(fix: Fix, resource: Resource) -> Resource:
    """Return the resource that a fix adds; its first output is of the resource with the finding."""
    outputs = [key for key, value in fix.inputs.items() if isinstance(value, Output)]
    references = {key: (Reference(resource.urn, fix.inputs[key].name),) for key in outputs[:1]}
    assert fix.type is not None
    return graphs.resource(
        fix.type, f"fix-of-{resource.name}", known(fix.inputs), references=references
    )
