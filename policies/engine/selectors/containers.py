"""Containers as inputs hold them: JSON text, or a list, of what runs and what it may do.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html and
https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html (2026-11-24).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.logic import UnknownInput, is_open, known
from policies.engine.selectors.documents import in_text

# What leads from a job's properties to its containers, and to what each of them may do.
NESTED = frozenset(
    {
        "container",
        "containers",
        "ecsproperties",
        "eksproperties",
        "initcontainers",
        "noderangeproperties",
        "podproperties",
        "securitycontext",
        "taskproperties",
    }
)


@dataclass(frozen=True, slots=True)
class Container:
    path: str  # "containerDefinitions[0]"
    content: Mapping[str, Any]  # a value may be UNKNOWN

    def get(self, key: str) -> Any:  # noqa: ANN401 (JSON)
        """Return a value; the provider reads keys in any case."""
        for name, value in self.content.items():
            if name.lower() == key.lower():
                return value
        return None


def containers(task: Resource, path: str) -> Iterator[Container]:
    """Yield the containers of a list, then raise UnknownInput for those that are not known."""
    stated = document(task, path)
    each = stated if isinstance(stated, list) else [stated]
    for index, content in enumerate(each):
        if isinstance(content, Mapping):
            yield Container(f"{path}[{index}]", content)
    for index, content in enumerate(each):
        if is_open(content):
            raise UnknownInput(task, f"{path}[{index}]")


def privileges(value: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    """Yield path and value of each `privileged`, down from a job's or a container's properties."""
    if is_open(value):
        yield path, UNKNOWN
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key.lower() == "privileged":
                yield f"{path}.{key}", item
            elif key.lower() in NESTED:
                yield from privileges(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from privileges(item, f"{path}[{index}]")


def document(resource: Resource, path: str) -> Any:  # noqa: ANN401 (JSON)
    """Return what JSON text, or an input, says. Raises UnknownInput where it is not known.

    Raises ValueError where it is no JSON.
    """
    value = known(resource, path)
    if not isinstance(value, str):
        return value
    try:
        return in_text(json.loads(value), referring=False)
    except ValueError:
        if UNKNOWN_MARK in value:  # it stands where a number or a list will be
            raise UnknownInput(resource, path) from None
        raise
