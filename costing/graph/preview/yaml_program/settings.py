"""Settings of the stack as values of the program: `${name}`, `${aws:region}`."""

import json
import re
from typing import Any

from costing.errors import ProgramError
from costing.graph.preview.go_json import json_text
from costing.graph.preview.project import Project, missing
from costing.graph.preview.stack import Stack
from costing.graph.preview.values import Output
from costing.graph.preview.yaml_program.template import Template, described, fields
from costing.model import UNKNOWN

DECLARATION = ("type", "name", "default", "secret", "value", "items", "description")
SCALARS = {
    "string": str,
    "number": float,
    "int": int,
    "integer": int,
    "bool": bool,
    "boolean": bool,
}
OBJECTS = ("object", "array")
LIST = re.compile(r"list<(.+)>", re.IGNORECASE)
FLOAT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
BOOLEANS = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), False),
}


def settings(template: Template, project: Project, stack: Stack) -> dict[str, Any]:
    """Return the values of all settings, those of `configuration:` by their type.

    Keys of the project's own namespace are without it. Raise ProgramError for a missing or
    invalid setting.
    """
    found = {
        key.removeprefix(f"{project.name}:"): shown(guessed(text), key, stack)
        for key, text in stack.config.items()
    }
    for key, specified in template.configuration.items():
        found[key] = declared(template, key, specified, project, stack)
    return found


def shown(value: Any, key: str, stack: Stack) -> Any:
    """Return a value, marked as secret if it is; the value of an encrypted one is unknown."""
    if key in stack.encrypted:
        return Output(UNKNOWN, secret=True)
    return Output(value, secret=True) if key in stack.secrets else value


def guessed(text: str) -> Any:
    """Return a setting's value as Pulumi's YAML host reads its text."""
    if len(text) > 1 and text.startswith("0") and not text.startswith("0."):
        return text
    if re.fullmatch(r"[-+]?\d{1,18}", text):
        return int(text)
    if text in BOOLEANS:
        return BOOLEANS[text]
    if FLOAT.fullmatch(text):
        return number(text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def number(text: str) -> float | int | str:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        return text
    return int(value) if value.is_integer() else value


def declared(template: Template, name: str, specified: Any, project: Project, stack: Stack) -> Any:
    """Return the value of a setting that `configuration:` declares."""
    path = ("configuration", name)
    if not isinstance(specified, dict):
        specified = {"default": specified}
    given, _ = fields(template, specified, path, DECLARATION)
    kind = given.get("type")
    if kind is None and given.get("default") is None and given.get("value") is None:
        raise template.error(path, f"{name} has neither type nor default; write one of them")
    key = given.get("name") or name
    full = key if ":" in str(key) else f"{project.name}:{key}"
    if full not in stack.config:
        value = given.get("default", given.get("value"))
        if value is None:
            secret = bool(given.get("secret"))
            raise ProgramError(missing(full, project, stack.name, secret=secret))
        check(template, path, value, kind)
        return Output(value, secret=True) if given.get("secret") is True else value
    value = stack.config[full]
    if full in stack.encrypted:
        return Output(UNKNOWN, secret=True)
    typed = of_type(template, path, value, str(kind) if kind else kind_of(given.get("default")))
    secret = full in stack.secrets or given.get("secret") is True
    return Output(typed, secret=True) if secret else typed


def kind_of(default: Any) -> str:
    match default:
        case str():
            return "string"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
    return "object"


def check(template: Template, path: tuple[str, str], value: Any, kind: Any) -> None:
    """Raise ProgramError for an unknown type, or a default of another type."""
    if kind is None:
        return
    wanted = str(kind).lower()
    fits: tuple[type, ...]
    if LIST.fullmatch(wanted) or wanted == "array":
        fits = (list,)
    elif wanted == "object":
        fits = (dict,)
    elif wanted in SCALARS:
        fits = (int, float) if wanted == "number" else (SCALARS[wanted],)
    else:
        raise template.error((*path, "type"), unknown_kind(kind))
    if not isinstance(value, fits) or (isinstance(value, bool) and bool not in fits):
        raise template.error(
            (*path, "default"), f"default is {described(value)}, not {wanted}; correct one of them"
        )


def unknown_kind(kind: Any) -> str:
    known = "string, number, integer, boolean, object or list<TYPE>"
    return f"unknown type {str(kind)[:40]!r}; use {known}"


def of_type(template: Template, path: tuple[str, str], text: str, kind: str) -> Any:
    """Return the value of a setting's text. Raise ProgramError if it is not of the type."""
    wanted = kind.lower()
    value: Any = text
    fits = True
    if wanted == "string":
        return text
    if wanted in {"bool", "boolean"}:
        value, fits = BOOLEANS.get(text), text in BOOLEANS
    elif wanted in {"int", "integer"}:
        fits = bool(re.fullmatch(r"[-+]?\d{1,18}", text))
        value = int(text) if fits else None
    elif wanted == "number":
        fits = bool(FLOAT.fullmatch(text))
        value = number(text) if fits else None
    elif wanted in OBJECTS or LIST.fullmatch(wanted):
        value = guessed(text)
        fits = isinstance(value, dict if wanted == "object" else dict | list)
    else:
        raise template.error((*path, "type"), unknown_kind(kind))
    if not fits:
        raise ProgramError(
            f"{template.document.at(*path)}: the stack's {path[1]} is {json_text(text)[:60]}, "
            f"not of type {kind}; correct it in Pulumi.<stack>.yaml"
        )
    return value
