"""Forms of a rule's fix: the inputs that it sets, in Python, TypeScript and YAML.

A fix begins with code where it can: keyword arguments of the resource, `storage_encrypted=True`, or
a further resource, `s3.BucketVersioning(bucket=bucket.id, ...)`. What follows is for the reader.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

LEFT_OUT = re.compile(r"\.\.\., |, \.\.\.(?=[\]})])")


@dataclass(frozen=True, slots=True)
class Output:
    """Output of a resource that the fix refers to: `key.arn`."""

    resource: str
    name: str

    def __str__(self) -> str:
        return f"{self.resource}.{self.name}"


@dataclass(frozen=True, slots=True)
class Fix:
    inputs: Mapping[str, Any]  # camelCase keys
    code: str  # as the rule's text has it
    type: str | None = None  # of the resource to add; None for inputs of the resource itself
    removes: tuple[str, ...] = ()  # inputs

    @property
    def forms(self) -> dict[str, str]:
        """Return the code in each language; empty for a fix that only removes inputs."""
        if not self.inputs:
            return {}
        if self.type is None:
            return {
                "python": self.code,
                "typescript": ", ".join(f"{key}: {script(v)}" for key, v in self.inputs.items()),
                "yaml": "\n".join(yaml_lines(self.inputs)),
            }
        module, _, name = self.type.removeprefix("aws:").partition("/")
        called = name.rpartition(":")[2]
        yaml = ["type: " + self.type, "properties:", *(f"  {x}" for x in yaml_lines(self.inputs))]
        return {
            "python": self.code,
            "typescript": f'new aws.{module}.{called}("name", {script(self.inputs)})',
            "yaml": "\n".join(yaml),
        }


REMOVED = re.compile(r"(?:\bremove|in place of|instead of) ([A-Za-z]\w*)")


@cache
def fix_of(text: str) -> Fix | None:
    """Return what a fix sets or removes; None for one in words."""
    removes = tuple(map(camel, REMOVED.findall(text)))
    if (fix := code_of(text)) is not None:
        return replace(fix, removes=removes)
    return Fix({}, text, removes=removes) if text.startswith("remove ") else None


def code_of(text: str) -> Fix | None:
    """Return the code that a fix begins with."""
    for end in ends(text):
        code = text[:end].rstrip(" ,;:")
        try:
            tree = ast.parse(f"f({LEFT_OUT.sub('', code)})", mode="eval").body
            fix = of_call(tree, code)
        except (SyntaxError, ValueError):
            continue
        if fix is not None:
            return fix
    return None


def ends(text: str) -> Iterator[int]:
    """Yield the ends of the parts of a text that may be code, the longest first."""
    yield len(text)
    yield from sorted((found.start() for found in re.finditer(r"[ ,;:]", text)), reverse=True)


def of_call(tree: ast.expr, code: str) -> Fix | None:
    if not isinstance(tree, ast.Call):
        return None
    if len(tree.args) == 1 and not tree.keywords and isinstance(tree.args[0], ast.Call):
        added = tree.args[0]
        if isinstance(added.func, ast.Attribute) and isinstance(added.func.value, ast.Name):
            name = added.func.attr
            kind = f"aws:{added.func.value.id}/{name[0].lower()}{name[1:]}:{name}"
            return Fix(arguments(added), code, kind)
    if tree.args or not tree.keywords:
        return None
    inputs = arguments(tree)
    return Fix(inputs, code) if inputs else None


def arguments(call: ast.Call) -> dict[str, Any]:
    """Return the keyword arguments with a value; `...` stands for one that the reader chooses."""
    given = ((camel(each.arg), value(each.value)) for each in call.keywords if each.arg)
    return {key: item for key, item in given if item is not ...}


def value(node: ast.expr) -> Any:  # noqa: ANN401 (JSON)
    match node:
        case ast.Constant():
            return node.value
        case ast.Dict():
            pairs = {
                str(value(key)): value(item)
                for key, item in zip(node.keys, node.values, strict=True)
                if key is not None
            }
            return {camel(key): item for key, item in pairs.items() if item is not ...}
        case ast.List():
            return [item for item in map(value, node.elts) if item is not ...]
        case ast.Attribute(value=ast.Name(id=resource)):
            return Output(resource, camel(node.attr))
        case ast.BoolOp():
            return value(node.values[0])  # "one" or "another"
    raise ValueError(ast.dump(node))


def camel(name: str) -> str:
    if not name.islower():
        return name  # the key of a map, "JDBC_ENFORCE_SSL"
    first, *others = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def argument(path: str) -> str:
    """Return the Python name of the input that a path ends in: "kms_key_id"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", path.rpartition(".")[2]).lower()


def script(item: Any) -> str:  # noqa: ANN401 (JSON)
    """Return a value in TypeScript."""
    match item:
        case Mapping():
            inside = ", ".join(f"{script_key(key)}: {script(part)}" for key, part in item.items())
            return f"{{ {inside} }}" if inside else "{}"
        case list():
            return f"[{', '.join(map(script, item))}]"
        case Output():
            return str(item)
    return json.dumps(item)


def script_key(key: str) -> str:
    return key if key.isidentifier() else json.dumps(key)


def yaml_lines(inputs: Mapping[str, Any]) -> Iterator[str]:
    for key, item in inputs.items():
        if isinstance(item, Mapping) and item:
            yield f"{key}:"
            yield from (f"  {line}" for line in yaml_lines(item))
        elif isinstance(item, list) and item:
            yield f"{key}:"
            for part in item:
                lines = [*yaml_lines(part)] if isinstance(part, Mapping) else [yaml(part)]
                yield f"  - {lines[0]}"
                yield from (f"    {line}" for line in lines[1:])
        else:
            yield f"{key}: {yaml(item)}"


def yaml(item: Any) -> str:  # noqa: ANN401 (JSON)
    return f"${{{item}}}" if isinstance(item, Output) else json.dumps(item)
