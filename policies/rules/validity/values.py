"""Rules for every AWS service: values that its API refuses."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import found
from policies.engine.rule import Rule, resource_rule
from policies.validity.tables import Check, checked, types
from policies.validity.values import (
    blocks_without,
    expected,
    inputs_at,
    is_output,
    is_refused,
    refusal,
)

# Documents the values and limits of each member of each operation.
API_REFERENCE = (
    "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/index.html"
)
FAILS = "The deployment fails when it creates or updates the resource, and may stop half done."


@resource_rule(
    types=types(),
    concern="validity",
    severity="critical",
    title="AWS API does not list the value of an input",
    risk=FAILS,
    fix="Use one of the listed values, in the case shown.",
    same_intent_as=("E3030",),
    aws_docs=API_REFERENCE,
)
def aws_input_enum(resource: Resource) -> Iterator[Finding]:
    yield from refused(resource, "enum")


@resource_rule(
    types=types(),
    concern="validity",
    severity="critical",
    title="AWS API refuses the characters or the form of an input",
    risk=FAILS,
    fix="Change the value so that it matches the pattern.",
    same_intent_as=("E3031",),
    aws_docs=API_REFERENCE,
)
def aws_input_pattern(resource: Resource) -> Iterator[Finding]:
    yield from refused(resource, "pattern")


@resource_rule(
    types=types(),
    concern="validity",
    severity="critical",
    title="AWS API refuses the length of an input",
    risk=FAILS,
    fix="Shorten or extend the text.",
    same_intent_as=("E3033",),
    aws_docs=API_REFERENCE,
)
def aws_input_length(resource: Resource) -> Iterator[Finding]:
    yield from refused(resource, "length")


@resource_rule(
    types=types(),
    concern="validity",
    severity="critical",
    title="AWS API refuses a number outside its range",
    risk=FAILS,
    fix="Use a number in the range.",
    same_intent_as=("E3034",),
    aws_docs=API_REFERENCE,
)
def aws_input_range(resource: Resource) -> Iterator[Finding]:
    yield from refused(resource, "range")


@resource_rule(
    types=types(),
    concern="validity",
    severity="critical",
    title="AWS API refuses the number of items in a list",
    risk=FAILS,
    fix="Remove items, or add the missing ones.",
    same_intent_as=("E3032",),
    aws_docs=API_REFERENCE,
)
def aws_input_items(resource: Resource) -> Iterator[Finding]:
    yield from refused(resource, "items")


@resource_rule(
    types=types(),
    concern="validity",
    severity="critical",
    title="AWS API requires an input that a block does not have",
    risk=FAILS,
    fix="Set the input.",
    same_intent_as=("E3003",),
    aws_docs=API_REFERENCE,
)
def aws_input_required(resource: Resource) -> Iterator[Finding]:
    seen = set()
    for constraint in checked(resource.type, "required"):
        for path, block in blocks_without(resource.inputs, constraint.input):
            if path in seen or is_output(resource, path):
                continue
            seen.add(path)
            because = f"{path} is not set, which the API requires ({constraint.api})"
            missing = UNKNOWN if block is not None else True
            yield from found(missing, resource, path, "a value", because=because)


def refused(resource: Resource, check: Check) -> Iterator[Finding]:
    """Yield a finding for each input that a check refuses; AWS accepted what a state returns."""
    seen = set()
    for constraint in checked(resource.type, check):
        for path, value in inputs_at(resource.inputs, constraint.input):
            if path in seen or path in resource.filled:
                continue
            broken = is_refused(resource, constraint, check, path, value)
            if broken is False:
                continue
            seen.add(path)
            yield from found(
                broken,
                resource,
                path,
                expected(constraint, check),
                because=refusal(constraint, path, value),
            )


RULES: tuple[Rule, ...] = (
    aws_input_enum,
    aws_input_pattern,
    aws_input_length,
    aws_input_range,
    aws_input_items,
    aws_input_required,
)
