"""Known values of inputs, compared with the constraints of AWS's APIs."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from costing.graph.resource import Reference, Resource, at, top
from costing.model import UNKNOWN
from policies.engine.finding import shown
from policies.engine.logic import (
    MARKS,
    Truth,
    figure,
    is_partial,
    is_unknown,
    not_,
    of_kind,
    one_of,
)
from policies.validity.patterns import matches
from policies.validity.tables import Check, Constraint


def inputs_at(inputs: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    """Yield path and value of each input at a path such as "rules[].priority".

    An unknown part of the path is yielded in place of what it contains; absent inputs are not. A
    block that may occur once is a list of one in some versions of the SDK.
    """
    found = [("", inputs)]
    for step in path.split("."):
        key = step.removesuffix("[]")
        found = [
            each
            for place, value in found
            for each in below(place, value, key, every=step.endswith("[]"))
        ]
    yield from found


def below(place: str, value: Any, key: str, *, every: bool) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    if is_unknown(value):
        yield place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from below(f"{place}[{index}]", item, key, every=every)
    elif isinstance(value, Mapping) and value.get(key) not in (None, ""):
        inner = f"{place}.{key}" if place else key
        item = value[key]
        if every and isinstance(item, list):
            yield from ((f"{inner}[{index}]", each) for index, each in enumerate(item))
        else:
            yield inner, item


def blocks_without(inputs: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    """Yield path and value of each block that does not contain the input at a path.

    Empty text counts as set. An unknown block is yielded with its value UNKNOWN or SECRET.
    """
    outer, _, key = path.rpartition(".")
    for place, value in inputs_at(inputs, outer):
        for where, block in each_block(place, value):
            if is_unknown(block):
                yield where, block
            elif isinstance(block, Mapping) and block.get(key) is None:
                yield f"{where}.{key}", None


def each_block(place: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    if isinstance(value, list):
        yield from ((f"{place}[{index}]", item) for index, item in enumerate(value))
    else:
        yield place, value


def is_accepted(  # noqa: PLR0911 (one for each check)
    constraint: Constraint,
    check: Check,
    value: Any,  # noqa: ANN401 (JSON)
) -> Truth:
    """Return whether an API accepts a value, as far as one check tells."""
    if is_unknown(value):
        return UNKNOWN
    match check, value:
        case "enum", str() | int() | float():
            return is_listed(constraint, value)
        case "pattern", str() if constraint.pattern:
            return matches_pattern(constraint.pattern, value)
        case "length", str():
            return has_length(constraint, value)
        case "items", list() | Mapping() if value:  # none: not set
            return within(constraint, Decimal(len(value)))
        case "range", _ if number := figure(value):  # the provider sends no zero: not set
            return within(constraint, number)
    return True


def is_listed(constraint: Constraint, value: object) -> Truth:
    if isinstance(value, bool):
        return True  # another form of the input than the table is about
    text = str(value)
    if constraint.any_case:
        return one_of(text.lower(), [each.lower() for each in constraint.values])
    return one_of(text, constraint.values)


def matches_pattern(pattern: str, text: str) -> Truth:
    return UNKNOWN if is_partial(text) else matches(pattern, text)


def has_length(constraint: Constraint, text: str) -> Truth:
    if not is_partial(text):
        return within(constraint, Decimal(len(text)))
    for mark in MARKS:
        text = text.replace(mark, "")
    return UNKNOWN if constraint.most is None or len(text) <= constraint.most else False


def within(constraint: Constraint, number: Decimal) -> bool:
    return (constraint.least is None or number >= constraint.least) and (
        constraint.most is None or number <= constraint.most
    )


def is_refused(
    resource: Resource,
    constraint: Constraint,
    check: Check,
    path: str,
    value: Any,  # noqa: ANN401 (JSON)
) -> Truth:
    """Return whether an API refuses the value at a path; AWS accepts what it returned itself."""
    refused = not_(is_accepted(constraint, check, value))
    return False if refused is UNKNOWN and is_output(resource, path) else refused


def is_output(resource: Resource, path: str) -> bool:
    """Return whether the unknown part of an input consists of outputs of AWS resources.

    A text without references contains results of AWS lookups, such as an account id.
    """
    if references := referred(resource, path):
        return all(not each.urn or of_kind(each.urn) for each in references)
    dependencies = resource.property_dependencies
    if urns := dependencies.get(path) or dependencies.get(top(path)):
        return all(map(of_kind, urns))
    return path in resource.lookups or is_partial(at(resource.inputs, path))


def referred(resource: Resource, path: str) -> list[Reference]:
    """Return the references of an input, of what encloses it and of what it contains."""
    return [
        each
        for key, references in resource.references.items()
        if key == path or key.startswith((f"{path}.", f"{path}[")) or is_below(path, key)
        for each in references
    ]


def is_below(path: str, key: str) -> bool:
    return path.startswith((f"{key}.", f"{key}["))


def expected(constraint: Constraint, check: Check) -> object:
    """Return what an API accepts, as messages show it."""
    match check:
        case "enum":
            return list(constraint.values)
        case "pattern":
            return f"text that matches {constraint.pattern}"
        case "length":
            return f"{bounds(constraint)} characters"
        case "items":
            return f"{bounds(constraint)} items"
    return bounds(constraint)


def bounds(constraint: Constraint) -> str:
    match constraint.least, constraint.most:
        case None, most:
            return f"at most {most}"
        case least, None:
            return f"at least {least}"
        case least, most:
            return str(least) if least == most else f"{least} to {most}"


def refusal(constraint: Constraint, path: str, value: object) -> str:
    return f"{path} is {shown(value)}, which the API refuses ({constraint.api})"
