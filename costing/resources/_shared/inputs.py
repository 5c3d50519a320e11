"""Read a resource's inputs into a model: known values are kept beside unknown ones.

An input that is unknown, secret, missing or invalid raises InputError when a cost model reads
it, not when the resource is read: only the charges that depend on it become gaps.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from costing.errors import InputError
from costing.model import SECRET, UNKNOWN

UNREAD = "_unread"  # errors by field name; a private attribute would double the time of reading
Json = Any  # an input as the graph has it: text, number, list, mapping, UNKNOWN or SECRET


class Inputs(BaseModel):
    """Inputs as the program sets them, read under their own names in snake case.

    A field is an input (`engine_version` for `engineVersion`) with AWS's default. A null is an
    input that is not set. Inputs without effect on the price are not fields.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, frozen=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def without_nulls(cls, inputs: object) -> object:
        if isinstance(inputs, Mapping):
            return {key: value for key, value in inputs.items() if value is not None}
        return inputs

    @classmethod
    def read(cls, inputs: Mapping[str, object], of: str = "") -> Self:
        """Return the inputs. A field without a usable value raises InputError when it is read.

        `of` names the resource in messages, where it is not the one that is priced.
        """
        try:
            return cls.model_validate(inputs)
        except ValidationError:
            return in_part(cls, inputs, "", of)

    @classmethod
    def unreadable(cls, error: InputError) -> Self:
        """Return inputs of which each raises `error`: those of a resource that is unknown."""
        return cls.with_unread({}, dict.fromkeys(cls.model_fields, error))

    @classmethod
    def with_unread(cls, values: Mapping[str, object], unread: Mapping[str, InputError]) -> Self:
        """Return a model of these fields, of fields that raise, and of defaults for the others."""
        built = super().model_construct({*values, *unread}, **values)
        for name in unread:
            built.__dict__.pop(name, None)
        built.__dict__[UNREAD] = unread
        return built

    if not TYPE_CHECKING:  # a signature here would hide misspelled fields

        def __getattr__(self, name: str) -> object:
            if not name.startswith("_"):
                error = self.__dict__.get(UNREAD, {}).get(name)
                if error is not None:
                    raise InputError(str(error), error.path, error.fix)
            return super().__getattr__(name)


Model = TypeVar("Model", bound=Inputs)


def in_part(model: type[Model], inputs: Mapping[str, Json], path: str, of: str) -> Model:
    """Read each field by itself; `path` leads to the block that `inputs` are."""
    values: dict[str, object] = {}
    unread: dict[str, InputError] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        value = inputs.get(key, inputs.get(name))
        where = f"{path}.{key}" if path else key
        if value is None:
            if field.is_required():
                unread[name] = missing(where, of)
            continue
        try:
            values[name] = read_field(model, name, value, where, of)
        except InputError as error:
            unread[name] = error
    return model.with_unread(values, unread)


def without(model: Model, unread: Mapping[str, InputError]) -> Model:
    """Return a model of which some more fields raise InputError."""
    copied = model.model_copy()
    for name in unread:
        copied.__dict__.pop(name, None)
    copied.__dict__[UNREAD] = {**model.__dict__.get(UNREAD, {}), **unread}
    return copied


def read_field(model: type[Inputs], name: str, value: Json, where: str, of: str) -> object:
    """Return the value of one field, its blocks in part. Raise InputError where it has none."""
    try:
        return adapter(model, name).validate_python(value)
    except ValidationError as error:
        block, listed = blocks(model.model_fields[name].annotation)
        if block is not None and isinstance(value, Mapping):
            return in_part(block, value, where, of)
        if listed is not None and isinstance(value, list):
            return [read_item(listed, each, f"{where}[{i}]", of) for i, each in enumerate(value)]
        raise fault(error.errors(), value, where, of) from error


def read_item(block: type[Model], value: Json, where: str, of: str) -> Model:
    if isinstance(value, Mapping):
        return in_part(block, value, where, of)
    return block.unreadable(unusable(value, where, of, "a block was expected"))


@cache
def adapter(model: type[Inputs], name: str) -> TypeAdapter[object]:
    field = model.model_fields[name]
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)


def blocks(annotation: object) -> tuple[type[Inputs] | None, type[Inputs] | None]:
    """Return the block that a field may hold, and the block that its list may hold."""
    union = get_origin(annotation) in (Union, UnionType)
    options = get_args(annotation) if union else (annotation,)
    listed = [each for option in options if get_origin(option) is list for each in get_args(option)]
    return first_block(options), first_block(listed)


def first_block(options: Sequence[object]) -> type[Inputs] | None:
    found = (each for each in options if isinstance(each, type) and issubclass(each, Inputs))
    return next(found, None)


def fault(errors: Sequence[ErrorDetails], value: Json, where: str, of: str) -> InputError:
    """Return what is wrong with a field, at the path of the innermost value at fault."""
    hidden = (each for each in errors if each["input"] is UNKNOWN or each["input"] is SECRET)
    error = next(hidden, errors[0])
    for part in error["loc"]:  # a part that names an alternative of a union leads nowhere
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            value, where = value[part], f"{where}[{part}]"
        elif isinstance(value, Mapping) and part in value:
            value, where = value[part], f"{where}.{part}"
    return unusable(value, where, of, error["msg"].partition(" or instance of ")[0])


def unusable(value: Json, where: str, of: str, wrong: str) -> InputError:
    if value is UNKNOWN:
        return unknown(where, of)
    path = path_of(where, of)
    if value is SECRET:
        return InputError(f"{path} is a secret", path, f"set {path} without a secret")
    return InputError(f"{path} is {shown(value)}: {wrong}", path, f"correct {path} in the program")


def unknown(where: str, of: str = "") -> InputError:
    path = path_of(where, of)
    return InputError(f"{path} is known only after deployment", path)


def missing(where: str, of: str = "") -> InputError:
    path = path_of(where, of)
    return InputError(f"{path} is not set", path, f"set {path} in the program")


def path_of(where: str, of: str) -> str:
    return f"{where} of {of}" if of else where


def shown(value: object) -> str:
    return f"{value!r:.80}"
