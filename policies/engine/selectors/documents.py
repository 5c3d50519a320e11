"""IAM policy documents as inputs hold them: JSON text, a mapping, or not known before deployment.

A part that is another resource's output, or what a lookup answers, stands as OUTPUT: it is not
known yet, but it is an id or an ARN, never "*".

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html (2026-11-20).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.logic import Truth, UnknownInput, any_of, is_unknown, known, not_

# Condition keys that say who may come in, or from where: with one of them "*" is not anyone.
LIMITS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpcsourceip",
        "kms:calleraccount",
    }
)
OUTPUT = "${output}"
NEGATIVE = "Not"  # StringNotEquals, ArnNotLike and their kin let in all but some


@dataclass(frozen=True, slots=True)
class Statement:
    path: str  # "policy.Statement[0]"
    content: Mapping[str, Any]  # a value may be UNKNOWN

    @property
    def allows(self) -> Truth:
        return any_of(is_text(each, "Allow") for each in listed(self.content.get("Effect")))

    @property
    def denies(self) -> Truth:
        return any_of(is_text(each, "Deny") for each in listed(self.content.get("Effect")))

    @property
    def actions(self) -> Sequence[Any]:
        return listed(self.content.get("Action"))

    @property
    def resources(self) -> Sequence[Any]:
        return listed(self.content.get("Resource"))

    @property
    def conditions(self) -> Iterator[tuple[str, str, Any]]:
        """Yield operator, key in lower case, value; UNKNOWN as value for what is not known."""
        specified = self.content.get("Condition")
        if is_shapeless(specified):
            yield "", "", UNKNOWN
            return
        for operator, keys in (specified or {}).items():
            if is_shapeless(keys):
                yield operator, "", UNKNOWN
                continue
            for key, value in keys.items():
                yield operator, key.lower(), value

    @property
    def anyone(self) -> Truth:
        """Tell whether the statement applies to every principal: "*" or a pattern of accounts."""
        if "NotPrincipal" in self.content:
            return True
        return any_of(is_anyone(each) for each in principals(self.content.get("Principal")))

    @property
    def conditional(self) -> Truth:
        return any_of(True if key else UNKNOWN for _, key, _ in self.conditions)

    @property
    def limited(self) -> Truth:
        """Tell whether a condition restricts the principals or networks with access."""
        return any_of(limits(*condition) for condition in self.conditions)

    def of_action(self, action: str) -> Truth:
        """Tell whether the statement covers every action that `action`, such as "s3:*", matches."""
        return any_of(covers(each, action) for each in self.actions)


def statements(resource: Resource, path: str) -> Iterator[Statement]:
    """Yield the statements of a document. Raises UnknownInput where it is not known.

    Raises ValueError where it is no JSON.
    """
    document = known(resource, path, {})
    if isinstance(document, str):
        document = in_text(json.loads(document), referring=path in resource.references)
    else:
        document = in_mapping(document, path, resource)
    if not isinstance(document, Mapping):
        raise ValueError(f"{path} is not a policy document")  # noqa: TRY004 (a wrong input, no bug)
    specified = document.get("Statement", [])
    if is_shapeless(specified):
        raise UnknownInput(resource, f"{path}.Statement")
    each = [specified] if isinstance(specified, Mapping) else specified
    for index, content in enumerate(each):
        if not is_shapeless(content):
            yield Statement(f"{path}.Statement[{index}]", content)
    for index, content in enumerate(each):
        if is_shapeless(content):
            raise UnknownInput(resource, f"{path}.Statement[{index}]")


def is_shapeless(value: object) -> bool:
    """Tell whether an object or a list is not known as a whole: one of its keys may not be."""
    return is_unknown(value) or value == OUTPUT


def in_text(value: Any, *, referring: bool) -> Any:  # noqa: ANN401 (JSON)
    """Put OUTPUT, or UNKNOWN, for the engine's mark of a value that is not known."""
    match value:
        case str() if value == UNKNOWN_MARK:
            return OUTPUT if referring else UNKNOWN
        case str():
            return value.replace(UNKNOWN_MARK, OUTPUT)
        case Mapping():
            return {key: in_text(item, referring=referring) for key, item in value.items()}
        case list():
            return [in_text(item, referring=referring) for item in value]
    return value


def in_mapping(value: Any, path: str, resource: Resource) -> Any:  # noqa: ANN401 (JSON)
    """Put OUTPUT for what is not known and refers to another resource."""
    match value:
        case Mapping():
            return {key: in_mapping(item, f"{path}.{key}", resource) for key, item in value.items()}
        case list():
            return [
                in_mapping(item, f"{path}[{index}]", resource) for index, item in enumerate(value)
            ]
    return OUTPUT if is_unknown(value) and resource.references.get(path) else value


def listed(value: Any) -> Sequence[Any]:  # noqa: ANN401 (JSON)
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def principals(value: Any) -> Iterator[Any]:  # noqa: ANN401 (JSON)
    """Yield the AWS principals: a service or an identity provider is never anyone."""
    if not isinstance(value, Mapping):
        yield from listed(value)
        return
    for kind, named in value.items():
        if kind == "AWS":
            yield from listed(named)


def is_anyone(principal: object) -> Truth:
    if is_unknown(principal):
        return UNKNOWN
    text = str(principal)
    if text == "*":
        return True
    account = text.split(":")[4:5] if text.startswith("arn:") else []
    return account == ["*"]


def limits(operator: str, key: str, value: object) -> Truth:
    if not operator or not key:
        return UNKNOWN
    if key not in LIMITS or NEGATIVE in operator or operator.startswith("Null"):
        return False
    return not_(any_of(is_text(each, "*") for each in listed(value)))


def is_text(value: object, expected: str) -> Truth:
    return UNKNOWN if is_unknown(value) else value == expected


def covers(pattern: object, action: str) -> Truth:
    if is_unknown(pattern):
        return UNKNOWN
    return fnmatchcase(action.lower(), str(pattern).lower())
