"""Convert registered inputs for the graph: placeholders become UNKNOWN, SECRET and references."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any

from costing.graph.preview.placeholder_values import Placeholders
from costing.graph.preview.values import SIGNATURE, Output, ResourceValue
from costing.graph.readers.values import DECODER, INTERNAL
from costing.graph.resource import Lookup, Reference, leaves
from costing.model import SECRET, UNKNOWN

References = dict[str, tuple[Reference, ...]]


@dataclass(frozen=True, slots=True)
class GraphInputs:
    inputs: Mapping[str, Any]
    references: Mapping[str, Sequence[Reference]]
    lookups: Mapping[str, Lookup]  # by path


def graph_inputs(
    inputs: Mapping[str, Any],
    placeholders: Placeholders,
    dependencies: Mapping[str, Sequence[str]] | None = None,
) -> GraphInputs:
    """Return a resource's inputs and references; `dependencies`: outputs of each input.

    Some SDKs report dependencies of whole inputs only. An input of theirs is unknown as a whole
    if none of its parts identifies the output.
    """
    values: dict[str, Any] = {}
    references: References = {}
    lookups: dict[str, Lookup] = {}
    for key, value in inputs.items():
        lookups |= lookups_in(value, key, placeholders)
        found: References = {}
        values[key] = graph_value(value, key, placeholders, found)
        made_of = placeholders.made_of((dependencies or {}).get(key, ()), known=True)
        if made_of and not has_output_dependencies(value):
            values[key], found = with_dependencies_of_whole(
                values[key], key, found, made_of, placeholders
            )
        references |= found
    return GraphInputs(values, references, lookups)


def lookups_in(value: Any, path: str, placeholders: Placeholders) -> dict[str, Lookup]:
    """Return the lookups whose results are in a value, by path."""
    match value:
        case Output():
            return lookups_in(value.value, path, placeholders)
        case str():
            lookup = placeholders.lookup_of(value)
            return {path: lookup} if lookup else {}
        case dict():
            parts = ((item, f"{path}.{key}") for key, item in value.items())
        case list():
            parts = ((item, f"{path}[{index}]") for index, item in enumerate(value))
        case _:
            return {}
    return {
        at: each
        for item, where in parts
        for at, each in lookups_in(item, where, placeholders).items()
    }


def graph_value(  # noqa: PLR0911 (one for each kind of value)
    value: Any, path: str, placeholders: Placeholders, found: References
) -> Any:
    """Return a value for the graph; add its references to `found`."""
    match value:
        case Output():
            return value_of_output(value, path, placeholders, found)
        case ResourceValue(urn, known):
            found[path] = (Reference(urn, "urn" if known is None else "id"),)
            return UNKNOWN if urn in placeholders.identified else urn if known is None else known
        case float():
            return Decimal(repr(value))
        case str():
            return value_of_text(value, path, placeholders, found)
        case dict():
            return value_of_object(value, path, placeholders, found)
        case list():
            parts = enumerate(value)
            return [
                graph_value(item, f"{path}[{index}]", placeholders, found) for index, item in parts
            ]
    return value


def value_of_output(
    output: Output, path: str, placeholders: Placeholders, found: References
) -> Any:
    known = output.value is not UNKNOWN
    made_of = placeholders.made_of(output.dependencies, known=known)
    made_of = [each for each in made_of if not is_known(output.value, each.urn, placeholders)]
    inner: References = {}
    value = graph_value(output.value, path, placeholders, inner)
    if output.secret:
        note(path, made_of or every(inner), found)
        return SECRET
    if not known or (
        placeholders.assume_ids and not shown(made_of, output.value, inner, placeholders)
    ):
        note(path, [*made_of, *every(inner)], found)
        return UNKNOWN
    found |= inner
    return value


def is_known(value: Any, urn: str, placeholders: Placeholders) -> bool:
    """Return whether a value is a resource's URN, or a known output of a retrieved resource."""
    if value is UNKNOWN or (isinstance(value, str) and placeholders.find(value) is not None):
        return False
    was = placeholders.read_back.get(urn, {})
    return (isinstance(value, str) and urn in value) or any(value == each for each in was.values())


def shown(
    made_of: Sequence[Reference], value: Any, inner: References, placeholders: Placeholders
) -> bool:
    """Return whether a value contains every output it depends on, so that the rest is literal.

    Only needed with assumed ids: without them no callback runs on an unknown value.
    """
    if not made_of:
        return True
    if isinstance(value, str) and document_in(value) is None:
        return value.lower() in placeholders.exact
    seen = {each.urn for each in every(inner)}
    return seen.issuperset(each.urn for each in made_of)


def value_of_text(text: str, path: str, placeholders: Placeholders, found: References) -> Any:
    if placeholders.is_secret(text):
        return SECRET
    references = placeholders.find(text)
    if references is None:
        return text
    document = document_in(text)
    if document is not None:
        return value_of_document(document, path, placeholders, found)
    note(path, references, found)
    return UNKNOWN


def value_of_document(
    document: Any, path: str, placeholders: Placeholders, found: References
) -> Any:
    """Return the document in a JSON text, such as a policy; only some of its parts are unknown.

    The references of all parts are also references of `path`. A part from a lookup has a
    reference without URN.
    """
    inner: References = {}
    value = graph_value(document, path, placeholders, inner)
    note(path, every(inner), found)
    unknown = {*unknowns(value, path)}
    for at, text in leaves(document, path):
        if at in unknown and at not in inner:
            note(at, placeholders.lookups(text), inner)
    found |= {at: references for at, references in inner.items() if at != path}
    return value


def document_in(text: str) -> Any:
    """Return the object or list in a JSON text; None for other text.

    Documents with Pulumi's own keys are not converted: they would be read back differently.
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


def value_of_object(
    fields: Mapping[str, Any], path: str, placeholders: Placeholders, found: References
) -> Any:
    """Return an object for the graph; UNKNOWN if one of its keys is unknown."""
    placeholder_of = [
        references for key in fields if (references := placeholders.find(key)) is not None
    ]
    if placeholder_of:
        note(path, [each for references in placeholder_of for each in references], found)
        return UNKNOWN
    return {
        key: graph_value(item, f"{path}.{key}", placeholders, found) for key, item in fields.items()
    }


def with_dependencies_of_whole(
    value: Any,
    path: str,
    found: References,
    made_of: Sequence[Reference],
    placeholders: Placeholders,
) -> tuple[Any, References]:
    """Return an input and its references, for SDKs that report dependencies of whole inputs."""
    seen = {each.urn for each in every(found)}
    rest = tuple(each for each in made_of if each.urn not in seen)
    if not rest:
        return value, found
    unknown = [each for each in unknowns(value, path) if each not in found]
    if unknown:
        return value, {**found, **dict.fromkeys(unknown, rest)}
    if not placeholders.assume_ids:
        return value, found
    whole: References = {}
    note(path, [*every(found), *made_of], whole)
    return UNKNOWN, whole


def unknowns(value: Any, path: str) -> list[str]:
    """Return the paths of unknown and secret values."""
    match value:
        case dict():
            return [at for key, item in value.items() for at in unknowns(item, f"{path}.{key}")]
        case list():
            parts = enumerate(value)
            return [at for index, item in parts for at in unknowns(item, f"{path}[{index}]")]
    return [path] if value is UNKNOWN or value is SECRET else []


def has_output_dependencies(value: Any) -> bool:
    match value:
        case Output(_, secret, dependencies):
            return bool(dependencies) or not secret
        case dict():
            return any(map(has_output_dependencies, value.values()))
        case list():
            return any(map(has_output_dependencies, value))
    return False


def every(found: References) -> list[Reference]:
    return [reference for references in found.values() for reference in references]


def note(path: str, references: Sequence[Reference], found: References) -> None:
    if references:
        found[path] = tuple(sorted(set(references), key=astuple))
