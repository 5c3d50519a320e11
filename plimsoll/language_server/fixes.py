"""Apply a rule's fix to the call that declares a resource, with the formatting kept."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from policies.engine.fix_forms import Output, argument, fix_of

LARGEST = 1_000_000  # characters of a file that is parsed


@dataclass(frozen=True, slots=True)
class Edit:
    """Replacement of the text between two positions: line from 1, column from 0, characters."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str
    title: str


def edit(source: str, line: int, kind: str, fix: str) -> Edit | None:
    """Return the edit that sets a fix's keyword arguments in the call at a line.

    `kind`: the resource's type. None if the fix is no plain keyword edit, if the line has no such
    call, or several, or if the call has the argument with a value that is no literal.
    """
    arguments = keywords(fix)
    if not arguments or len(source) > LARGEST:
        return None
    try:
        wrapper = MetadataWrapper(cst.parse_module(source))
    except cst.ParserSyntaxError:
        return None
    finder = Calls(line, kind.rpartition(":")[2])
    wrapper.visit(finder)
    if len(finder.found) != 1:
        return None
    call, place = finder.found[0]
    values = {name: cst.parse_expression(code) for name, code in arguments.items()}
    changed = with_arguments(call, values)
    if changed is None:
        return None
    return Edit(
        (place.start.line, place.start.column),
        (place.end.line, place.end.column),
        wrapper.module.code_for_node(changed),
        f"Set {', '.join(f'{name}={code}' for name, code in arguments.items())}",
    )


def keywords(fix: str) -> dict[str, str]:
    """Return argument → code of a fix that sets inputs to plain values; else nothing."""
    found = fix_of(fix)
    if found is None or not found.inputs or found.type or found.removes or "..." in found.code:
        return {}
    if any(refers(value) for value in found.inputs.values()):
        return {}
    call = ast.parse(f"f({found.code})", mode="eval").body
    given = call.keywords if isinstance(call, ast.Call) else ()
    return {argument(each.arg): code_of(each.value) for each in given if each.arg}


def code_of(node: ast.expr) -> str:
    """Return the code of a value; of alternatives ("7 or more"), the first."""
    return ast.unparse(node.values[0] if isinstance(node, ast.BoolOp) else node).replace("'", '"')


def refers(value: Any) -> bool:  # noqa: ANN401 (JSON)
    """Return whether a value contains the output of another resource, which may not exist."""
    if isinstance(value, dict):
        return any(map(refers, value.values()))
    if isinstance(value, list):
        return any(map(refers, value))
    return isinstance(value, Output)


class Calls(cst.CSTVisitor):
    """Calls of a class by its name that begin at a line."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, line: int, name: str) -> None:
        super().__init__()
        self.line, self.name = line, name
        self.found: list[tuple[cst.Call, CodeRange]] = []

    def visit_Call(self, node: cst.Call) -> None:  # noqa: N802 (libcst's name)
        place = self.get_metadata(PositionProvider, node)
        called = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        named = isinstance(called, cst.Name) and called.value == self.name
        if named and place.start.line == self.line:
            self.found.append((node, place))


def with_arguments(call: cst.Call, arguments: Mapping[str, cst.BaseExpression]) -> cst.Call | None:
    """Return the call with the arguments replaced or added; None if one must not be replaced."""
    if any(each.star for each in call.args):
        return None  # what a star unpacks may contain the argument
    args = list(call.args)
    for name, value in arguments.items():
        given = [n for n, each in enumerate(args) if each.keyword and each.keyword.value == name]
        if not given:
            args = added(args, name, value, call.whitespace_before_args)
            continue
        combined = merged(args[given[0]].value, value)
        if combined is None:
            return None
        args[given[0]] = args[given[0]].with_changes(value=combined)
    return call.with_changes(args=args)


def merged(old: cst.BaseExpression, new: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the new value in place of a literal, or the keys of both; None for another old one."""
    if is_literal(old):
        return new
    if not isinstance(new, cst.Dict) or (items := literal_items(new)) is None:
        return None
    if isinstance(old, cst.Call):
        return with_arguments(old, items)
    return with_items(old, items) if isinstance(old, cst.Dict) else None


def with_items(old: cst.Dict, items: Mapping[str, cst.BaseExpression]) -> cst.Dict | None:
    """Return a dict with the keys replaced or added."""
    if literal_items(old) is None:
        return None
    elements = [each for each in old.elements if isinstance(each, cst.DictElement)]
    for key, value in items.items():
        given = [n for n, each in enumerate(elements) if text_of(each.key) == key]
        if given:
            combined = merged(elements[given[0]].value, value)
            if combined is None:
                return None
            elements[given[0]] = elements[given[0]].with_changes(value=combined)
            continue
        comma: cst.Comma | cst.MaybeSentinel = cst.MaybeSentinel.DEFAULT
        if elements:
            comma = elements[-1].comma
            between = bare(elements[-2].comma) if len(elements) > 1 else COMMA
            elements[-1] = elements[-1].with_changes(comma=between)
        elements.append(cst.DictElement(cst.SimpleString(f'"{key}"'), value, comma=comma))
    return old.with_changes(elements=elements)


def literal_items(node: cst.Dict) -> dict[str, cst.BaseExpression] | None:
    """Return the items of a dict whose keys are all texts; None for another."""
    items = {}
    for each in node.elements:
        key = text_of(each.key) if isinstance(each, cst.DictElement) else None
        if key is None:
            return None
        items[key] = each.value
    return items


def text_of(node: cst.BaseExpression) -> str | None:
    found = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    return found if isinstance(found, str) else None


def is_literal(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.SimpleString | cst.Integer | cst.Float) or (
        isinstance(node, cst.Name) and node.value in {"True", "False", "None"}
    )


def added(
    args: Sequence[cst.Arg],
    name: str,
    value: cst.BaseExpression,
    before: cst.BaseParenthesizableWhitespace,
) -> list[cst.Arg]:
    """Return the arguments with one more at the end, spaced like the ones before it."""
    new = cst.Arg(value, cst.Name(name), equal=EQUAL)
    if not args:
        return [new]
    *others, last = args
    own_lines = isinstance(before, cst.ParenthesizedWhitespace)
    commas = [bare(each.comma) for each in others]
    if own_lines and isinstance(last.comma, cst.Comma):
        between = cst.Comma(whitespace_after=before)
    else:
        between = commas[-1] if commas else COMMA
    return [
        *others,
        last.with_changes(comma=between, whitespace_after_arg=NOTHING),
        new.with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg),
    ]


def bare(comma: cst.Comma | cst.MaybeSentinel) -> cst.Comma:
    """Return a comma with its spacing and without the comment behind it."""
    if not isinstance(comma, cst.Comma):
        return COMMA
    after = comma.whitespace_after
    if not isinstance(after, cst.ParenthesizedWhitespace):
        return comma
    line = after.first_line.with_changes(comment=None, whitespace=NOTHING)
    return comma.with_changes(whitespace_after=after.with_changes(first_line=line))


NOTHING = cst.SimpleWhitespace("")
COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
EQUAL = cst.AssignEqual(NOTHING, NOTHING)
