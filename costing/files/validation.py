"""A file's value as a pydantic model, or one line that names the mistake and its line."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from costing.errors import FileError, nearest
from costing.files.scalars import shortened
from costing.files.yaml_file import Document

M = TypeVar("M", bound=BaseModel)

Path = Sequence[str | int]


def validated(model: type[M], document: Document, *path: str | int) -> M:
    """Return a document, or the part of it at a path, as a model. Raise FileError."""
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
    """Return the first mistake: where it is, what is wrong, what to write."""
    first = error.errors(include_url=False)[0]
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
    given = quoted(first["input"])
    reason = str(first["msg"]).removeprefix("Value error, ")
    return f"{where}: {name or 'the file'} is {given}: {reason[:1].lower()}{reason[1:]}"


def keys_at(model: object, loc: Path) -> Iterator[str]:
    """Yield the keys of the models that a location of a model can hold."""
    for each in models(model):
        if not loc:
            yield from (field.alias or name for name, field in each.model_fields.items())
            continue
        field = each.model_fields.get(str(loc[0]))
        if field is not None:
            yield from keys_at(field.annotation, [part for part in loc[1:] if type(part) is str])


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
