"""Lookups of a program (`fn::invoke`), answered as for programs in Python."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from costing.errors import nearest
from costing.graph.preview import invokes, output_kinds
from costing.graph.preview.lookups import Lookup, Unanswered
from costing.graph.preview.values import Output, plain
from costing.graph.preview.yaml_program import access, functions, tokens
from costing.graph.preview.yaml_program.lifting import EvaluationError
from costing.graph.preview.yaml_program.template import described, fields
from costing.model import UNKNOWN

if TYPE_CHECKING:
    from costing.graph.preview.yaml_program.evaluation import Evaluator

FIELDS = ("function", "arguments", "options", "return")
OPTIONS = ("dependsOn", "parent", "provider", "version", "pluginDownloadURL")
Path = tuple[str | int, ...]


def invoked(evaluator: "Evaluator", specified: Any, path: Path) -> Any:
    """Return the result of a lookup, or its property `return`."""
    given, _ = fields(evaluator.template, specified, path, FIELDS)
    name = functions.text(given.get("function"), "function of fn::invoke")
    written = given.get("arguments") or {}
    if not isinstance(written, dict):
        raise EvaluationError(f"arguments is {described(written)}; write NAME: VALUE lines")
    arguments = evaluator.value(written, (*path, "arguments"))
    token = tokens.full_token(name)
    if token.startswith("std:"):
        result = of_std(evaluator, token.rpartition(":")[2], arguments)
    elif token.startswith("aws:"):
        provider = provider_of(evaluator, given.get("options"), (*path, "options"))
        result = answered(evaluator, token, arguments, provider)
    else:
        result = Output(UNKNOWN, dependencies=evaluator.lifting.dependencies([arguments]))
    wanted = given.get("return")
    if wanted is None:
        return result
    return returned(evaluator, result, token, str(wanted))


def returned(evaluator: "Evaluator", result: Any, token: str, name: str) -> Any:
    """Return a property of a lookup's result. Raise EvaluationError if the result has none."""
    found = plain(result)
    if isinstance(found, dict) and name not in found:
        hint = nearest(name, found) or "; correct it"
        raise EvaluationError(f'{token} returns no "{name}"{hint}')
    return access.part(result, name, evaluator.recorder)


def of_std(evaluator: "Evaluator", name: str, arguments: Mapping[str, Any]) -> Any:
    """Return the result of a function of the package std; UNKNOWN for one not in the table."""
    function = functions.STD.get(name)
    if function is None:
        return Output(UNKNOWN, dependencies=evaluator.lifting.dependencies([arguments]))
    exact = name not in {"join", "jsonencode"}
    try:
        return evaluator.lifting.apply(
            lambda given: {"result": function(given)}, arguments, exact=exact
        )
    except TypeError as error:
        raise EvaluationError(
            f"std:{name}: an argument is of another type ({error}); correct it"
        ) from error


def answered(
    evaluator: "Evaluator", token: str, arguments: Mapping[str, Any], provider: str
) -> Output:
    """Return the answer of an AWS lookup, from tables of facts or unknown."""
    recorder = evaluator.recorder
    given = plain(arguments)
    try:
        lookup = Lookup(token, given, recorder.region_at(provider, given))
        found = invokes.answer(lookup, recorder.placeholders)
    except Unanswered as error:
        raise EvaluationError(str(error)) from error
    except (AttributeError, KeyError, TypeError) as error:
        raise EvaluationError(
            f"{token}: an argument is of another type ({error}); correct it"
        ) from error
    declared = output_kinds.outputs(token)
    whole = {**{key: Output(UNKNOWN) for key in declared if key not in found}, **found}
    return Output(whole, dependencies=evaluator.lifting.dependencies([arguments]))


def provider_of(evaluator: "Evaluator", specified: Any, path: Path) -> str:
    """Return the reference of the lookup's provider; empty for the default one."""
    given, _ = fields(evaluator.template, specified, path, OPTIONS)
    recorder = evaluator.recorder
    if given.get("provider") is not None:
        (found, *_) = evaluator.resources(given["provider"], (*path, "provider"))
        return f"{found.urn}::{found.id}"
    if given.get("parent") is not None:
        (parent, *_) = evaluator.resources(given["parent"], (*path, "parent"))
        if above := recorder.providers_above(parent.urn).get("aws"):
            return above
    return evaluator.default_providers.get("aws", "")
