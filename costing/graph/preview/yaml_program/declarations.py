"""Declare the resources of a program to the recorder, with their options."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from costing.errors import ProgramError
from costing.graph.preview import providers, values
from costing.graph.preview.declaration import Declaration
from costing.graph.preview.lookups import Unanswered
from costing.graph.preview.placeholder_values import without_marks
from costing.graph.preview.recorder import STACK_REFERENCE, Refused
from costing.graph.preview.values import Output, ResourceValue
from costing.graph.preview.yaml_program import tokens
from costing.graph.preview.yaml_program.evaluation import Evaluator
from costing.graph.preview.yaml_program.template import described, fields

LOG = logging.getLogger("costing.graph.preview")
FIELDS = ("type", "name", "defaultProvider", "properties", "options", "get")
OPTIONS = (
    *("additionalSecretOutputs", "aliases", "customTimeouts", "deleteBeforeReplace", "deletedWith"),
    *("dependsOn", "hideDiffs", "ignoreChanges", "import", "parent", "pluginDownloadURL"),
    *("protect", "provider", "providers", "replaceOnChanges", "retainOnDelete", "version"),
)
GET = ("id", "state")
Path = tuple[str | int, ...]


def declare(evaluator: Evaluator, key: str, bridged: frozenset[str]) -> ResourceValue:
    """Record a resource and return it as a value.

    `bridged`: packages that Pulumi.yaml generates from Terraform providers. Raise ProgramError.
    """
    template, recorder = evaluator.template, evaluator.recorder
    path: Path = ("resources", key)
    specified = template.resources[key]
    if not isinstance(specified, dict):
        raise template.error(path, f"{key} is {described(specified)}; write type: and properties:")
    given, unknown = fields(template, specified, path, FIELDS)
    for each in unknown:
        LOG.warning("%s: unknown field %s is ignored", template.document.at(*path, each), each)
    token = token_of(evaluator, given.get("type"), path)
    options = options_of(evaluator, given.get("options"), (*path, "options"))
    inputs = properties(evaluator, given, path, token)
    if token == STACK_REFERENCE:
        inputs.setdefault("name", key)
        read: str | None = str(evaluator.lifting.written(inputs["name"]))
    else:
        read = existing(evaluator, given.get("get"), (*path, "get"), inputs)
    name = given.get("name") or key
    if not isinstance(name, str):
        raise template.error((*path, "name"), f"name is {described(name)}; write text")
    component = tokens.is_component(token, bridged)
    made_of = {each: evaluator.lifting.dependencies([value]) for each, value in inputs.items()}
    implied = (each for several in made_of.values() for each in several)
    package = providers.package_of(token)
    is_provider = token.startswith(providers.PROVIDERS)
    if given.get("defaultProvider") is not None and not is_provider:
        raise template.error((*path, "defaultProvider"), f"{key} is not a provider; remove it")
    parent = options.pop("parent", evaluator.stack)
    chosen = options.pop("provider", "")
    if not chosen and package in evaluator.default_providers and not is_provider:
        inherited = {**recorder.providers_above(parent), **options.get("providers", {})}
        chosen = inherited.get(package) or evaluator.default_providers[package]
    declared = Declaration(
        token,
        name,
        parent,
        inputs,
        custom=not component,
        provider=chosen,
        dependencies=without_marks((*options.pop("depends_on", ()), *implied)),
        made_of=made_of,
        external=read is not None,
        known_id=options.pop("known_id", "") if read is None else read,
        position=evaluator.position(path),
        **options,
    )
    try:
        recorded = recorder.declared(declared, remote=component)
    except (Refused, Unanswered) as error:
        raise ProgramError(f"{template.document.at(*path)}: {without_position(error)}") from error
    found = ResourceValue(recorded.resource.urn, recorded.answer.id if declared.custom else None)
    if given.get("defaultProvider") is True:
        evaluator.default_providers[package] = f"{found.urn}::{found.id}"
    return found


def without_position(error: Exception) -> str:
    message = str(error)
    return message if message.startswith("Duplicate") else message.partition(": ")[2] or message


def token_of(evaluator: Evaluator, written: Any, path: Path) -> str:
    template = evaluator.template
    if written is None:
        raise template.error(path, f"{path[-1]} has no type; write type: PACKAGE:MODULE:TYPE")
    if not isinstance(written, str):
        raise template.error((*path, "type"), f"type is {described(written)}; write text")
    try:
        token = tokens.resource_token(written)
    except ValueError as error:
        raise template.error((*path, "type"), str(error)) from error
    if message := tokens.unknown_type(written, token):
        LOG.warning("%s: %s", template.document.at(*path, "type"), message)
    return token


def properties(
    evaluator: Evaluator, given: Mapping[str, Any], path: Path, token: str
) -> dict[str, Any]:
    """Return a resource's inputs; those that are null are left out, as in Pulumi."""
    at = (*path, "properties")
    found = evaluator.value(given.get("properties") or {}, at)
    opened = found.value if isinstance(found, Output) else found
    if not isinstance(opened, dict) or values.SIGNATURE in opened:
        raise evaluator.template.error(
            at, "properties are not an object before deployment; write NAME: VALUE lines"
        )
    if isinstance(found, Output):
        opened = {
            key: Output(item, found.secret, found.dependencies) for key, item in opened.items()
        }
    inputs = {key: item for key, item in opened.items() if item is not None}
    if token.startswith(providers.PROVIDERS):
        return {key: providers.parsed(item) for key, item in inputs.items()}
    return inputs


def existing(
    evaluator: Evaluator, specified: Any, path: Path, inputs: dict[str, Any]
) -> str | None:
    """Return the id of a resource to read, empty if it is unknown; None for a new resource.

    The state of the existing resource becomes its inputs.
    """
    if specified is None:
        return None
    given, _ = fields(evaluator.template, specified, path, GET)
    if "id" not in given:
        raise evaluator.template.error(path, "get has no id; write id: ID")
    state = evaluator.value(given.get("state") or {}, (*path, "state"))
    if isinstance(state, dict):
        inputs |= {name: item for name, item in state.items() if item is not None}
    found = evaluator.value(given["id"], (*path, "id"))
    return str(values.plain(found)) if evaluator.lifting.is_exact(found) else ""


def options_of(evaluator: Evaluator, specified: Any, path: Path) -> dict[str, Any]:
    """Return the options as arguments of a declaration. Raise ProgramError."""
    template = evaluator.template
    given, unknown = fields(template, specified, path, OPTIONS)
    for each in unknown:
        LOG.warning("%s: unknown option %s is ignored", template.document.at(*path, each), each)
    return {
        field: read(evaluator, given[name], (*path, name))
        for name, (field, read) in READ.items()
        if given.get(name) is not None
    }


def one(evaluator: Evaluator, specified: Any, path: Path) -> ResourceValue:
    found = evaluator.resources(specified, path)
    if len(found) != 1:
        raise evaluator.template.error(path, f"{path[-1]} is a list; write one resource")
    return found[0]


def urn(evaluator: Evaluator, specified: Any, path: Path) -> str:
    return one(evaluator, specified, path).urn


def urns(evaluator: Evaluator, specified: Any, path: Path) -> list[str]:
    return [each.urn for each in evaluator.resources(specified, path)]


def provider(evaluator: Evaluator, specified: Any, path: Path) -> str:
    """Return a provider's reference. Raise ProgramError for another resource."""
    return reference(evaluator, one(evaluator, specified, path), path)[1]


def providers_of(evaluator: Evaluator, specified: Any, path: Path) -> dict[str, str]:
    """Return references by package. Raise ProgramError for a resource that is no provider."""
    found = evaluator.resources(specified, path)
    return dict(reference(evaluator, each, path) for each in found)


def reference(evaluator: Evaluator, value: ResourceValue, path: Path) -> tuple[str, str]:
    """Return the package and the reference of a provider. Raise ProgramError for another."""
    kind = evaluator.recorder.recorded[value.urn].resource.type
    if not kind.startswith(providers.PROVIDERS):
        raise evaluator.template.error(
            path, f"the provider is of type {kind}; name one of type pulumi:providers:PACKAGE"
        )
    return kind.removeprefix(providers.PROVIDERS), f"{value.urn}::{value.id}"


def flag(evaluator: Evaluator, specified: Any, path: Path) -> bool:
    found = values.plain(evaluator.value(specified, path))
    if not isinstance(found, bool):
        raise evaluator.template.error(
            path, f"{path[-1]} is {described(found)}; write true or false"
        )
    return found


def text(evaluator: Evaluator, specified: Any, path: Path) -> str:
    return str(values.plain(evaluator.value(specified, path)))


def names(evaluator: Evaluator, specified: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(specified, list) or not all(isinstance(each, str) for each in specified):
        raise evaluator.template.error(path, f"{path[-1]} is not a list of names; write [NAME]")
    return tuple(specified)


# Options that affect the graph → field of the declaration, and its reader.
READ: Mapping[str, tuple[str, Callable[[Evaluator, Any, Path], Any]]] = {
    "additionalSecretOutputs": ("secret", names),
    "deleteBeforeReplace": ("delete_before_replace", flag),
    "dependsOn": ("depends_on", urns),
    "import": ("known_id", text),
    "parent": ("parent", urn),
    "protect": ("protect", flag),
    "provider": ("provider", provider),
    "providers": ("providers", providers_of),
    "version": ("version", text),
}
