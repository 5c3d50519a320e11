"""Paths of YAML rules, compared with the inputs that the SDK's schema has for a type."""

import re
from collections.abc import Iterator

from costing.errors import nearest
from costing.graph.schema.input_types import Block, InputType, ListOf, MapOf, resource_type

STEP = re.compile(r"\[(\d*|\*)\]|([^.\[\]]+)")


def fault_of(kind: str, path: str) -> str | None:
    """Return what is wrong with a path, as the end of an error; None for an input of the type."""
    written = "".join(f"[{step}]" if index else f".{step}" for step, index in steps(path))
    if path.replace("[*]", "[]") != written.removeprefix(".").replace("[*]", "[]"):
        return f'"{path}" is not a path; write one such as ingress[].cidrBlocks'
    current: InputType | None = resource_type(kind)
    seen = ""
    for step, index in steps(path):
        fault, current = follow(current, step, index=index, kind=kind, seen=seen)
        if fault:
            return fault
        if current is None:
            return None
        seen += f"[{step}]" if index else f".{step}" if seen else step
    return None


def steps(path: str) -> Iterator[tuple[str, bool]]:
    """Yield each step, and whether it is an index."""
    for match in STEP.finditer(path):
        yield (match[2], False) if match[2] is not None else (match[1], True)


def follow(
    current: InputType | None, step: str, *, index: bool, kind: str, seen: str
) -> tuple[str | None, InputType | None]:
    """Return the fault of a step, or the type of the value that it leads to."""
    every = index or step == "*" or step.isdigit()
    if isinstance(current, ListOf) and not every and isinstance(current.items, Block):
        current = current.items  # the only block of a list
    match current:
        case Block() if not every:
            return of_block(current, step, f"{seen} of {kind}" if seen else kind)
        case ListOf() if not every:
            return f"{seen} of {kind} is a list; write {seen}[] for each of its items", None
        case ListOf() | MapOf():
            return None, current.items
        case Block() | None:  # a block that older schemas have in a list
            return None, current
    return f'{seen} of {kind} has no parts; end the path before "{step}"', None


def of_block(block: Block, step: str, owner: str) -> tuple[str | None, InputType | None]:
    name = step if step in block.inputs else block.former_names.get(step)
    if name is None:
        guess = nearest(step, block.inputs) or "; see the page of the type in Pulumi's registry"
        return f'{owner} has no input "{step}"{guess}', None
    return None, block.inputs[name]
