"""Statements that admit every caller, and denials that limit them.

A resource policy may allow everyone and deny those who come from elsewhere; that is the form in
which AWS documents policies of API Gateway:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
(2026-12-01).
"""

import re
from collections.abc import Iterator, Sequence

from costing.model import UNKNOWN
from policies.engine.logic import Truth, all_of, any_of, is_partial, is_unknown, not_
from policies.engine.selectors.documents import Statement
from policies.engine.selectors.iam_conditions import is_limit
from policies.engine.selectors.iam_patterns import matches

# Operators of a denial that holds for callers who do not match, and those without the key.
NEGATIVE = re.compile(
    r"(forallvalues:)?(string|arn|)not(equals|equalsignorecase|like|ipaddress)(ifexists)?"
)


def admitting_anyone(
    statements: Sequence[Statement], action: str
) -> Iterator[tuple[Statement, Truth]]:
    """Yield each statement, and whether it admits everyone to an action that no denial limits."""
    denials = [(each, limits_others(each, action)) for each in statements]
    for statement in statements:
        limited = any_of(
            all_of([truth, covers(each, statement)])
            for each, truth in denials
            if truth is not False
        )
        yield statement, all_of([statement.public, statement.of_action(action), not_(limited)])


def limits_others(statement: Statement, action: str) -> Truth:
    """Return whether a statement denies an action to everyone who does not match a condition."""
    denies = all_of([statement.denies, statement.of_everyone, statement.of_action(action)])
    if denies is False:
        return False
    conditions = list(statement.conditions)
    excluding = [
        UNKNOWN
        if not operator or not key or is_partial(key)
        else all_of(
            [
                NEGATIVE.fullmatch(operator.lower()) is not None,
                is_limit(positive(operator), key, value),
            ]
        )
        for operator, key, value in conditions
    ]
    return all_of([denies, bool(conditions), *excluding])


def positive(operator: str) -> str:
    return operator.lower().replace("not", "", 1)


def covers(denial: Statement, statement: Statement) -> Truth:
    """Return whether a denial is for every resource of another statement."""
    if denial.content.get("NotResource") is not None or statement.content.get("NotResource"):
        return False
    return all_of(
        any_of(covers_resource(pattern, each) for pattern in denial.resources)
        for each in statement.resources
    )


def covers_resource(pattern: object, resource: object) -> Truth:
    if pattern == "*" or (pattern == resource and not is_unknown(pattern)):
        return True
    if is_unknown(resource) or is_partial(resource):
        return UNKNOWN
    return matches(pattern, str(resource))
