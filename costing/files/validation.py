"""Validate a file's content with a pydantic model; report the first error and its line."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from costing.errors import FileError, nearest
from costing.files.document import Document
from costing.files.scalars import shortened

M = TypeVar("M", bound=BaseModel)

Path = Sequence[str | int]


def validated(model: type[M], document: Document, *path: str | int) -> M:
    """Return a document, or its part at a path, as a model. Raise FileError."""
    value = document.value
    for part in path:
        value = value[part]
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise FileError(mistake(error, model, document, path)) from error


def mistake(
    error: ValidationError, model: type[BaseModel], document: Document, path: Path = ()
) -> str:
    """Return the message of the first error: position, problem, remedy."""
    errors = error.errors(include_url=False)
    # A misspelled key causes two errors: unknown key, and missing key. The first is clearer.
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    loc = first["loc"]
    where = document.at(*path, *loc)
    name = ".".join(map(str, loc))
    match first["type"]:
        case "missing":
            return f"{where}: {name} is missing; add it"
        case "extra_forbidden":
            keys = [*keys_at(model, loc[:-1])]
            return f'{where}: unknown key "{name}"{nearest(str(loc[-1]), keys)}'
        case "model_type" | "dict_type":
            return f"{where}: {name or 'the file'} is not a mapping; write `key: value` lines"
        case "too_short":
            return f"{where}: {name} is empty; write at least {first['ctx']['min_length']} value"
        case "value_error" if isinstance(first["input"], dict | list | tuple):
            return f"{where}: {f'{name}: ' if name else ''}{wanted(first)}"
    return f"{where}: {name or 'the file'} is {quoted(first['input'])}; {wanted(first)}"


# The beginnings of pydantic's error types → what to write.
WANTED = {
    "decimal_": "write a number",
    "int_": "write a whole number",
    "float_": "write a number",
    "finite_": "write a finite number",
    "bool_": "write true or false",
    "date_": "write a date such as 2027-01-31",
    "string_type": "write text, in quotes",
    "tuple_type": "write a list",
    "list_type": "write a list",
}


def wanted(detail: Mapping[str, Any]) -> str:
    """Return the remedy for an invalid value: "write a number"."""
    kind = str(detail["type"])
    for beginning, text in WANTED.items():
        if kind.startswith(beginning):
            return text
    reason = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return f"{reason[:1].lower()}{reason[1:]}"


def keys_at(model: object, loc: Path) -> Iterator[str]:
    """Yield the keys of the models allowed at a location of a model."""
    for each in models(model):
        if not loc:
            yield from (field.alias or name for name, field in each.model_fields.items())
            continue
        field = each.model_fields.get(str(loc[0]))
        if field is not None:
            rest = [part for part in loc[1:] if type(part) is str]
            yield from keys_at(field.annotation, rest[1:] if is_mapping(field) else rest)


def is_mapping(field: FieldInfo) -> bool:
    """Return whether a field is a mapping whose keys the user chooses."""
    return get_origin(field.annotation) is dict


def models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def quoted(value: Any) -> str:  # noqa: ANN401 (YAML)
    match value:
        case str():
            return shortened(value)
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case int() | float() | Decimal():
            return str(value)
        case dict():
            return "a mapping"
        case _:
            return "a list"
