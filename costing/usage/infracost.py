"""Infracost usage files: the same keys by Terraform types and addresses.

    resource_usage: {aws_instance.web: {operating_system: windows}}
    resource_type_default_usage: {aws_nat_gateway: {monthly_data_processed_gb: 100}}

Such files are often shared by several stacks, so entries without a match are counted, not errors.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from costing.aws.tables import rows
from costing.errors import FileError
from costing.files.document import Document
from costing.graph.schema.tokens import canonical
from costing.resources import PRICED

BY_ADDRESS, BY_TYPE = "resource_usage", "resource_type_default_usage"
ADDRESS = re.compile(r"(?:.*\.)?(?P<type>aws_\w+)\.(?P<name>[\w-]+)(?P<index>\[.*\])?$")


@cache
def pulumi_types() -> Mapping[str, str]:
    """Return the Pulumi type of each Terraform type."""
    return {row["terraform_type"]: canonical(row["pulumi_type"]) for row in rows("terraform_types")}


def is_infracost(specified: object) -> bool:
    return isinstance(specified, dict) and bool(specified.keys() & {BY_ADDRESS, BY_TYPE})


def translated(document: Document) -> dict[str, Any]:
    """Return an Infracost file in Plimsoll's format. Raise FileError."""
    return {
        "version": 1,
        "defaults": {typed(kind): each for kind, each in section(document, BY_TYPE).items()},
        "resources": dict(addressed(section(document, BY_ADDRESS))),
        "shared": True,
    }


def section(document: Document, name: str) -> Mapping[str, Any]:
    specified = document.value.get(name) or {}
    if not isinstance(specified, dict):
        what = "write `ADDRESS: {KEY: VALUE}` lines"
        raise FileError(f"{document.at(name)}: {name} is not a mapping; {what}")
    return specified


def original(specified: Mapping[str, Any], name: str, key: str) -> tuple[str, str]:
    """Return the section and key of an entry as in the file."""
    if not is_infracost(specified):
        terraform = (each for each in specified.get(name) or {} if typed(each) == key)
        return name, key if key in (specified.get(name) or {}) else next(terraform, key)
    ours, theirs = (typed, BY_TYPE) if name == "defaults" else (label, BY_ADDRESS)
    return theirs, next((each for each in specified.get(theirs) or {} if ours(each) == key), key)


def typed(kind: str) -> str:
    """Return the current Pulumi type of a Terraform type or a type alias."""
    return pulumi_types().get(kind) or canonical(kind)


def addressed(specified: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for address, each in specified.items():
        yield label(address), each


def label(address: str) -> str:
    """Return TYPE::NAME for a Terraform address; an index selects all instances of the resource."""
    match = ADDRESS.fullmatch(address)
    if match is None or match["type"] not in pulumi_types():
        return address
    star = "*" if match["index"] else ""
    return f"{pulumi_types()[match['type']]}::{match['name']}{star}"


def known_leaves(kind: str, specified: Mapping[str, object]) -> dict[str, object]:
    """Return the values of the keys that a type accepts."""
    keys = PRICED[kind].usage.keys()
    return {key: value for key, value in specified.items() if key in keys}
