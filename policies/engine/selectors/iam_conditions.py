"""Conditions of IAM statements that limit the callers of a public principal.

A condition limits callers where its key identifies the caller or the network, its operator requires
a match, and none of its values matches everyone.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
reference_policies_condition-single-vs-multi-valued-context-keys.html (ForAllValues is true without
the key) and reference_policies_elements_condition_operators.html (IfExists likewise) of the same
guide (2026-11-30).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, OUTPUT
from policies.engine.logic import Truth, all_of, any_of, is_partial, is_unknown, not_
from policies.engine.selectors.addresses import together_anywhere
from policies.engine.selectors.iam_patterns import WILDCARDS

NETWORKS = frozenset({"aws:sourceip", "aws:vpcsourceip"})
ARN_KEYS = frozenset(
    {
        "aws:principalarn",
        "aws:sourcearn",
        "aws:sourcevpcarn",
        "lambda:sourcefunctionarn",
        "s3:dataaccesspointarn",
    }
)
# Organization paths and user ids: the part before the separator identifies.
PREFIXED = {
    "aws:principalorgpaths": "/",
    "aws:sourceorgpaths": "/",
    "aws:vpceorgpaths": "/",
    "aws:userid": ":",
}
IDENTIFIERS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "vpc-lattice-svcs:sourcevpc",
        "vpc-lattice-svcs:sourcevpcowneraccount",
    }
)
FLAGS = frozenset({"aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"})
POSITIVE = re.compile(
    r"(?P<set>foranyvalue:|forallvalues:)?"
    r"(string(equals|equalsignorecase|like)|arn(equals|like)|ipaddress|bool)(?P<optional>ifexists)?"
)
Condition = tuple[str, str, Any]  # operator, key in lower case, value or values


def limit_callers(conditions: Iterable[Condition]) -> Truth:
    """Return whether one of the conditions limits the callers."""
    every = list(conditions)
    required = required_keys(every)
    return any_of(limits(operator, key, value, required) for operator, key, value in every)


def required_keys(conditions: Iterable[Condition]) -> Mapping[str, Truth]:
    """Return whether each key has to be present: Null with "false"."""
    found: dict[str, Truth] = {}
    for operator, key, value in conditions:
        if operator.lower() == "null":
            present = all_of(is_false(each) for each in values_of(value))
            found[key] = any_of([found.get(key, False), present])
    return found


def is_false(value: object) -> Truth:
    if is_unknown(value) or is_partial(value):
        return UNKNOWN
    return str(value).lower() == "false"


def limits(operator: str, key: str, value: Any, required: Mapping[str, Truth]) -> Truth:  # noqa: ANN401
    if not operator or not key or is_partial(key):
        return UNKNOWN
    binding = requires_match(operator, key, required)
    return binding if binding is False else all_of([binding, is_limit(operator, key, value)])


def is_limit(operator: str, key: str, value: Any) -> Truth:  # noqa: ANN401 (JSON)
    if key in NETWORKS:
        return not_(together_anywhere(values_of(value)))
    literal = "like" not in operator.lower() and "arn" not in operator.lower()
    return all_of(bounded(key, each, literal=literal) for each in values_of(value))


def requires_match(operator: str, key: str, required: Mapping[str, Truth]) -> Truth:
    """Return whether an operator fails where the key is absent or has another value.

    `…IfExists` and `ForAllValues:` hold without the key, unless a Null condition requires it.
    """
    shape = POSITIVE.fullmatch(operator.lower())
    if shape is None:
        return False
    optional = shape["set"] == "forallvalues:" or bool(shape["optional"])
    return required.get(key, False) if optional else True


def bounded(key: str, value: object, *, literal: bool) -> Truth:
    """Return whether a value identifies someone: an account, an organization, a network."""
    if key not in {*IDENTIFIERS, *ARN_KEYS, *PREFIXED, *FLAGS}:
        return False
    if is_unknown(value):
        return UNKNOWN
    text = str(value)
    if key in FLAGS:
        return text.lower() == "true"
    if ANYTHING in text:
        fixed = key in ARN_KEYS and bounded_arn(text.replace(ANYTHING, "*"))
        return True if fixed else UNKNOWN
    if "${aws:" in text.lower():
        return False  # a policy variable has the caller's own value
    return literal or not WILDCARDS.search(text) or bounded_pattern(key, text)


def bounded_pattern(key: str, text: str) -> bool:
    if key in ARN_KEYS:
        return bounded_arn(text)
    separator = PREFIXED.get(key)
    identifier = text.partition(separator)[0] if separator else text
    return WILDCARDS.search(identifier) is None


def bounded_arn(pattern: str) -> bool:
    """Return whether a pattern over ARNs names an account, or a bucket: those have global names."""
    if pattern.startswith(OUTPUT):
        return True
    parts = pattern.split(":", 5)
    if len(parts) < 6:  # noqa: PLR2004 (parts of an ARN)
        return False
    account, resource = parts[4], parts[5]
    if account and not WILDCARDS.search(account):
        return True
    bucket = resource.partition("/")[0]
    return parts[2] == "s3" and bool(WILDCARDS.sub("", bucket))


def values_of(value: Any) -> Sequence[Any]:  # noqa: ANN401 (JSON)
    return value if isinstance(value, list) else (value,)
