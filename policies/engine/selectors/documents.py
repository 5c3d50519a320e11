"""IAM policy documents in inputs: JSON text, a mapping, or unknown.

In JSON text, an unknown part appears as OUTPUT where it is the id, the ARN or the name of a
resource: it then has no wildcard. It appears as ANYTHING where it is an output of something else.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html (2026-11-20).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, OUTPUT, UNKNOWN_MARK
from policies.engine.logic import (
    InvalidInputError,
    Truth,
    UnknownInput,
    all_of,
    any_of,
    is_partial,
    is_unknown,
    known,
    names_resources,
    not_,
    parsed,
)
from policies.engine.selectors.iam_conditions import limit_callers
from policies.engine.selectors.iam_patterns import (
    WILDCARDS,
    every_action_pattern,
    every_resource_pattern,
    is_text,
    matches,
)

ACCOUNT = 5  # colons in an ARN before the end of its account
# Parts of the URNs of resources whose outputs name a principal.
IDENTITIES = ("aws:iam/role:", "aws:iam/user:", "aws:cloudfront/originAccessIdentity:")


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
        """Yield operator, key in lower case and value; empty keys and UNKNOWN where unknown."""
        given = self.content.get("Condition")
        if is_shapeless(given):
            yield "", "", UNKNOWN
            return
        for operator, keys in (given or {}).items():
            if is_shapeless(keys) or is_partial(operator):
                yield "" if is_partial(operator) else operator, "", UNKNOWN
                continue
            for key, value in keys.items():
                yield operator, key.lower(), value

    @property
    def public(self) -> Truth:
        """Tell whether it allows callers that it does not identify."""
        anyone = any_of(is_anyone(each) for each in principals(self.content.get("Principal")))
        excluding = "NotPrincipal" in self.content  # everyone else, in any account
        return all_of(
            [self.allows, any_of([anyone, excluding]), not_(limit_callers(self.conditions))]
        )

    @property
    def of_everyone(self) -> Truth:
        """Tell whether it applies to every principal; a Deny with NotPrincipal does not."""
        return any_of(is_anyone(each) for each in principals(self.content.get("Principal")))

    @property
    def conditional(self) -> Truth:
        return any_of(True if key else UNKNOWN for _, key, _ in self.conditions)

    @property
    def every_action(self) -> Truth:
        return any_of(map(every_action_pattern, self.actions))

    @property
    def every_resource(self) -> Truth:
        """Tell whether it covers every resource, or all but some."""
        if "NotResource" in self.content:
            return True
        return any_of(map(every_resource_pattern, self.resources))

    def of_action(self, action: str) -> Truth:
        """Return whether it covers an action: by name, by pattern, or by NotAction."""
        if left_out := listed(self.content.get("NotAction")):
            return not_(any_of(matches(each, action) for each in left_out))
        return any_of(matches(each, action) for each in self.actions)


def statements(resource: Resource, path: str) -> Iterator[Statement]:
    """Yield the statements of a document.

    Raises UnknownInput, and InvalidInputError for text that is not a policy document.
    """
    document = known(resource, path, {})
    if isinstance(document, str):
        document = in_text(parsed(resource, path, document), resource, path)
    else:
        document = with_identities(document, path, resource)
    if not isinstance(document, Mapping):
        raise InvalidInputError(f"{path} of {resource.name} is not a policy document")
    given = document.get("Statement", [])
    if is_shapeless(given):
        raise UnknownInput(resource, f"{path}.Statement")
    each = [given] if isinstance(given, Mapping) else given
    if not isinstance(each, list) or not all(is_statement(content) for content in each):
        raise InvalidInputError(f"{path}.Statement of {resource.name} is not a list of statements")
    for index, content in enumerate(each):
        if not is_shapeless(content):
            yield Statement(f"{path}.Statement[{index}]", content)
    for index, content in enumerate(each):
        if is_shapeless(content):
            raise UnknownInput(resource, f"{path}.Statement[{index}]")


def is_statement(content: object) -> bool:
    """Return whether a value has the shape of a statement, as far as it is known."""
    if is_shapeless(content):
        return True
    if not isinstance(content, Mapping):
        return False
    conditions = content.get("Condition")
    if conditions is None or is_shapeless(conditions):
        return True
    return isinstance(conditions, Mapping) and all(
        isinstance(keys, Mapping) or is_shapeless(keys) for keys in conditions.values()
    )


def is_shapeless(value: object) -> bool:
    """Return whether an object or a list is unknown as a whole."""
    return is_unknown(value) or value == OUTPUT


def in_text(document: Any, resource: Resource, path: str) -> Any:  # noqa: ANN401 (JSON)
    """Put OUTPUT, ANYTHING or UNKNOWN for the engine's placeholder of an unknown value.

    A text without references contains results of AWS lookups, such as an account id.
    """
    referring = path in resource.references
    named = names_resources(resource, path)
    return replaced(
        document, OUTPUT if named else UNKNOWN, ANYTHING if referring and not named else OUTPUT
    )


def replaced(value: Any, whole: object, part: str) -> Any:  # noqa: ANN401 (JSON)
    match value:
        case str():
            return whole if value == UNKNOWN_MARK else value.replace(UNKNOWN_MARK, part)
        case Mapping():
            return {
                key.replace(UNKNOWN_MARK, part): replaced(item, whole, part)
                for key, item in value.items()
            }
        case list():
            return [replaced(item, whole, part) for item in value]
    return value


def with_identities(value: Any, path: str, resource: Resource) -> Any:  # noqa: ANN401 (JSON)
    """Put OUTPUT for unknown principals that are outputs of roles, users or identities."""
    match value:
        case Mapping():
            return {
                key: with_identities(item, f"{path}.{key}", resource) for key, item in value.items()
            }
        case list():
            return [
                with_identities(item, f"{path}[{index}]", resource)
                for index, item in enumerate(value)
            ]
    named = [each.urn for each in resource.references.get(path, ())]
    identity = bool(named) and all(any(kind in urn for kind in IDENTITIES) for urn in named)
    return OUTPUT if is_unknown(value) and identity and ".Principal" in path else value


def listed(value: Any) -> Sequence[Any]:  # noqa: ANN401 (JSON)
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def principals(value: Any) -> Iterator[Any]:  # noqa: ANN401 (JSON)
    """Yield AWS principals: a service or an identity provider is never everyone."""
    if not isinstance(value, Mapping):
        yield from listed(value)
        return
    for kind, named in value.items():
        if kind in {"AWS", "*"}:
            yield from listed(named)


def is_anyone(principal: object) -> Truth:
    """Return whether a principal is everyone: "*", or a pattern over accounts."""
    if is_unknown(principal):
        return UNKNOWN
    text = str(principal)
    if ANYTHING in text and text.partition(ANYTHING)[0].count(":") < ACCOUNT:
        return UNKNOWN
    return covers_accounts(text)


def covers_accounts(pattern: str) -> bool:
    """Return whether a pattern is for principals of every account."""
    if not WILDCARDS.sub("", pattern):
        return True
    parts = pattern.split(":", 5)
    if parts[0] != "arn":
        return False
    if len(parts) < ACCOUNT:
        return pattern.endswith("*")  # "arn:aws:iam*"
    return WILDCARDS.fullmatch(parts[ACCOUNT - 1]) is not None
