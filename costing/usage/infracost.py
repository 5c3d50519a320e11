"""Usage files of the field's other tool: Terraform types and addresses, for the same keys.

    resource_usage: {aws_instance.web: {operating_system: windows}}
    resource_type_default_usage: {aws_nat_gateway: {monthly_data_processed_gb: 100}}

Such a file is often shared by many stacks: what matches nothing here is counted, not refused.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from costing.aws.tables import rows
from costing.errors import FileError
from costing.files.yaml_file import Document
from costing.graph.schema.tokens import canonical
from costing.resources import PRICED

BY_ADDRESS, BY_TYPE = "resource_usage", "resource_type_default_usage"
ADDRESS = re.compile(r"(?:.*\.)?(?P<type>aws_\w+)\.(?P<name>[\w-]+)(?P<index>\[.*\])?$")


@cache
def pulumi_types() -> Mapping[str, str]:
    """Return Terraform type → Pulumi type."""
    return {row["terraform_type"]: canonical(row["pulumi_type"]) for row in rows("terraform_types")}


def is_peers(stated: object) -> bool:
    return isinstance(stated, dict) and bool(stated.keys() & {BY_ADDRESS, BY_TYPE})


def translated(document: Document) -> dict[str, Any]:
    """Return the file in our own keys: Pulumi types, TYPE::NAME. Raise FileError."""
    return {
        "version": 1,
        "defaults": {typed(kind): each for kind, each in section(document, BY_TYPE).items()},
        "resources": dict(addressed(section(document, BY_ADDRESS))),
        "shared": True,
    }


def section(document: Document, name: str) -> Mapping[str, Any]:
    stated = document.value.get(name) or {}
    if not isinstance(stated, dict):
        what = "write a resource's address and its usage on each line"
        raise FileError(f"{document.at(name)}: {name} is not a mapping; {what}")
    return stated


def original(stated: Mapping[str, Any], name: str, key: str) -> tuple[str, str]:
    """Return the section and key of a file in which an entry of ours is written."""
    if not is_peers(stated):
        terraform = (each for each in stated.get(name) or {} if typed(each) == key)
        return name, key if key in (stated.get(name) or {}) else next(terraform, key)
    ours, theirs = (typed, BY_TYPE) if name == "defaults" else (label, BY_ADDRESS)
    return theirs, next((each for each in stated.get(theirs) or {} if ours(each) == key), key)


def typed(kind: str) -> str:
    """Return the type token of today for Terraform's type, or for a former token."""
    return pulumi_types().get(kind) or canonical(kind)


def addressed(stated: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for address, each in stated.items():
        yield label(address), each


def label(address: str) -> str:
    """Return TYPE::NAME for an address; an index or its star is any of the resource's copies."""
    match = ADDRESS.fullmatch(address)
    if match is None or match["type"] not in pulumi_types():
        return address
    star = "*" if match["index"] else ""
    return f"{pulumi_types()[match['type']]}::{match['name']}{star}"


def known_leaves(kind: str, stated: Mapping[str, object]) -> dict[str, object]:
    """Return what the type takes, of all that a shared file states."""
    keys = PRICED[kind].usage.keys()
    return {key: value for key, value in stated.items() if key in keys}
