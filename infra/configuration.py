"""Parsing of the stack's configuration into Settings, with one line for each invalid setting."""

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from infra.aws.setting import group_of
from infra.settings import Settings
from infra.validation import problems

REGION = "aws:region"
OF_COMMAND = (
    "ruleSettings",
    "stackOutputs",
    "timeout",
)  # settings that only the command `plimsoll` reads
SIMILARITY = 0.6  # of difflib, below which no name is suggested


class SettingsError(pulumi.RunError):
    """Invalid setting; the engine prints the message without a traceback."""


def stack_configuration() -> Mapping[str, str]:
    """Return the stack's whole configuration, texts by `namespace:key`.

    `pulumi.Config` reads single keys, so it would not notice unknown ones.
    """
    return {**get_config_env(), **CONFIG.get()}


def read_settings(configuration: Mapping[str, str], project: str) -> Settings:
    """Raise SettingsError for unknown, invalid, missing or conflicting settings."""
    if REGION not in configuration:
        raise SettingsError(
            f"{REGION}: required setting is missing; run: pulumi config set {REGION} us-east-1"
        )
    if unused := [key for key in configuration if key.startswith("aws:") and key != REGION]:
        raise SettingsError(
            f"{unused[0]}: provider setting is not used, because the platform creates its own "
            "provider; set it as an environment variable, such as AWS_PROFILE"
        )
    values = dict(project_settings(configuration, project))
    if "region" in values:
        raise SettingsError(f"{project}:region: unknown setting; use {REGION}")
    try:
        settings = Settings.model_validate({"region": configuration[REGION], **values})
    except ValidationError as error:
        raise SettingsError("\n".join(messages(error, project))) from None
    if found := problems(settings):
        raise SettingsError("\n".join(found))
    return settings


def project_settings(configuration: Mapping[str, str], project: str) -> Iterator[tuple[str, Any]]:
    """Yield the platform's settings, with objects and lists parsed from JSON."""
    for key, text in configuration.items():
        namespace, _, name = key.partition(":")
        if namespace == project and name not in OF_COMMAND:
            yield name, parse_value(text)


def parse_value(text: str) -> Any:  # noqa: ANN401 (JSON)
    try:
        return json.loads(text) if text.startswith(("{", "[")) else text
    except ValueError:  # plain text
        return text


def messages(error: ValidationError, project: str) -> list[str]:
    """Return one line for each invalid setting, however many errors it has."""
    lines: dict[str, str] = {}
    for each in error.errors():
        path, model = locate(each["loc"])
        lines.setdefault(path, message(each, path, model, project))
    return list(lines.values())


def locate(loc: tuple[int | str, ...]) -> tuple[str, type[BaseModel]]:
    """Return a setting's dotted name, and the model it is or should be a field of.

    Pydantic's location continues into list items and union branches; the name stops at the field.
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


def message(error: ErrorDetails, path: str, model: type[BaseModel], project: str) -> str:
    name = REGION if path == "region" else f"{project}:{path}"
    leaf = path.rpartition(".")[2]
    match error["type"]:
        case "missing":
            description = model.model_fields[leaf].description
            return f"{name}: required setting is missing; set it ({description})"
        case "extra_forbidden":
            known = sorted(each for each in model.model_fields if each != "region")
            similar = difflib.get_close_matches(leaf, known, n=1, cutoff=SIMILARITY)
            hint = f'did you mean "{similar[0]}"?' if similar else f"known: {', '.join(known)}"
            return f"{name}: unknown setting; {hint}"
        case _:
            value = json.dumps(error["input"], default=str)
            return f"{name}: {value} is invalid; {error['msg'][:1].lower()}{error['msg'][1:]}"
