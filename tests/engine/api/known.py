"""Values of a created resource by key: of its answer, parameters and inputs."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jmespath

Known = Mapping[str, Any]


def flat(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield key and value at every depth, nearest first; lists are passed by their first item."""
    level = [value]
    while level:
        deeper: list[Any] = []
        for each in level:
            if isinstance(each, list) and each:
                deeper.append(each[0])
            elif isinstance(each, Mapping):
                yield from ((key, item) for key, item in each.items() if key != "ResponseMetadata")
                deeper.extend(
                    item
                    for key, item in each.items()
                    if isinstance(item, Mapping | list) and key != "ResponseMetadata"
                )
        level = deeper


def known_of(*sources: Any) -> dict[str, Any]:
    """Return key → value of several sources, of which the first wins."""
    found: dict[str, Any] = {}
    for source in sources:
        for key, value in flat(source):
            if isinstance(value, str | int | float | bool | list):
                found.setdefault(key, value)
    return found


def look(key: str, known: Known) -> Any:
    """Return the value of a key, of an expression, or of a text with keys in braces."""
    if key.startswith("!"):
        return json.loads(key[1:])
    if "{" in key and "[" not in key:
        return re.sub(r"\{(\w+)\}", lambda match: str(look(match[1], known)), key)
    if "." in key:
        return jmespath.search(key, known["answer"])
    if key in known:
        return known[key]
    lower = {each.lower(): value for each, value in known.items()}
    return lower.get(key.lower())


def parameters_of(request: str, known: Known, model: Any) -> tuple[str, dict[str, Any]]:
    """Return operation and parameters of a request such as `DeleteVpc` or `GetPolicy Arn=arn`."""
    operation, *words = request.split(" ")
    shape = model.operation_model(operation).input_shape
    given: dict[str, Any] = {}
    for word in words:
        member, _, key = word.partition("=")
        value = look(key or "id", known)
        if value is None:
            continue
        many = shape.members[member].type_name == "list" and not isinstance(value, list)
        given[member] = [value] if many else value
    tokens = {each for each, item in shape.members.items()
              if item.metadata.get("idempotencyToken")} if shape else set()  # fmt: skip
    for member in shape.required_members if shape else ():
        if member not in given and member not in tokens:
            found = look(member, known)
            given[member] = known["id"] if found is None else found
    return operation, given
