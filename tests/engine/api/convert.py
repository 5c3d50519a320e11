"""Conversion of a resource's inputs to the parameters of an AWS operation, by botocore's shapes.

Names are matched without case and plural. An input that no member matches is returned apart.
"""

import json
from collections.abc import Mapping
from typing import Any

Shape = Any  # botocore has no types
Names = Mapping[str, str]  # path of an input, or *.input at any depth → member; "": not sent
TAGS = ("tags", "taglist", "tagslist", "tagspecifications", "resourcetags")
PRIMITIVES = {"integer": int, "long": int, "float": float, "double": float}
ENDINGS = ("lists", "list", "ies", "s")


def plain(name: str) -> str:
    """Return a name without case, underscores and ending of the plural."""
    lower = name.lower().replace("_", "").replace("-", "")
    for ending in ENDINGS:
        if lower.endswith(ending) and len(lower) > len(ending) + 1:
            return lower.removesuffix(ending) + ("y" if ending == "ies" else "")
    return lower


def member_of(shape: Shape, path: str, names: Names) -> str | None:
    """Return the member of a structure that an input is; None if there is none."""
    name = path.rpartition(".")[2]
    for each in (path, f"*.{name}"):
        if each in names:
            return names[each]
    exact: dict[str, str] = {each.lower(): each for each in shape.members}
    if name.lower() in exact:
        return exact[name.lower()]
    if name == "tags":
        return next((exact[each] for each in TAGS if each in exact), None)
    loose: dict[str, str] = {plain(each): each for each in shape.members}
    return loose.get(plain(name))


def structure(
    shape: Shape, inputs: Mapping[str, Any], names: Names, left: list[str], path: str = ""
) -> dict[str, Any]:
    """Return the members of a structure; append the paths of inputs without a member to `left`."""
    found: dict[str, Any] = {}
    for key, value in inputs.items():
        if value is None or key.startswith("__"):
            continue
        member = member_of(shape, f"{path}{key}", names)
        if not member:
            left.extend([f"{path}{key}"] if member is None else [])
            continue
        steps = member.split(".")
        inner, place = shape, found
        for step in steps[:-1]:
            inner, place = inner.members[step], place.setdefault(step, {})
        last = inner.members[steps[-1]] if inner.type_name == "structure" else inner.value
        place[steps[-1]] = converted(last, value, names, left, f"{path}{key}.")
    return found


def converted(  # noqa: C901, PLR0911 (one case a type of botocore)
    shape: Shape, value: Any, names: Names, left: list[str], path: str
) -> Any:
    match shape.type_name:
        case "structure":
            if isinstance(value, str) and value.startswith("{"):
                value = json.loads(value)
            if isinstance(value, list):
                [value] = value
            if not isinstance(value, dict):  # {"Value": true} of EC2's attributes
                return {next(iter(shape.members)): value}
            return structure(shape, value, names, left, path)
        case "list":
            if is_tags(shape, value):
                return tags(shape, value)
            items = value if isinstance(value, list) else [value]
            return [converted(shape.member, each, names, left, path) for each in items]
        case "map":
            if isinstance(value, list):  # [{"name": …, "values": …}]
                value = {each["name"]: each["values"] for each in value}
            return {
                key: converted(shape.value, each, names, left, path) for key, each in value.items()
            }
        case "boolean":
            return value if isinstance(value, bool) else value == "true"
        case "blob":
            return value if isinstance(value, bytes) else str(value).encode()
        case "string":
            return text(value)
        case kind:
            return PRIMITIVES[kind](float(value)) if kind in PRIMITIVES else value


def text(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case dict() | list():
            return json.dumps(value)
    return str(value)


def is_tags(shape: Shape, value: Any) -> bool:
    members = getattr(shape.member, "members", {})
    return isinstance(value, dict) and len(members) == 2 and {"key", "value"} == {
        each.lower().removeprefix("tag") for each in members
    }  # fmt: skip


def tags(shape: Shape, value: Mapping[str, str]) -> list[dict[str, str]]:
    key, item = sorted(shape.member.members, key=lambda each: "value" in each.lower())
    return [{key: name, item: each} for name, each in sorted(value.items())]
