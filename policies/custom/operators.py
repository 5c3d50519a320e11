"""Operators of YAML rules; an unknown value gives an unknown result.

Names are those of Checkov's YAML policies and of Cloud Custodian's value filter; synonyms are in
SYNONYMS.
"""

from collections.abc import Callable, Mapping, Sequence, Sized
from decimal import Decimal
from typing import Any

from costing.model import UNKNOWN
from policies.custom.patterns import found_in
from policies.engine.logic import Truth, all_of, any_of, figure, is_unknown, not_

Operator = Callable[[Any, Any], Truth]


def same(value: Any, expected: Any) -> Truth:  # noqa: ANN401 (JSON)
    """Compare as YAML writes values: "true" is true, "5" is 5."""
    if is_unknown(value):
        return UNKNOWN
    if isinstance(value, bool) or isinstance(expected, bool):
        return str(value).lower() == str(expected).lower()
    numbers = figure(value), figure(expected)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return bool(value == expected)


def contains(value: Any, expected: Any) -> Truth:  # noqa: ANN401 (JSON)
    """Return whether a list, a mapping or a text has the value, or each of several values."""
    if is_unknown(value):
        return UNKNOWN
    wanted = expected if isinstance(expected, list) else [expected]
    return all_of(has(value, each) for each in wanted)


def has(value: Any, element: Any) -> Truth:  # noqa: ANN401 (JSON)
    match value:
        case str():
            return str(element) in value
        case Mapping():
            return element in value
        case Sequence():
            return any_of(same(each, element) for each in value)
    return False


def within(value: Any, options: Any) -> Truth:  # noqa: ANN401 (JSON)
    """Return whether a value, or each of a list, is one of the options."""
    values = value if isinstance(value, list) else [value]
    return all_of(any_of(same(each, option) for option in options) for each in values)


def intersects(value: Any, options: Any) -> Truth:  # noqa: ANN401 (JSON)
    values = value if isinstance(value, list) else [value]
    wanted = options if isinstance(options, list) else [options]
    return any_of(same(each, option) for each in values for option in wanted)


def text(test: Callable[[str, str], bool]) -> Operator:
    """Return an operator on texts; a number or flag is compared as its text."""

    def operator(value: Any, expected: Any) -> Truth:  # noqa: ANN401 (JSON)
        if is_unknown(value):
            return UNKNOWN
        return value is not None and test(written(value), written(expected))

    return operator


def written(value: Any) -> str:  # noqa: ANN401 (JSON)
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(test: Callable[[Decimal, Decimal], bool]) -> Operator:
    def operator(value: Any, expected: Any) -> Truth:  # noqa: ANN401 (JSON)
        if is_unknown(value):
            return UNKNOWN
        given, bound = figure(value), figure(expected)
        return given is not None and bound is not None and test(given, bound)

    return operator


def length(test: Callable[[int, int], bool]) -> Operator:
    def operator(value: Any, expected: Any) -> Truth:  # noqa: ANN401 (JSON)
        if is_unknown(value):
            return UNKNOWN
        return test(len(value) if isinstance(value, Sized) else 0, int(expected))

    return operator


def negated(operator: Operator) -> Operator:
    return lambda value, expected: not_(operator(value, expected))


def empty(value: Any, _: Any) -> Truth:  # noqa: ANN401 (JSON)
    return UNKNOWN if is_unknown(value) else value in (None, "", [], {})


POSITIVE: Mapping[str, Operator] = {
    "equals": same,
    "equals_ignore_case": text(lambda value, expected: value.lower() == expected.lower()),
    "contains": contains,
    "within": within,
    "intersects": intersects,
    "matches_regex": text(found_in),
    "starts_with": text(str.startswith),
    "ends_with": text(str.endswith),
    "is_empty": empty,
}
OPERATORS: Mapping[str, Operator] = {
    **POSITIVE,
    **{f"not_{name}": negated(each) for name, each in POSITIVE.items()},
    "greater_than": number(lambda value, bound: value > bound),
    "greater_than_or_equal": number(lambda value, bound: value >= bound),
    "less_than": number(lambda value, bound: value < bound),
    "less_than_or_equal": number(lambda value, bound: value <= bound),
    "length_equals": length(lambda count, bound: count == bound),
    "length_greater_than": length(lambda count, bound: count > bound),
    "length_less_than": length(lambda count, bound: count < bound),
    "is_true": lambda value, _: same(value, expected=True),
    "is_false": lambda value, _: same(value, expected=False),
}
PRESENCE = ("exists", "not_exists")  # read the input, not its value
WITHOUT_VALUE = (*PRESENCE, "is_empty", "not_is_empty", "is_true", "is_false")
LISTS = ("within", "not_within")  # whose value is a list
NUMBERS = tuple(name for name in OPERATORS if name.startswith(("greater_", "less_", "length_")))
PATTERNS = ("matches_regex", "not_matches_regex")

# Names in Checkov and Cloud Custodian → ours.
SYNONYMS: Mapping[str, str] = {
    "absent": "not_exists",
    "ending_with": "ends_with",
    "eq": "equals",
    "equal": "equals",
    "ge": "greater_than_or_equal",
    "greater-than": "greater_than",
    "gt": "greater_than",
    "gte": "greater_than_or_equal",
    "in": "within",
    "is_not_empty": "not_is_empty",
    "le": "less_than_or_equal",
    "less-than": "less_than",
    "lt": "less_than",
    "lte": "less_than_or_equal",
    "ne": "not_equals",
    "ni": "not_within",
    "not-equal": "not_equals",
    "not-in": "not_within",
    "not_ending_with": "not_ends_with",
    "not_regex_match": "not_matches_regex",
    "not_starting_with": "not_starts_with",
    "present": "exists",
    "regex": "matches_regex",
    "regex_match": "matches_regex",
    "starting_with": "starts_with",
}
NAMES = (*OPERATORS, *PRESENCE)
