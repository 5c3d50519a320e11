"""Rules for every AWS service: inputs that exclude each other."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, found, read
from policies.engine.rule import Rule, resource_rule
from policies.validity.conflicts import conflicts
from policies.validity.values import is_output

UNSET: tuple[object, ...] = (None, False, 0, [], {})


@resource_rule(
    types=tuple(conflicts()),
    concern="validity",
    severity="critical",
    title="AWS provider refuses two inputs that exclude each other",
    risk="The deployment fails before or while it creates the resource.",
    fix="Remove one of the two inputs.",
    same_intent_as=("E3020",),
    aws_docs="https://www.pulumi.com/registry/packages/aws/",
)
def aws_inputs_conflict(resource: Resource) -> Iterator[Finding]:
    for one, other in conflicts()[resource.type]:
        if one in resource.filled or other in resource.filled:
            continue
        both = all_of((is_given(resource, one), is_given(resource, other)))
        because = f"{one} and {other} are both set"
        yield from found(both, resource, one, f"only one of {one} and {other}", because=because)


def is_given(resource: Resource, path: str) -> Truth:
    """Return whether an input has a value other than false, zero and an empty list."""
    value = read(resource, path)
    if value is UNKNOWN:
        return is_output(resource, path) or UNKNOWN
    return value is SECRET or value not in UNSET


RULES: tuple[Rule, ...] = (aws_inputs_conflict,)
