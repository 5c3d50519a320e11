"""Order of evaluation: each resource and variable after those that it refers to."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from costing.errors import nearest
from costing.graph.preview.yaml_program.interpolation import accesses
from costing.graph.preview.yaml_program.template import Template

BUILT_IN = "pulumi"
Path = tuple[str | int, ...]


def evaluation_order(template: Template, settings: Mapping[str, Any], project: str) -> list[str]:
    """Return the names of resources and variables, dependencies first.

    Raise ProgramError for a duplicate, unknown or invalid name, or a cycle.
    """
    kinds = names(template, settings)
    graph: dict[str, list[str]] = {}
    for name, kind in kinds.items():
        specified = getattr(template, kind)[name]
        wanted = []
        for path, root in references(template, specified, (kind, name)):
            if root in kinds:
                wanted.append(root)
            elif not is_known(root, settings, project):
                raise template.error(path, unknown_name(root, [*kinds, *settings]))
        graph[name] = wanted
    for path, root in references(template, template.outputs, ("outputs",)):
        if root not in kinds and not is_known(root, settings, project):
            raise template.error(path, unknown_name(root, [*kinds, *settings]))
    try:
        order = [*TopologicalSorter(graph).static_order()]
    except CycleError as error:
        cycle = [*reversed(error.args[1])]
        first = cycle[0]
        raise template.error(
            (kinds[first], first), f"circular references: {' -> '.join(cycle)}; remove one of them"
        ) from error

    first = with_dependencies([*default_providers(template)], graph)
    return sorted(order, key=lambda name: name not in first)


def default_providers(template: Template) -> Iterator[str]:
    """Yield the providers that resources without a provider of their own use."""
    for name, specified in template.resources.items():
        if isinstance(specified, dict) and specified.get("defaultProvider") is True:
            yield name


def with_dependencies(names_: list[str], graph: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    while names_:
        name = names_.pop()
        if name not in found:
            found.add(name)
            names_ += graph[name]
    return found


def is_known(root: str, settings: Mapping[str, Any], project: str) -> bool:
    return root == BUILT_IN or root in settings or root.removeprefix(f"{project}:") in settings


def unknown_name(root: str, known: list[str]) -> str:
    hint = nearest(root, known) or "; define it under resources or variables, or write $${"
    return f"${{{root}}} is not a resource, variable or setting{hint}"


def names(template: Template, settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the section of each resource and variable. Raise ProgramError for a duplicate."""
    kinds: dict[str, str] = {}
    for kind in ("resources", "variables"):
        for name in getattr(template, kind):
            if name == BUILT_IN:
                raise template.error((kind, name), f"the name {name} is reserved; choose another")
            if name in kinds:
                raise template.error(
                    (kind, name), f"{name} is already the name of a resource; choose another"
                )
            if name in template.configuration and name in settings:
                raise template.error(
                    (kind, name), f"{name} is already the name of a setting; choose another"
                )
            kinds[name] = kind
    return kinds


def references(template: Template, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the position and the name of each reference in a value. Raise ProgramError."""
    match value:
        case str():
            try:
                found = [*accesses(value)]
            except ValueError as error:
                raise template.error(path, str(error)) from error
            yield from ((path, each.root) for each in found)
        case dict():
            for key, item in value.items():
                yield from references(template, key, (*path, key))
                yield from references(template, item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from references(template, item, (*path, index))
