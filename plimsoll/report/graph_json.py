"""Graph as JSON, in the format of `pulumi preview --json`: one `create` step per resource.

Added to that format: `source`, and in each state `references`, `origin`, `filledInputs`,
`lookups`, `region`, `account` and `deleteBeforeReplace`. `readers.detect.read` reads the same
graph back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from costing.graph.readers.resource_v3 import PROJECT
from costing.graph.readers.values import UNKNOWN_MARK, written
from costing.graph.resource import Graph, Lookup, Reference, Resource
from costing.graph.schema.secrets import concealed, without_named

Json = dict[str, Any]


def as_json(graph: Graph) -> str:
    return json.dumps(digest(graph), indent=2, ensure_ascii=False) + "\n"


def digest(graph: Graph) -> Json:
    steps = [step(each) for each in (*graph.components, *graph.resources)]
    return {
        "config": {
            key: written(without_named(key.rpartition(":")[2], graph.config[key]))
            for key in sorted(graph.config)
        },
        "steps": steps,
        "changeSummary": {"create": len(steps)},
        "source": asdict(graph.source),
    }


def step(resource: Resource) -> Json:
    return {
        "op": "create",
        "urn": resource.urn,
        **present({"provider": provider_reference(resource)}),
        "newState": state(resource),
        "detailedDiff": None,
    }


def state(resource: Resource) -> Json:
    return {
        "urn": resource.urn,
        "custom": resource.custom,
        **present({"delete": resource.pending_delete, "id": resource.id}),
        "type": resource.declared_type,
        "inputs": written(concealed(resource.type, resource.inputs)),
        **present(
            {
                "outputs": written(concealed(resource.type, resource.outputs)),
                "parent": resource.parent,
                "protect": resource.protect,
                "external": resource.external,
                "dependencies": list(resource.dependencies),
                "provider": provider_reference(resource),
                "propertyDependencies": lists(resource.property_dependencies),
                "sourcePosition": source_position(resource.position),
                "references": references(resource.references),
                "origin": resource.origin,
                "filledInputs": list(resource.filled),
                "lookups": lookups(resource.lookups),
                "deleteBeforeReplace": resource.delete_before_replace,
            }
        ),
        "region": written(resource.region),
        "account": resource.account,
    }


def present(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value}


def lookups(found: Mapping[str, Lookup]) -> Json:
    return {
        path: {"token": each.token, "arguments": written(without_named("", each.arguments))}
        for path, each in found.items()
    }


def provider_reference(resource: Resource) -> str | None:
    """Return the provider's URN with an unknown id: it is known only after deployment."""
    return f"{resource.provider}::{UNKNOWN_MARK}" if resource.provider else None


def lists(property_dependencies: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(property_dependencies[name]) for name in sorted(property_dependencies)}


def references(found: Mapping[str, Sequence[Reference]]) -> dict[str, list[Json]]:
    return {path: [asdict(each) for each in found[path]] for path in sorted(found)}


def source_position(position: str | None) -> str | None:
    """Write "infra/network.py:41" as "project:///infra/network.py#41"."""
    if position is None:
        return None
    file, colon, line = position.rpartition(":")
    if not (colon and line.isdecimal()):
        return PROJECT + quote(position)
    return f"{PROJECT}{quote(file)}#{line}"
