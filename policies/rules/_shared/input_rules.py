"""Rules that compare inputs of one resource with accepted or refused values, as rows of a table.

    input_rule("mq-broker-minor-version-upgrade", must_be("autoMinorVersionUpgrade", True), ...)

A row has the rule's id, its checks and the description that the decorators take. A check yields a
finding where an input breaks it. `default` is the value that the provider uses for an absent input;
`when` limits a check to resources for which a condition is true.
"""

from collections.abc import Callable, Iterator
from typing import Unpack

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    at_least,
    at_most,
    found,
    given,
    is_set,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import About, Rule, resource_rule, stack_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.lists import lists
from policies.engine.selectors.secrets import no_secret
from policies.engine.stack import Stack

Check = Callable[[Resource], Iterator[Finding]]
Condition = Callable[[Resource], Truth]


def input_rule(name: str, *checks: Check, **about: Unpack[About]) -> Rule:
    """Return the rule with this id, which yields the findings of all checks."""

    def examine(resource: Resource) -> Iterator[Finding]:
        for check in checks:
            yield from check(resource)

    examine.__name__ = name
    return resource_rule(**about)(examine)


def attached_rule(name: str, kind: str, by: str, expected: str, **about: Unpack[About]) -> Rule:
    """Return the rule that another resource belongs to each resource.

    `kind` is its type, `by` its input that names the resource, `expected` what it is, with the
    article.
    """
    what = expected.partition(" ")[2]

    def examine(resource: Resource, stack: Stack) -> Iterator[Finding]:
        there = stack.attached(resource, by, kind)
        because = f"no {what} exists for {resource.name}"
        yield from found(not_(there.exist), resource, "", expected, because=because)

    examine.__name__ = name
    return stack_rule(**about)(examine)


def must_be(
    path: str,
    *accepted: object,
    expected: object = None,
    default: object = None,
    when: Condition | None = None,
) -> Check:
    """Check that an input is one of the accepted values."""
    first = accepted[0] if len(accepted) == 1 else list(accepted)
    wanted = first if expected is None else expected
    return check_of(input_is_not(path, *accepted, default=default), path, wanted, when)


def must_not_be(
    path: str,
    *refused: object,
    expected: object,
    default: object = None,
    when: Condition | None = None,
) -> Check:
    """Check that an input is none of the refused values."""
    return check_of(input_is(path, *refused, default=default), path, expected, when)


def must_be_given(path: str, expected: str, *, when: Condition | None = None) -> Check:
    """Check that the program sets an input."""
    return check_of(lambda resource: not_(given(resource, path)), path, expected, when)


def must_not_be_given(path: str, expected: str, *, when: Condition | None = None) -> Check:
    """Check that the program does not set an input."""
    return check_of(lambda resource: given(resource, path), path, expected, when)


def must_be_own_key(path: str, *, when: Condition | None = None) -> Check:
    """Check that an input names a customer managed key."""
    return check_of(lambda resource: not_(own_key(resource, path)), path, A_KEY_OF_OURS, when)


def must_be_at_least(
    path: str, least: int, expected: str, *, default: object = None, when: Condition | None = None
) -> Check:
    """Check that an input is a number from `least` upwards."""
    return check_of(
        lambda resource: not_(at_least(read(resource, path, default), least)), path, expected, when
    )


def must_be_at_most(
    path: str, most: int, expected: str, *, default: object = None, when: Condition | None = None
) -> Check:
    """Check that an input is a number up to `most`."""
    return check_of(
        lambda resource: not_(at_most(read(resource, path, default), most)), path, expected, when
    )


def must_have_no_secret(path: str) -> Check:
    """Check that an input has no credentials in plain text."""
    return lambda resource: no_secret(resource, path)


def must_list(path: str, *elements: object) -> Check:
    """Check that a list has all of these elements."""

    def check(resource: Resource) -> Iterator[Finding]:
        for each in elements:
            yield from found(not_(lists(resource, path, each)), resource, path, each)

    return check


def elements_must_not_be(path: str, *refused: object, expected: str) -> Check:
    """Check that no element of a list is one of the refused values."""

    def check(resource: Resource) -> Iterator[Finding]:
        for where, element in items(resource, path):
            yield from found(one_of(element, refused), resource, where, expected)

    return check


def each_must_be(path: str, key: str, *accepted: object) -> Check:
    """Check that an input of each block in a list is one of the accepted values."""

    def check(resource: Resource) -> Iterator[Finding]:
        for where, block in items(resource, path):
            broken = not_(one_of(at(block, key), accepted))
            yield from found(broken, resource, f"{where}.{key}", accepted[0])

    return check


def check_of(broken: Condition, path: str, expected: object, when: Condition | None) -> Check:
    """Return the check whose finding, at `path`, is a violation where `broken` is true."""

    def check(resource: Resource) -> Iterator[Finding]:
        conditions = [broken] if when is None else [when, broken]
        yield from found(all_of(each(resource) for each in conditions), resource, path, expected)

    return check


def input_is(path: str, *values: object, default: object = None) -> Condition:
    """Return the condition that an input is one of the values."""
    return lambda resource: one_of(read(resource, path, default), values)


def input_is_not(path: str, *values: object, default: object = None) -> Condition:
    """Return the condition that an input is none of the values."""
    return lambda resource: not_(one_of(read(resource, path, default), values))


def input_is_set(path: str) -> Condition:
    """Return the condition that the program sets an input, known or not."""
    return lambda resource: is_set(resource, path)


def input_is_given(path: str) -> Condition:
    """Return the condition that the program sets an input to a value that is not empty."""
    return lambda resource: given(resource, path)
