"""Write the tables of the AWS provider's schema: python -m tools.provider_schema.

Read from the source text of the installed pulumi_aws, which is generated and takes longer to
import than a preview does:

* costing/graph/schema/input_types.csv: type → its inputs, grouped by type; nested types follow.
* costing/graph/schema/secrets.csv: type → its inputs and outputs that the SDK marks as secret.
* costing/graph/schema/type_aliases.csv: former type token → the token of today.
* costing/graph/preview/output_kinds.csv: type or function → its outputs, grouped by kind.
"""

import ast
import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

COSTING = Path(__file__).parents[1] / "costing"
INPUT_TYPES = COSTING / "graph" / "schema" / "input_types.csv"
SECRETS = COSTING / "graph" / "schema" / "secrets.csv"
TYPE_ALIASES = COSTING / "graph" / "schema" / "type_aliases.csv"
OUTPUT_KINDS = COSTING / "graph" / "preview" / "output_kinds.csv"

SCALARS = {"str": "text", "bool": "flag", "int": "integer", "float": "number"}
OTHER = "?"  # an asset, an archive, text or a list of texts
KINDS = ("text", "flag", "number", "texts", "list", "map", "object", "other")  # of outputs
NESTED = re.compile(r"\w+/\w+")  # "lb/LoadBalancerAccessLogs" in "[lb/LoadBalancerAccessLogs]"

GETTER = re.compile(r'(?:\(name="(\w+)"\))?\n.*?    def (\w+)\(self\) -> (.*?):\n', re.DOTALL)
ARGUMENTS = re.compile(r"__props__ = (\w+)\.__new__")
RESOURCE = re.compile(r"super\((\w+), __self__\).__init__\(\s*'(aws:[^']+)'")
INVOKE = re.compile(r"invoke\('(aws:[^']+)', __args__, opts=opts, typ=(\w+)")
SECRET = re.compile(r"additional_secret_outputs=\[([^]]*)\]")
ALIAS = re.compile(r'pulumi\.Alias\(type_="(aws:[^"]+)"\)')
MODULES = {"_iam": "iam"}  # as other modules import it

# The provider maps aws_alb and aws_lb to two tokens of one implementation.
# https://github.com/pulumi/pulumi-aws/blob/v7.51.0/provider/aliases.go
SAME_MODULES = {"aws:alb/": "aws:lb/"}

Names = tuple[str, str]  # module and class: "lb", "LoadBalancerArgs"


@dataclass(frozen=True)
class Sdk:
    """The classes of an SDK: annotations of their properties, by the engine's names."""

    classes: dict[Names, dict[str, str]] = field(default_factory=dict)
    resources: dict[str, Names] = field(default_factory=dict)  # token → the resource's class
    arguments: dict[str, Names] = field(default_factory=dict)  # token → the inputs' class
    secrets: dict[str, list[str]] = field(default_factory=dict)  # token → properties
    functions: dict[str, Names] = field(default_factory=dict)  # token → the result's class
    aliases: dict[str, str] = field(default_factory=dict)  # former token → token


def read(root: Path) -> Sdk:
    sdk = Sdk()
    for path in sorted(root.rglob("*.py")):
        if path.name not in ("outputs.py", "_enums.py"):
            module = path.parent.relative_to(root).as_posix()
            add(sdk, module, path.read_text(encoding="utf-8"))
    return sdk


def add(sdk: Sdk, module: str, source: str) -> None:
    for text in source.split("\nclass ")[1:]:
        name = text[: text.index(":")].partition("(")[0]
        sdk.classes[module, name] = dict(properties(text))
        if resource := RESOURCE.search(text):
            token = resource[2]
            sdk.resources[token] = module, name
            if marked := SECRET.search(text):
                sdk.secrets[token] = re.findall(r'"(\w+)"', marked[1])
            sdk.arguments[token] = module, resource_arguments(text)
            sdk.aliases.update({former: token for former in ALIAS.findall(text) if former != token})
    if invoke := INVOKE.search(source):
        sdk.functions[invoke[1]] = module, invoke[2]


def resource_arguments(source: str) -> str:
    """Return the class of a resource's inputs: "VpcArgs", or "VpcInitArgs" beside a nested one."""
    found = ARGUMENTS.search(source)
    if found is None:
        raise ValueError("pulumi_aws now makes the inputs of a resource in another way")
    return found[1]


def properties(source: str) -> Iterator[tuple[str, str]]:
    """Yield name and annotation of each property of a class."""
    for text in source.split("@pulumi.getter")[1:]:
        if found := GETTER.match(text):
            yield found[1] or found[2], found[3]


@cache
def parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def within(node: ast.expr) -> ast.expr:
    """Return T of Input[T], Output[T], Optional[T]."""
    while isinstance(node, ast.Subscript) and called(node.value) in ("Input", "Output", "Optional"):
        node = node.slice
    return node


def called(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str() as name):
            return name
    raise ValueError(f"pulumi_aws has a new kind of annotation: {ast.unparse(node)}")


def input_type(annotation: ast.expr, module: str) -> str:
    """Return "text", "[integer]" for a list, "{text}" for a map, "lb/LoadBalancerAccessLogs"."""
    match within(annotation):
        case ast.Subscript(ast.Name(id="Sequence"), items):
            return f"[{input_type(items, module)}]"
        case ast.Subscript(ast.Name(id="Mapping"), ast.Tuple(elts=[_, items])):
            return f"{{{input_type(items, module)}}}"
        case ast.Subscript(ast.Name(id="Union"), ast.Tuple(elts=members)):
            found = {input_type(each, module) for each in members}
            return "text" if "text" in found and not any(map(is_list, found)) else OTHER
        case ast.Constant(value=str() as name):
            return reference(name, module) if name.endswith("Args") else "text"  # else an enum
        case scalar:
            return SCALARS.get(called(scalar), OTHER)


def is_list(type_: str) -> bool:
    return type_.startswith("[")


def reference(name: str, module: str) -> str:
    prefix, _, name = name.rpartition(".")
    return f"{MODULES.get(prefix, prefix) or module}/{name.removesuffix('Args')}"


def input_types(sdk: Sdk) -> Iterator[Sequence[str]]:
    """Yield the rows of input_types.csv: resources, then what their inputs nest."""
    types = {
        reference(name, module): {
            key: input_type(parsed(annotation), module) for key, annotation in annotations.items()
        }
        for (module, name), annotations in sdk.classes.items()
        if name.endswith("Args")
    }
    resources = {
        token: types[reference(name, module)] for token, (module, name) in sdk.arguments.items()
    }
    nested = {name: types[name] for name in reached(resources.values(), types)}
    one = same(nested)
    yield "type", *SCALARS.values(), "nested"
    for name, inputs in sorted(resources.items()):
        yield row(name, inputs, one)
    for name in sorted(set(one.values())):
        yield row(name, nested[name], one)


def reached(
    roots: Iterable[Mapping[str, str]], types: Mapping[str, Mapping[str, str]]
) -> Sequence[str]:
    found: dict[str, None] = {}
    left = list(roots)
    while left:
        for type_ in left.pop().values():
            for name in NESTED.findall(type_):
                if name not in found:
                    found[name] = None
                    left.append(types[name])
    return sorted(found)


def same(nested: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return, for each nested type, the first one of its module with the same content.

    Types may contain themselves, so groups of equal types are split until none is left to split.
    """
    group: Mapping[str, int] = dict.fromkeys(nested, 0)
    while True:
        numbers: dict[object, int] = {}
        split = {
            name: numbers.setdefault((group[name], content(name, inputs, group)), len(numbers))
            for name, inputs in nested.items()
        }
        if len(numbers) == len(set(group.values())):
            break
        group = split
    first: dict[int, str] = {}
    return {name: first.setdefault(group[name], name) for name in sorted(nested)}


def content(name: str, inputs: Mapping[str, str], group: Mapping[str, int]) -> object:
    numbered = (NESTED.sub(lambda at: str(group[at[0]]), type_) for type_ in inputs.values())
    return name.partition("/")[0], tuple(zip(inputs, numbered, strict=True))


def row(name: str, inputs: Mapping[str, str], one: Mapping[str, str]) -> Sequence[str]:
    columns: dict[str, list[str]] = defaultdict(list)
    for key, type_ in sorted(inputs.items()):
        if type_ in SCALARS.values():
            columns[type_].append(key)
        elif type_ != OTHER:
            columns["nested"].append(f"{key}:{NESTED.sub(lambda at: one[at[0]], type_)}")
    return name, *(" ".join(columns[each]) for each in (*SCALARS.values(), "nested"))


def type_aliases(sdk: Sdk) -> Iterator[Sequence[str]]:
    aliases = dict(sdk.aliases)
    for prefix, main in SAME_MODULES.items():
        for token in sdk.resources:
            if token.startswith(prefix):
                aliases[token] = token.replace(prefix, main, 1)
    yield "alias", "type"
    for alias in sorted(aliases):
        token = alias
        while token in aliases:
            token = aliases[token]
        yield alias, token


def output_kinds(sdk: Sdk) -> Iterator[Sequence[str]]:
    yield "token", *KINDS
    for token, names in sorted({**sdk.resources, **sdk.functions}.items()):
        columns: dict[str, list[str]] = defaultdict(list)
        for key, annotation in sorted(sdk.classes[names].items()):
            columns[output_kind(parsed(annotation))].append(key)
        yield token, *(" ".join(columns[each]) for each in KINDS)


def output_kind(annotation: ast.expr) -> str:
    match within(annotation):
        case ast.Subscript(ast.Name(id="Sequence"), items):
            return "texts" if called_or_none(within(items)) == "str" else "list"
        case ast.Subscript(ast.Name(id="Mapping")):
            return "map"
        case ast.Constant(value=str() as name):
            return "object" if name.startswith("outputs.") else "text"  # else an enum
        case node:
            kind = SCALARS.get(called_or_none(node) or "", "other")
            return "number" if kind == "integer" else kind


def called_or_none(node: ast.expr) -> str | None:
    return None if isinstance(node, ast.Subscript) else called(node)


def text(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def tables(sdk: Sdk) -> Mapping[Path, str]:
    """Return the content of each table."""
    return {
        INPUT_TYPES: text(input_types(sdk)),
        SECRETS: text(
            [
                ("type", "properties"),
                *((token, " ".join(sdk.secrets[token])) for token in sorted(sdk.secrets)),
            ]
        ),
        TYPE_ALIASES: text(type_aliases(sdk)),
        OUTPUT_KINDS: text(output_kinds(sdk)),
    }


def installed() -> Path:
    """Return the folder of the installed pulumi_aws, without importing it."""
    spec = find_spec("pulumi_aws")
    if spec is None or spec.origin is None:
        raise SystemExit("pulumi_aws is not installed")
    return Path(spec.origin).parent


def main() -> None:
    for path, content_ in tables(read(installed())).items():
        path.write_text(content_, encoding="utf-8")
        print(f"wrote {path.relative_to(COSTING.parent)}")


if __name__ == "__main__":
    main()
