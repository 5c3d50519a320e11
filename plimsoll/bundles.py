"""Bundles of options: a command takes a dataclass, its help shows one option per field."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with one parameter per field of each dataclass that it takes.

    Typer reads options from a signature, and cannot read a dataclass.
    """
    hints = get_type_hints(command, include_extras=True)
    bundles: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}

    def run(**values: Any) -> None:  # noqa: ANN401 (whatever the options are)
        for name, bundle in bundles.items():
            given = {field.name: values.pop(field.name) for field in fields(bundle)}
            values[name] = bundle(**given)
        command(**values)

    parameters = [
        parameter
        for name, own in signature(command).parameters.items()
        for parameter in (
            of_bundle(bundles[name])
            if name in bundles
            else [option(name, hints[name], own.default)]
        )
    ]
    run.__doc__ = command.__doc__
    run.__name__ = command.__name__
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def of_bundle(bundle: Any) -> list[Parameter]:  # noqa: ANN401 (a dataclass)
    hints = get_type_hints(bundle, include_extras=True)
    return [option(each.name, hints[each.name], default_of(each)) for each in fields(bundle)]


def default_of(field: Field[Any]) -> object:
    return Parameter.empty if field.default is MISSING else field.default


def option(name: str, annotation: object, default: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
