"""Comparisons of inputs with three results: true, false, or UNKNOWN before deployment.

Comparisons with an unknown input return UNKNOWN; `known` and `items` raise UnknownInput, which
makes the rule's finding unknown. An absent input and the provider's default are treated alike:
`default` is the value that the provider uses for an absent input.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from costing.files.json_file import FLOATS, JsonError
from costing.graph.resource import Reference, Resource, at, top
from costing.model import SECRET, UNKNOWN, Unknown
from policies.engine.finding import ANYTHING, OUTPUT, UNKNOWN_MARK, Finding

Truth = bool | Unknown
MARKS = (OUTPUT, ANYTHING, UNKNOWN_MARK)  # in place of unknown parts of a text
MARK = re.compile("|".join(map(re.escape, MARKS)))
# Outputs that name a resource, besides those that end in "Arn", "Id" or "Name".
NAMES = frozenset(
    {"arn", "bucket", "dnsName", "endpoint", "family", "id", "identifier", "name", "url"}
)


class UnknownInput(Exception):  # noqa: N818 (no error: a third outcome)
    """A rule needs a value that is known only after deployment."""

    def __init__(self, resource: Resource, path: str, expected: object = None) -> None:
        super().__init__(path)
        self.resource = resource
        self.path = path
        self.expected = expected


class InvalidInputError(ValueError):
    """An input that AWS refuses, so that a rule cannot examine it: text that is not valid JSON."""


def parsed(resource: Resource, path: str, text: str) -> Any:  # noqa: ANN401 (JSON)
    """Return the JSON value of an input. Raises InvalidInputError."""
    try:
        return FLOATS.decode(text)
    except JsonError as error:
        raise InvalidInputError(f"{path} of {resource.name}: {error}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        message = f"{path} of {resource.name} is not valid JSON at {where}"
        raise InvalidInputError(message) from error
    except RecursionError as error:
        raise InvalidInputError(f"{path} of {resource.name} is nested too deeply") from error


def json_object(resource: Resource, path: str) -> Mapping[str, Any]:
    """Return an input that is a JSON object, as text or mapping; empty where it is absent.

    Raises UnknownInput, and InvalidInputError for anything else.
    """
    content = known(resource, path, {})
    value = parsed(resource, path, content) if isinstance(content, str) else content
    if not isinstance(value, Mapping):
        raise InvalidInputError(f"{path} of {resource.name} is not a JSON object")
    return value


def read(resource: Resource, path: str, default: object = None) -> Any:  # noqa: ANN401 (JSON)
    """Return an input, `default` where it is absent, null or empty text."""
    value = at(resource.inputs, path)
    return default if value is None or value == "" else value


def known(resource: Resource, path: str, default: object = None) -> Any:  # noqa: ANN401 (JSON)
    """Return an input that the rule needs. Raises UnknownInput."""
    value = read(resource, path, default)
    if is_unknown(value):
        raise UnknownInput(resource, path)
    return value


def is_set(resource: Resource, path: str) -> bool:
    """Return whether the program sets this input, even to a value that is not known yet."""
    value = read(resource, path)
    return value is not None and value != []


def given(resource: Resource, path: str) -> Truth:
    """Return whether the program sets this input; the name of another resource counts as set."""
    if is_unknown(read(resource, path)):
        return True if names_resources(resource, path) else UNKNOWN
    return is_set(resource, path)


def names_resources(resource: Resource, path: str, *kinds: str) -> bool:
    """Return whether an unknown input consists of the ids, ARNs or names of AWS resources.

    With `kinds`, of resources of these types. Such a value is neither empty nor a pattern; any
    other output, such as that of another stack, may be both.
    """
    if references := resource.references.get(path, ()):
        return all(is_name(each) and of_kind(each.urn, kinds) for each in references)
    urns = resource.property_dependencies.get(top(path), ()) if path == top(path) else ()
    return bool(urns) and all(of_kind(urn, kinds) for urn in urns)


def is_name(reference: Reference) -> bool:
    last = reference.property.rpartition(".")[2]
    return not last or last in NAMES or last.endswith(("Arn", "Id", "Name", "Identifier"))


def of_kind(urn: str, kinds: Iterable[str] = ()) -> bool:
    """Return whether a URN is of one of these types; without types, of the AWS provider."""
    kind = type_of(urn)
    return kind in kinds if kinds else kind.startswith("aws:")


def type_of(urn: str) -> str:
    return urn.split("::", 3)[2].rpartition("$")[2] if urn.count("::") > 1 else ""


def items(resource: Resource, path: str) -> Iterator[tuple[str, Any]]:
    """Yield path and value of each known item of a list, then raise UnknownInput for the others.

    A single block is a list of one: the provider flattens blocks that can occur once only.
    """
    value = read(resource, path, [])
    if is_unknown(value):
        raise UnknownInput(resource, path)
    if not isinstance(value, list):
        yield path, value
        return
    for index, item in enumerate(value):
        if not is_unknown(item):
            yield f"{path}[{index}]", item
    for index, item in enumerate(value):
        if is_unknown(item):
            raise UnknownInput(resource, f"{path}[{index}]")


def blocks(resource: Resource, path: str) -> Iterator[Any]:
    """Yield the blocks of an input, one or a list of them; UNKNOWN for one not known."""
    value = read(resource, path, [])
    if is_unknown(value):
        yield UNKNOWN
    else:
        yield from value if isinstance(value, list) else [value]


def unknowns(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 (JSON)
    """Yield the path of each input, or part of one, that is not known."""
    if is_unknown(value):
        yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from unknowns(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknowns(item, f"{path}[{index}]")


def is_unknown(value: object) -> bool:
    return value is UNKNOWN or value is SECRET


def is_partial(text: object) -> bool:
    """Return whether a part of a text, or the whole, is unknown."""
    return isinstance(text, str) and MARK.search(text) is not None


def may_become(text: str, expected: str) -> bool:
    """Return whether a partly unknown text may become another one, by its ends that are known."""
    first, *_, last = MARK.split(text)
    return (
        expected.startswith(first)
        and expected.endswith(last)
        and len(first) + len(last) <= len(expected)
    )


def equal(value: object, option: object) -> Truth:
    """Compare an input with an option of the type that the schema has for the input.

    Some booleans of the provider are text, "true", so that their default can be left to AWS.
    """
    if is_unknown(value):
        return UNKNOWN
    if is_partial(value):
        return UNKNOWN if may_become(str(value), str(option)) else False
    if isinstance(option, bool):
        return value is option or value == str(option).lower()
    return not isinstance(value, bool) and value == option


def one_of(value: object, options: Iterable[object]) -> Truth:
    return any_of(equal(value, option) for option in options)


def at_least(value: object, bound: Decimal | int) -> Truth:
    if is_unknown(value):
        return UNKNOWN
    number = figure(value)
    return number is not None and number >= bound


def at_most(value: object, bound: Decimal | int) -> Truth:
    if is_unknown(value):
        return UNKNOWN
    number = figure(value)
    return number is not None and number <= bound


def figure(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def not_(truth: Truth) -> Truth:
    return UNKNOWN if isinstance(truth, Unknown) else not truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the conjunction: False where one is False, whatever the unknown ones become."""
    each = list(truths)
    if False in each:
        return False
    return UNKNOWN if UNKNOWN in each else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the disjunction: True where one is True, whatever the unknown ones become."""
    each = list(truths)
    if True in each:
        return True
    return UNKNOWN if UNKNOWN in each else False


def require(
    resource: Resource, path: str, *accepted: object, default: object = None
) -> Iterator[Finding]:
    """Yield a finding for an input that is not one of the accepted values."""
    value = read(resource, path, default)
    expected = accepted[0] if len(accepted) == 1 else list(accepted)
    yield from found(not_(one_of(value, accepted)), resource, path, expected)


def forbid(
    resource: Resource, path: str, *refused: object, expected: object, default: object = None
) -> Iterator[Finding]:
    """Yield a finding for an input that is one of the refused values."""
    yield from found(one_of(read(resource, path, default), refused), resource, path, expected)


def found(  # noqa: PLR0913 (what a finding is made of)
    broken: Truth,
    resource: Resource,
    path: str,
    expected: object,
    *,
    actual: object = ...,
    because: str | None = None,
    cause: str | None = None,
    fix: str | None = None,
) -> Iterator[Finding]:
    """Yield a violation where `broken` is true, an unknown finding where it is UNKNOWN."""
    if broken is UNKNOWN:
        value = at(resource.inputs, path) if path else UNKNOWN
        hidden = SECRET if value is SECRET else UNKNOWN
        yield Finding(resource, path, hidden, expected, fix=fix)
    elif broken:
        value = at(resource.inputs, path) if actual is ... else actual
        # A violation whatever the value will be.
        yield Finding(
            resource,
            path,
            "known only after deployment" if is_unknown(value) else value,
            expected,
            because,
            cause,
            fix,
        )
