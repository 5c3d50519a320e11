"""Examples of a rule: stacks that pass, violate or are unknown, run by `plimsoll rules test`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from costing.graph.resource import Graph, Resource
from costing.graph.schema.normal_form import normal_form
from costing.model import Source
from policies.engine.rule import Rule
from policies.engine.stack import Stack

Verdict = Literal["pass", "violation", "unknown"]
Inputs = Mapping[str, Any]
SOURCE = Source("preview", "examples", "examples")


@dataclass(frozen=True, slots=True)
class Example:
    """A stack and the verdict that the rule should give."""

    rule: Rule
    verdict: Verdict
    stack: tuple[Resource, ...]
    number: int  # of those with one rule and verdict, from 1
    place: str = ""  # file and line

    def __str__(self) -> str:
        return f"{self.rule.name}, example {self.number} of {self.verdict}"


def resource(kind: str, name: str, inputs: Inputs | None = None) -> Resource:
    """Return a resource for an example; other resources can refer to it by `id` "NAME-id"."""
    urn = f"urn:pulumi:examples::examples::{kind}::{name}"
    return normal_form(Resource(urn, kind, inputs or {}, region="us-east-1", id=f"{name}-id"))


def example(
    rule: Rule,
    *,
    passes: Sequence[Inputs | Collection[Resource]] = (),
    fails: Sequence[Inputs | Collection[Resource]] = (),
    unknown: Sequence[Inputs | Collection[Resource]] = (),
    place: str = "",
) -> list[Example]:
    """Return the examples of a rule.

    Each is the inputs of one resource of the rule's first type, or a list of resources.
    """
    listed: tuple[tuple[Verdict, Sequence[Any]], ...] = (
        ("pass", passes),
        ("violation", fails),
        ("unknown", unknown),
    )
    return [
        Example(rule, verdict, tuple(in_stack(rule, each)), number, place)
        for verdict, stacks in listed
        for number, each in enumerate(stacks, 1)
    ]


def in_stack(rule: Rule, specified: Inputs | Collection[Resource]) -> Iterator[Resource]:
    if isinstance(specified, Mapping):
        yield resource(rule.types[0], "example", specified)
    else:
        yield from specified


def verdict_of(case: Example) -> tuple[Verdict, str]:
    """Return the verdict of the rule, and the first message."""
    ordered = tuple(sorted(case.stack, key=lambda each: each.urn))
    found = [*case.rule.check(Stack(Graph(SOURCE, ordered)))]
    if not found:
        return "pass", ""
    decided = [each for each in found if each.decided]
    return ("violation" if decided else "unknown"), (decided or found)[0].message
