"""YAML rules: a condition that the inputs of a resource have to meet."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from costing.errors import nearest
from costing.files import yaml_file
from costing.files.document import Document
from costing.files.validation import validated
from costing.graph.resource import Resource
from costing.graph.schema.input_types import resource_type
from costing.graph.schema.tokens import canonical
from costing.model import UNKNOWN
from policies.custom import patterns
from policies.custom.examples import Example, example
from policies.custom.input_paths import fault_of
from policies.custom.operators import (
    LISTS,
    NAMES,
    NUMBERS,
    OPERATORS,
    PATTERNS,
    PRESENCE,
    SYNONYMS,
    WITHOUT_VALUE,
)
from policies.engine.errors import CustomRuleError
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    figure,
    found,
    given,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Concern, Rule, Severity, of_each

TOKEN_COLONS = 2  # in "package:module:Type"
EVERY = re.compile(r"\[(?:\*)?\]|\.\*(?=\.|$)")  # every item of a list: "ingress[]", "ingress.*"


class Condition(BaseModel):
    """A comparison, or several of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str | None = None
    operator: str | None = None
    value: Any = None
    match: str = "all"  # of the items of a list: all or any
    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    not_: "Condition | None" = Field(default=None, alias="not")


class Specified(Condition):
    id: str
    type: str | tuple[str, ...]
    message: str
    severity: Severity = "medium"
    concern: Concern = "security"
    risk: str | None = None
    fix: str | None = None
    docs: str = ""
    when: Condition | None = None
    passes: tuple[dict[str, Any], ...] = ()
    fails: tuple[dict[str, Any], ...] = ()


def load_yaml(path: Path) -> tuple[list[Rule], list[Example]]:
    """Return the rules of a YAML file, and their examples. Raise FileError or CustomRuleError."""
    document = yaml_file.read(path)
    if not isinstance(document.value, list) or not document.value:
        raise CustomRuleError(f"{document.at()}: not a list of rules; begin each with `- id:`")
    rules: list[Rule] = []
    examples: list[Example] = []
    for index in range(len(document.value)):
        specified = validated(Specified, document, index)
        rule = made(specified, document, index)
        rules.append(rule)
        place = document.at(index, "id")
        examples += example(rule, passes=specified.passes, fails=specified.fails, place=place)
    return rules, examples


def made(specified: Specified, document: Document, index: int) -> Rule:
    named = specified.type if isinstance(specified.type, tuple) else (specified.type,)
    types = tuple(canonical(each) for each in named)
    for kind in types:
        check_type(kind, document.at(index, "type"), specified.id)
    checked = partial(check_condition, types=types, document=document, rule=specified.id)
    checked(specified, where=(index,))
    if specified.when:
        checked(specified.when, where=(index, "when"))

    def examine(resource: Resource, *_: object) -> Iterator[Finding]:
        yield from examined(specified, resource)

    examine.__name__ = specified.id.replace("-", "_")
    return of_each(
        examine,
        "resource",
        {
            "types": types,
            "concern": specified.concern,
            "severity": specified.severity,
            "title": specified.message,
            "risk": specified.risk or specified.message,
            "fix": specified.fix or f"change {first_path(specified)}",
            "aws_docs": specified.docs,
        },
        lambda resource, _, __: examine(resource),
    )


def check_type(kind: str, where: str, rule: str) -> None:
    if kind.startswith("aws:") and resource_type(kind) is not None:
        return
    if kind.count(":") == TOKEN_COLONS and not kind.startswith("aws:"):
        return  # of a package without a schema here
    raise CustomRuleError(
        f'{where}: {rule}: unknown resource type "{kind}"; write a Pulumi type token such as '
        "aws:s3/bucket:Bucket"
    )


def check_condition(
    condition: Condition,
    *,
    types: Sequence[str],
    document: Document,
    rule: str,
    where: Sequence[str | int],
) -> None:
    """Raise CustomRuleError for a condition that is incomplete or contradicts itself."""
    nested = {"all": condition.all, "any": condition.any, "not": condition.not_}
    present = [key for key, value in nested.items() if value is not None]
    if (condition.path is not None) + len(present) != 1:
        raise CustomRuleError(
            f"{document.at(*where)}: {rule}: the condition needs one of path, all, any and not"
        )
    for key in present:
        inner = nested[key]
        each = inner if isinstance(inner, tuple) else (inner,)
        for index, one in enumerate(each):
            if one is not None:
                step = (index,) if isinstance(inner, tuple) else ()
                below = (*where, key, *step)
                check_condition(one, types=types, document=document, rule=rule, where=below)
    if condition.path is not None:
        for kind in types:
            if fault := fault_of(kind, condition.path):
                raise CustomRuleError(f"{document.at(*where, 'path')}: {rule}: {fault}")
        check_comparison(condition, document, where, rule)


def check_comparison(
    condition: Condition, document: Document, where: Sequence[str | int], rule: str
) -> None:
    name = operator_of(condition)
    if name not in NAMES:
        hint = nearest(name, (*NAMES, *SYNONYMS)) or f"; use one of: {', '.join(NAMES)}"
        place = document.at(*where, "operator")
        raise CustomRuleError(f'{place}: {rule}: unknown operator "{condition.operator}"{hint}')
    place = document.at(*where, "value")
    if name not in WITHOUT_VALUE and condition.value is None:
        raise CustomRuleError(f"{place}: {rule}: {name} needs a value; add `value:`")
    if name in LISTS and not isinstance(condition.value, list):
        raise CustomRuleError(f"{place}: {rule}: the value of {name} is not a list; write [a, b]")
    if name in NUMBERS and figure(condition.value) is None:
        raise CustomRuleError(
            f"{place}: {rule}: the value of {name} is not a number; write one such as 7"
        )
    if condition.match not in {"all", "any"}:
        raise CustomRuleError(f'{place}: {rule}: match is "{condition.match}"; write all or any')
    if name in PATTERNS:
        try:
            patterns.compiled(str(condition.value))
        except patterns.PatternError as error:
            raise CustomRuleError(f"{place}: {rule}: {error}") from error


def operator_of(condition: Condition) -> str:
    specified = condition.operator or "exists"
    return SYNONYMS.get(specified, specified)


def examined(specified: Specified, resource: Resource) -> Iterator[Finding]:
    applies = holds(specified.when, resource) if specified.when else True
    broken = all_of([applies, not_(holds(specified, resource))])
    path = first_path(specified)
    wanted = None if specified.path is None else expected(specified)
    yield from found(broken, resource, EVERY.sub("", path), wanted, because=specified.message)


def first_path(condition: Condition) -> str:
    if condition.path is not None:
        return condition.path
    each = condition.all or condition.any or ((condition.not_,) if condition.not_ else ())
    return next((first_path(one) for one in each if one), "")


def expected(condition: Condition) -> str:
    name = operator_of(condition).replace("_", " ")
    if isinstance(condition.value, list):
        return f"{name} {', '.join(map(str, condition.value))}"
    return name if condition.value is None else f"{name} {condition.value}"


def holds(condition: Condition, resource: Resource) -> Truth:
    """Return whether the resource's inputs meet a condition."""
    if condition.all is not None:
        return all_of(holds(each, resource) for each in condition.all)
    if condition.any is not None:
        return any_of(holds(each, resource) for each in condition.any)
    if condition.not_ is not None:
        return not_(holds(condition.not_, resource))
    name = operator_of(condition)
    quantified = any_of if condition.match == "any" else all_of
    paths = [*expanded(resource, condition.path or "")]
    return quantified(compared(resource, path, name, condition.value) for path in paths)


def compared(resource: Resource, path: str, name: str, value: Any) -> Truth:  # noqa: ANN401 (YAML)
    if path.endswith("?"):  # a list that is not known yet
        return UNKNOWN
    if name in PRESENCE:
        there = given(resource, path)
        return there if name == "exists" else not_(there)
    return OPERATORS[name](read(resource, path), value)


def expanded(resource: Resource, path: str) -> Iterator[str]:
    """Yield a path with each list's indexes; one that ends in "?" for a list not known."""
    wildcard = EVERY.search(path)
    if wildcard is None:
        yield path
        return
    head, tail = path[: wildcard.start()], path[wildcard.end() :]
    value = read(resource, head, [])
    if is_unknown(value):
        yield f"{head}?"
        return
    for index in range(len(value) if isinstance(value, list) else 0):
        yield from expanded(resource, f"{head}[{index}]{tail}")
