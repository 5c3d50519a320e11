"""The stack's configuration → Settings, or one line that says what is wrong with it."""

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from infra.agreement import problems
from infra.settings import Settings
from infra.settings.group import group_of

REGION = "aws:region"


class SettingsError(pulumi.RunError):
    """A setting is wrong; the engine prints its one line without a traceback."""


def configured() -> Mapping[str, str]:
    """Return all of the stack's configuration, texts by `namespace:key`.

    `pulumi.Config` asks for a key at a time, so it would pass over a misspelt one.
    """
    return {**get_config_env(), **CONFIG.get()}


def read(configuration: Mapping[str, str], project: str) -> Settings:
    """Raise SettingsError for what is unknown, malformed, missing or contradicts itself."""
    if REGION not in configuration:
        raise SettingsError(f"{REGION} is not set: pulumi config set {REGION} us-east-1")
    if unused := [key for key in configuration if key.startswith("aws:") and key != REGION]:
        raise SettingsError(
            f"{unused[0]} is not used, the platform makes its own provider: state it in the "
            "environment, such as AWS_PROFILE"
        )
    stated = dict(of_project(configuration, project))
    if "region" in stated:
        raise SettingsError(f"{project}:region is no setting; state {REGION}")
    try:
        settings = Settings.model_validate({"region": configuration[REGION], **stated})
    except ValidationError as error:
        raise SettingsError("; ".join(complaints(error, project))) from None
    if wrong := problems(settings):
        raise SettingsError("; ".join(wrong))
    return settings


def of_project(configuration: Mapping[str, str], project: str) -> Iterator[tuple[str, Any]]:
    """Yield the project's own settings, objects and lists parsed from their JSON."""
    for key, text in configuration.items():
        namespace, _, name = key.partition(":")
        if namespace == project:
            yield name, parsed(text)


def parsed(text: str) -> Any:  # noqa: ANN401 (JSON)
    try:
        return json.loads(text) if text.startswith(("{", "[")) else text
    except ValueError:  # a text like any other
        return text


def complaints(error: ValidationError, project: str) -> list[str]:
    """Return a line for each setting that is wrong, however many ways it is wrong in."""
    lines: dict[str, str] = {}
    for each in error.errors():
        path, model = place(each["loc"])
        lines.setdefault(path, complaint(each, path, model, project))
    return list(lines.values())


def place(loc: tuple[int | str, ...]) -> tuple[str, type[BaseModel]]:
    """Return a setting's dotted name, and the model it is or should be a field of.

    Pydantic goes on below a field, into a list's item or the branch of a union; names stop there.
    """
    model: type[BaseModel] = Settings
    names = [str(loc[0])]
    for part in loc[1:]:
        field = model.model_fields.get(names[-1])
        group = group_of(field.annotation) if field else None
        if group is None:
            break
        model = group
        names.append(str(part))
    return ".".join(names), model


def complaint(error: ErrorDetails, path: str, model: type[BaseModel], project: str) -> str:
    name = REGION if path == "region" else f"{project}:{path}"
    leaf = path.rpartition(".")[2]
    match error["type"]:
        case "missing":
            return f"{name} is not set: {model.model_fields[leaf].description}"
        case "extra_forbidden":
            known = [each for each in model.model_fields if each != "region"]
            near = difflib.get_close_matches(leaf, known, n=1, cutoff=0)
            return f"{name} is no setting; nearest: {near[0]}"
        case _:
            shown = json.dumps(error["input"], default=str)
            return f"{name} is {shown}: {error['msg'][:1].lower()}{error['msg'][1:]}"
