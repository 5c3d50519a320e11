"""Completion of keys in YAML files, from the JSON schemas and the usage keys of the stack."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plimsoll.language_server.values import Analysis
from plimsoll.language_server.yaml_files import Kind

Schema = Mapping[str, Any]
KEY = re.compile(
    r"^(?P<indent>[ ]*(?:- +)*)(?P<quote>[\"']?)(?P<key>[^\"'#][^#]*?)(?P=quote):(?:\s|$)"
)
MODELINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S+)")
PACKAGE = Path(__file__).parents[2]
SCHEMAS: Mapping[Kind, Path] = {
    "projects": PACKAGE / "plimsoll" / "projects" / "plimsoll.schema.json",
    "workload": PACKAGE / "costing" / "plan" / "workload.schema.json",
}
STACK_KEYS = {
    "aws:region": "AWS region of the stack",
    "plimsoll:usage": "usage file, from the project's folder",
    "plimsoll:plan": "JSON of plimsoll plan, with which fleets are compared",
    "plimsoll:waivers": "file with waivers, from the project's folder",
    "plimsoll:rules": "file or folder with your own rules, from the project's folder",
    "plimsoll:profile": "rule profile: dev, prod or regulated",
    "plimsoll:ruleSettings": "settings of rules: rule, setting, value",
    "plimsoll:budget": "USD a month; the upper estimate is compared",
    "plimsoll:budgets": "budgets of components, services and tags, USD a month",
    "plimsoll:timeout": "seconds after which a previewed program is ended; default 120",
    "plimsoll:stackOutputs": "file with outputs of other stacks",
}
LARGEST_SCHEMA = 5_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Candidate:
    key: str
    detail: str  # unit or type
    description: str


def candidates(
    kind: Kind, lines: Sequence[str], line: int, character: int, found: Analysis | None, path: Path
) -> list[Candidate]:
    """Return the keys that may stand at a position (the first line and character are 0)."""
    above = keys_above(lines, line, character)
    if kind == "usage":
        return list(of_usage(above, found))
    schema = schema_of(kind, lines, path)
    if schema is not None:
        return list(of_schema(schema, above))
    if kind == "stack" and above == ["config"]:
        return [Candidate(key, "", text) for key, text in STACK_KEYS.items()]
    return []


def keys_above(lines: Sequence[str], line: int, character: int) -> list[str]:
    """Return the keys that enclose a position, the outermost first."""
    text = lines[line] if line < len(lines) else ""
    indent = len(text) - len(text.lstrip(" -")) if text.strip(" -") else character
    found: list[str] = []
    for above in reversed(lines[:line]):
        match = KEY.match(above)
        if match and len(match["indent"]) < indent:
            found.append(match["key"].strip())
            indent = len(match["indent"])
        elif above.strip() and not above.startswith((" ", "#", "-")) and not match:
            break
    return found[::-1]


def of_usage(above: Sequence[str], found: Analysis | None) -> Iterator[Candidate]:
    from costing.usage.keys import usage_keys

    types = found.usage_types if found else {}
    match above:
        case []:
            yield Candidate("version", "1", "version of this format")
            yield Candidate("resources", "", "usage by resource")
            yield Candidate("defaults", "", "usage of all resources of a type")
        case ["resources"]:
            for name, kind in sorted(types.items()):
                yield Candidate(name, kind, f"usage of {name}")
        case ["defaults"]:
            for kind in sorted(set(types.values())):
                yield Candidate(kind, "", f"usage of each {kind}")
        case [section, name, *parts] if section in {"resources", "defaults"}:
            kind = types.get(name.split("::")[-1], name)
            if kind in types.values():
                yield from below([*usage_keys(kind).values()], parts)


def below(keys: Sequence[Any], parts: Sequence[str]) -> Iterator[Candidate]:
    """Yield the usage keys below a part: "storage_gb" below "standard"."""
    start = "".join(f"{part}." for part in parts)
    for key in keys:
        if key.name.startswith(start):
            text = f"{key.description}; default: {key.default}; for example {key.example}"
            yield Candidate(key.name.removeprefix(start), key.unit, text)


def schema_of(kind: Kind, lines: Sequence[str], path: Path) -> Schema | None:
    """Return the schema that the file names in its first lines, else that of its format."""
    for line in lines[:5]:
        if match := MODELINE.search(line):
            named = path.parent / match[1]
            return loaded(named, named.stat().st_mtime_ns) if named.is_file() else None
    known = SCHEMAS.get(kind)
    return loaded(known, 0) if known else None


@cache
def loaded(path: Path, _changed: int) -> Schema | None:
    if path.stat().st_size > LARGEST_SCHEMA:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def of_schema(schema: Schema, above: Sequence[str]) -> Iterator[Candidate]:
    """Yield the properties of the part of a schema at a path of keys."""
    parts = [schema]
    for key in above:
        parts = [each for part in parts for each in children(schema, part, key)]
    for part in parts:
        for name, each in part.get("properties", {}).items():
            yield Candidate(name, str(each.get("type", "")), str(each.get("description", "")))


def children(root: Schema, part: Schema, key: str) -> Iterator[Schema]:
    properties = part.get("properties", {})
    others = part.get("additionalProperties")
    if key in properties:
        yield from expanded(root, properties[key])
    elif isinstance(others, dict):
        yield from expanded(root, others)


def expanded(root: Schema, part: Schema, depth: int = 0) -> Iterator[Schema]:
    """Yield a part with its references and alternatives resolved; of a list, its items."""
    if depth > MOST_REFERENCES:
        return
    reference = part.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/$defs/"):
        yield from expanded(root, root["$defs"][reference.removeprefix("#/$defs/")], depth + 1)
        return
    for each in (*part.get("anyOf", ()), *part.get("allOf", ()), *part.get("oneOf", ())):
        yield from expanded(root, each, depth + 1)
    if isinstance(part.get("items"), dict):
        yield from expanded(root, part["items"], depth + 1)
    yield part


MOST_REFERENCES = 20
