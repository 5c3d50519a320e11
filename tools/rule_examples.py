"""Examples of rules: test rows as Pulumi Python code.

The examples of a rule are the shortest violating and the shortest passing row of its own tests.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN
from policies import RULES
from tests.policies.test_every_rule import ROWS

REPEATED = re.compile(r"(\w)\1{39,}")  # in the text of an example
PROGRAM_STACK = "pulumi:pulumi:Stack"


def examples() -> dict[str, dict[str, str]]:
    """Return rule id → code of the shortest violating and the shortest passing row."""
    found: dict[str, dict[str, str]] = {}
    for status, key in (("violation", "violation"), (None, "pass")):
        for rule in RULES:
            rows = [row for row in ROWS if row.rule is rule and row.status == status]
            codes = [program(row.stack) for row in rows if not row.settings] or [
                program(row.stack) for row in rows
            ]
            found.setdefault(rule.name, {})[key] = min(codes, key=lambda code: (len(code), code))
    return dict(sorted(found.items()))


def program(stack: Sequence[Resource]) -> str:
    """Return the resources of a stack as Pulumi Python code."""
    variables = {each.urn: variable(each.name) for each in stack}
    lines = [declaration(each, variables) for each in stack if each.type != PROGRAM_STACK]
    return "\n".join(lines) or "# a program without such a resource"


def declaration(resource: Resource, variables: Mapping[str, str]) -> str:
    _, module, name = resource.type.split(":")
    arguments = [json.dumps(resource.name)]
    for key, value in resource.inputs.items():
        arguments.append(f"{snake(key)}={code(value, key, resource, variables)}")
    options = [
        f"{option}=True"
        for option, on in (
            ("protect", resource.protect),
            ("delete_before_replace", resource.delete_before_replace),
        )
        if on
    ]
    if options:
        arguments.append(f"opts=pulumi.ResourceOptions({', '.join(options)})")
    made = f"aws.{module.partition('/')[0]}.{name}({', '.join(arguments)})"
    return f"{variables[resource.urn]} = {made}"


def code(  # noqa: PLR0911 (one for each kind of value)
    value: Any,  # noqa: ANN401 (JSON)
    path: str,
    resource: Resource,
    variables: Mapping[str, str],
) -> str:
    """Return an input as Python; an unknown value as the output that it refers to."""
    match value:
        case _ if value is UNKNOWN:
            references = resource.references.get(path, ())
            known = [each for each in references if each.urn in variables]
            return f"{variables[known[0].urn]}.{snake(known[0].property)}" if known else "..."
        case _ if value is SECRET:
            return 'pulumi.Output.secret("...")'
        case Mapping():
            items = (
                f"{json.dumps(snake(key) if key.isidentifier() else key)}: "
                f"{code(item, f'{path}.{key}', resource, variables)}"
                for key, item in value.items()
            )
            return "{" + ", ".join(items) + "}"
        case list():
            items = (
                code(item, f"{path}[{index}]", resource, variables)
                for index, item in enumerate(value)
            )
            return "[" + ", ".join(items) + "]"
        case bool() | None:
            return str(value)
        case str():
            return REPEATED.sub(product, json.dumps(value, ensure_ascii=False))
    return str(value)


def product(repeated: re.Match[str]) -> str:
    return f'" + "{repeated[1]}" * {len(repeated[0])} + "'


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def variable(name: str) -> str:
    cleaned = re.sub(r"\W", "_", name)
    return f"_{cleaned}" if not cleaned or cleaned[0].isdigit() else cleaned
