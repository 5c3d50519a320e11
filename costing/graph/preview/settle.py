"""What was registered, with nothing made up left in it: UNKNOWN and references, SECRET."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any

from costing.graph.preview.placeholder_values import Handed
from costing.graph.preview.values import SIGNATURE, Output, ResourceValue
from costing.graph.readers.values import DECODER, INTERNAL
from costing.graph.resource import LookedUp, Reference, leaves
from costing.model import SECRET, UNKNOWN

References = dict[str, tuple[Reference, ...]]


@dataclass(frozen=True, slots=True)
class Settled:
    inputs: Mapping[str, Any]
    references: Mapping[str, Sequence[Reference]]
    lookups: Mapping[str, LookedUp]


def settled(
    inputs: Mapping[str, Any],
    handed: Handed,
    dependencies: Mapping[str, Sequence[str]] | None = None,
) -> Settled:
    """Settle a resource's inputs; `dependencies` are what each of them is made of.

    SDKs that tell it output by output need no `dependencies`; for the others an input whose
    origin shows in none of its parts is unknown as a whole.
    """
    values: dict[str, Any] = {}
    references: References = {}
    for key, value in inputs.items():
        found: References = {}
        values[key] = settle(value, key, handed, found)
        made_of = handed.made_of((dependencies or {}).get(key, ()), known=True)
        if made_of and not tells_its_outputs(value):
            values[key], found = attributed(values[key], key, found, made_of, handed)
        references |= found
    return Settled(values, references, dict(lookups_in(inputs, "", handed)))


def lookups_in(value: Any, path: str, handed: Handed) -> Iterator[tuple[str, LookedUp]]:
    """Yield the path of each input that is a lookup's answer, and the lookup."""
    match value:
        case Output():
            yield from lookups_in(value.value, path, handed)
        case str() if value.lower() in handed.asked:
            yield path, handed.asked[value.lower()]
        case dict():
            for key, item in value.items():
                yield from lookups_in(item, f"{path}.{key}" if path else key, handed)
        case list():
            for index, item in enumerate(value):
                yield from lookups_in(item, f"{path}[{index}]", handed)


def settle(  # noqa: PLR0911 (one for each kind of value)
    value: Any, path: str, handed: Handed, found: References
) -> Any:
    """Return the value as the graph has it, and note in `found` what it refers to."""
    match value:
        case Output():
            return settle_output(value, path, handed, found)
        case ResourceValue(urn, known):
            found[path] = (Reference(urn, "urn" if known is None else "id"),)
            return UNKNOWN if urn in handed.identified else urn if known is None else known
        case float():
            return Decimal(repr(value))
        case str():
            return settle_text(value, path, handed, found)
        case dict():
            return settle_fields(value, path, handed, found)
        case list():
            parts = enumerate(value)
            return [settle(item, f"{path}[{index}]", handed, found) for index, item in parts]
    return value


def settle_output(output: Output, path: str, handed: Handed, found: References) -> Any:
    known = output.value is not UNKNOWN
    made_of = handed.made_of(output.dependencies, known=known)
    made_of = [each for each in made_of if not is_known(output.value, each.urn, handed)]
    inner: References = {}
    value = settle(output.value, path, handed, inner)
    if output.secret:
        note(path, made_of or every(inner), found)
        return SECRET
    if not known or (handed.assume_ids and not shown(made_of, output.value, inner, handed)):
        note(path, [*made_of, *every(inner)], found)
        return UNKNOWN
    found |= inner
    return value


def is_known(value: Any, urn: str, handed: Handed) -> bool:
    """Tell whether a value is a resource's URN, or a known output of one that was read back."""
    if value is UNKNOWN or (isinstance(value, str) and handed.find(value) is not None):
        return False
    was = handed.read_back.get(urn, {})
    return (isinstance(value, str) and urn in value) or any(value == each for each in was.values())


def shown(made_of: Sequence[Reference], value: Any, inner: References, handed: Handed) -> bool:
    """Tell whether all that a value is made of is seen in it, so that what is left is literal.

    Only asked with assumed ids: without them no callback turns an unknown value into another.
    """
    if not made_of:
        return True
    if isinstance(value, str) and document_in(value) is None:
        return value.lower() in handed.exact
    seen = {each.urn for each in every(inner)}
    return seen.issuperset(each.urn for each in made_of)


def settle_text(text: str, path: str, handed: Handed, found: References) -> Any:
    if handed.is_secret(text):
        return SECRET
    references = handed.find(text)
    if references is None:
        return text
    document = document_in(text)
    if document is not None:
        return settle_document(document, path, handed, found)
    note(path, references, found)
    return UNKNOWN


def settle_document(document: Any, path: str, handed: Handed, found: References) -> Any:
    """Settle what a JSON text says, a policy: it keeps its shape, and only its parts are unknown.

    `path` refers to all that the parts refer to, so that who asks what the text is made of need
    not know its shape. A part that a lookup answered has a reference without URN.
    """
    inner: References = {}
    value = settle(document, path, handed, inner)
    note(path, every(inner), found)
    unknown = {*unknowns(value, path)}
    for at, text in leaves(document, path):
        if at in unknown and at not in inner:
            note(at, handed.lookups(text), inner)
    found |= {at: references for at, references in inner.items() if at != path}
    return value


def document_in(text: str) -> Any:
    """Return the object or the list that a text is in JSON; None for any other text.

    One with keys that are Pulumi's own would be read back as something else.
    """
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        document = DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return None if any(map(is_own, keys_in(document))) else document


def is_own(key: str) -> bool:
    return key == SIGNATURE or key.startswith(INTERNAL)


def keys_in(value: Any) -> Iterator[str]:
    match value:
        case dict():
            yield from value
            for item in value.values():
                yield from keys_in(item)
        case list():
            for item in value:
                yield from keys_in(item)


def settle_fields(fields: Mapping[str, Any], path: str, handed: Handed, found: References) -> Any:
    """Settle an object; it is unknown as a whole where one of its keys is."""
    made_up = [references for key in fields if (references := handed.find(key)) is not None]
    if made_up:
        note(path, [each for references in made_up for each in references], found)
        return UNKNOWN
    return {key: settle(item, f"{path}.{key}", handed, found) for key, item in fields.items()}


def attributed(
    value: Any,
    path: str,
    found: References,
    made_of: Sequence[Reference],
    handed: Handed,
) -> tuple[Any, References]:
    """Return an input, and its references, of an SDK that tells what it depends on as a whole."""
    seen = {each.urn for each in every(found)}
    rest = tuple(each for each in made_of if each.urn not in seen)
    if not rest:
        return value, found
    unknown = [each for each in unknowns(value, path) if each not in found]
    if unknown:
        return value, {**found, **dict.fromkeys(unknown, rest)}
    if not handed.assume_ids:
        return value, found
    whole: References = {}
    note(path, [*every(found), *made_of], whole)
    return UNKNOWN, whole


def unknowns(value: Any, path: str) -> list[str]:
    """Return the paths of what is unknown or secret."""
    match value:
        case dict():
            return [at for key, item in value.items() for at in unknowns(item, f"{path}.{key}")]
        case list():
            parts = enumerate(value)
            return [at for index, item in parts for at in unknowns(item, f"{path}[{index}]")]
    return [path] if value is UNKNOWN or value is SECRET else []


def tells_its_outputs(value: Any) -> bool:
    match value:
        case Output(_, secret, dependencies):
            return bool(dependencies) or not secret
        case dict():
            return any(map(tells_its_outputs, value.values()))
        case list():
            return any(map(tells_its_outputs, value))
    return False


def every(found: References) -> list[Reference]:
    return [reference for references in found.values() for reference in references]


def note(path: str, references: Sequence[Reference], found: References) -> None:
    if references:
        found[path] = tuple(sorted(set(references), key=astuple))
