"""Container definitions in inputs: JSON text or a list.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html and
https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html (2026-11-24).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.logic import InvalidInputError, UnknownInput, is_unknown, known, parsed
from policies.engine.selectors.documents import in_text

# Keys on the way from the properties of a job to the privileges of its containers.
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
    """Yield the containers of a list, then raise UnknownInput for the unknown ones."""
    specified = document(task, path)
    each = specified if isinstance(specified, list) else [specified]
    for index, content in enumerate(each):
        if isinstance(content, Mapping):
            yield Container(f"{path}[{index}]", content)
    for index, content in enumerate(each):
        if is_unknown(content):
            raise UnknownInput(task, f"{path}[{index}]")


def privileges(value: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    """Yield path and value of each `privileged` below the properties of a job or container."""
    if is_unknown(value):
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
    """Return an input, parsed where it is JSON text.

    Raises UnknownInput, and InvalidInputError for text that is not valid JSON.
    """
    value = known(resource, path)
    if not isinstance(value, str):
        return value
    try:
        return in_text(parsed(resource, path, value), resource, path)
    except InvalidInputError:
        if UNKNOWN_MARK in value:  # in place of a number or a list
            raise UnknownInput(resource, path) from None
        raise
