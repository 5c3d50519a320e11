"""Documents that the server offers: JSON schemas of the input files, and a page for each rule."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from costing.errors import CallError, nearest
from plimsoll.own_packages import OWN_FOLDER

SCHEME = "plimsoll://"
RULE = f"{SCHEME}rules/"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Schema:
    purpose: str
    text: Callable[[], str]


def usage_schema() -> str:
    from costing.usage.file import UsageFile

    return json.dumps(UsageFile.model_json_schema())


def packaged(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")


SCHEMAS: Mapping[str, Schema] = {
    "usage": Schema("Usage file: quantities a month that a program does not have.", usage_schema),
    "workload": Schema(
        "Workload file of the tool plan.",
        lambda: packaged("costing.plan", "workload.schema.json"),
    ),
    "plimsoll.yaml": Schema(
        "Projects of a repository, their stacks, budgets and profiles.",
        lambda: packaged("plimsoll.projects", "plimsoll.schema.json"),
    ),
}
PLATFORM = OWN_FOLDER / "infra" / "settings.schema.json"  # in the repository, not in the wheel


def schemas() -> Mapping[str, Schema]:
    if not PLATFORM.is_file():
        return SCHEMAS
    purpose = "Settings of the platform in infra/, for Pulumi.<stack>.yaml."
    return {**SCHEMAS, "settings": Schema(purpose, lambda: PLATFORM.read_text(encoding="utf-8"))}


def schema(uri: str) -> str:
    """Return the schema of a URI. Raise CallError for an unknown one."""
    known = {f"{SCHEME}schema/{name}": each for name, each in schemas().items()}
    if uri not in known:
        raise CallError(f"unknown resource {uri:.200}{nearest(uri, known)}")
    return known[uri].text()
