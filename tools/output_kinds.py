"""Makes costing/preview/output_kinds.csv: python -m tools.output_kinds.

For each resource and function of the installed pulumi_aws: the names of its outputs, grouped by
the kind of value they hold. The preview reads that table instead of the SDK, whose import takes
longer than a preview.
"""

import csv
import importlib
import json
import re
import typing
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pulumi_aws
from pulumi import _types

TABLE = Path(__file__).parents[1] / "costing" / "preview" / "output_kinds.csv"
KINDS = ("text", "flag", "number", "texts", "list", "map", "object", "other")
INVOKE = re.compile(r"invoke\('(aws:[^']+)', __args__, opts=opts, typ=(\w+)")


def kind(annotation: Any) -> str:  # noqa: ANN401 (a type, or what typing makes of one)
    stated = _types.unwrap_optional_type(annotation)
    origin = typing.get_origin(stated) or stated
    if origin in (list, Sequence) and typing.get_args(stated) == (str,):
        return "texts"
    for name, classes in {
        "flag": (bool,),
        "text": (str,),
        "number": (int, float),
        "list": (list, Sequence),
        "map": (dict, Mapping),
    }.items():
        if isinstance(origin, type) and issubclass(origin, classes) and not is_output(origin):
            return name
    return "object" if is_output(origin) else "other"


def is_output(stated: Any) -> bool:  # noqa: ANN401 (as above)
    # Pulumi's own test; such a class is a dict by inheritance, an object by meaning.
    return isinstance(stated, type) and bool(_types.is_output_type(stated))


def resources() -> Iterator[tuple[str, type]]:
    source = Path(pulumi_aws.__file__).read_text(encoding="utf-8")
    stated = re.search(r'resource_modules="""(.*?)"""', source, re.DOTALL)
    if stated is None:
        raise SystemExit("pulumi_aws no longer lists its resource modules: look how it does now")
    for module in json.loads(stated[1]):
        loaded = importlib.import_module(module["fqn"])
        for token, name in module["classes"].items():
            yield token, getattr(loaded, name)


def functions() -> Iterator[tuple[str, type]]:
    root = Path(pulumi_aws.__file__).parent
    for path in sorted(root.rglob("get_*.py")):
        found = INVOKE.search(path.read_text(encoding="utf-8"))
        if found:
            module = ".".join(("pulumi_aws", *path.relative_to(root).with_suffix("").parts))
            yield found[1], getattr(importlib.import_module(module), found[2])


def outputs(token: str, declared: type) -> dict[str, list[str]]:
    read = _types.output_type_types if "/get" in token else _types.resource_types
    grouped: dict[str, list[str]] = defaultdict(list)
    for name, annotation in sorted(read(declared).items()):
        grouped[kind(annotation)].append(name)
    return grouped


def main() -> None:
    declared = sorted({**dict(resources()), **dict(functions())}.items())
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("token", *KINDS))
        for token, cls in declared:
            grouped = outputs(token, cls)
            table.writerow((token, *(" ".join(grouped[each]) for each in KINDS)))


if __name__ == "__main__":
    main()
