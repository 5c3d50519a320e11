"""Schema of the package aws, as the host of YAML programs needs it: types, names and kinds only."""

from collections.abc import Mapping
from typing import Any

from costing.graph.preview.output_kinds import Kind, lines, outputs

ANY = {"$ref": "pulumi.json#/Any"}
TYPES: Mapping[Kind, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "number": {"type": "number"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "list": {"type": "array", "items": ANY},
    "map": {"type": "object", "additionalProperties": {"type": "string"}},
    "object": ANY,
    "other": ANY,
}


def schema(package: str, version: str) -> dict[str, Any]:
    """Return a package's schema; only that of aws has types."""
    tokens = [each for each in lines() if each.startswith(f"{package}:")]
    functions = [each for each in tokens if is_function(each)]
    return {
        "name": package,
        "version": version,
        "provider": {"inputProperties": {"region": {"type": "string"}, "defaultTags": ANY}},
        "resources": {each: resource(each) for each in tokens if not is_function(each)},
        "functions": {each: function(each) for each in functions},
    }


def is_function(token: str) -> bool:
    return token.rpartition(":")[2].startswith("get")


def properties(token: str) -> dict[str, Any]:
    return {name: TYPES[kind] for name, kind in outputs(token).items() if name not in {"id", "urn"}}


def resource(token: str) -> dict[str, Any]:
    return {"properties": properties(token), "inputProperties": properties(token)}


def function(token: str) -> dict[str, Any]:
    found = {name: TYPES[kind] for name, kind in outputs(token).items()}
    return {
        "inputs": {"type": "object", "properties": {**found, "owners": ANY, "mostRecent": ANY}},
        "outputs": {"type": "object", "properties": found},
    }
