"""Outputs of other stacks, for StackReference: from a file, or from a local backend.

A local backend keeps a stack's last deployment in `.pulumi/stacks/PROJECT/STACK.json`; an old one
in `.pulumi/stacks/STACK.json` (pulumi/pulumi, pkg/backend/diy, read 2026-11-30).
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from costing.errors import FileError
from costing.files import yaml_file
from costing.graph.preview.placeholder_values import Placeholders
from costing.graph.preview.values import Output
from costing.graph.readers import detect
from costing.graph.readers.values import known
from costing.graph.resource import Reference
from costing.model import SECRET, UNKNOWN

LOG = logging.getLogger("costing.graph.preview")
STACK = "pulumi:pulumi:Stack"
LOCAL = "file://"
ENDINGS = (".json", ".json.gz")

Outputs = Mapping[str, Any]  # UNKNOWN and SECRET among the values


@dataclass(frozen=True, slots=True)
class StackOutputs:
    """Known outputs of the stacks that a program may refer to."""

    project: str = ""
    given: Mapping[str, Outputs] = field(default_factory=dict)  # stack → outputs
    backend: Path | None = None  # the folder of a local backend

    def of(self, name: str) -> Outputs | None:
        """Return the outputs of "organization/project/stack", or of "stack" of the same project.

        Names in the file may leave out organization and project. None: nothing is known. Raise
        GraphError for an invalid deployment file.
        """
        called = next((key for key in self.given if f"/{name}".endswith(f"/{key}")), None)
        if called is not None:
            return self.given[called]
        return deployed(self.backend, self.project, name) if self.backend else None


NONE_KNOWN = StackOutputs()


def given(path: Path) -> dict[str, Outputs]:
    """Return the outputs in a YAML or JSON file, by name of the stack. Raise FileError.

    "[secret]" is a secret, as in the output of `pulumi stack output --json`.
    """
    document = yaml_file.read(path)
    stacks = document.value or {}
    for name, outputs in stacks.items() if isinstance(stacks, dict) else [("", stacks)]:
        if not isinstance(outputs, dict):
            raise FileError(
                f"{document.at(name) if name else path}: expected the name of a stack with its "
                f"outputs below it, found {outputs!r:.60}; write NAME: {{OUTPUT: VALUE}}"
            )
    return {name: floats(known(outputs, [])) for name, outputs in stacks.items()}


def properties(
    name: str, known: Outputs | None, urn: str, placeholders: Placeholders
) -> dict[str, Any]:
    """Return the properties of a StackReference; UNKNOWN if the outputs are not known."""
    if known is None:
        return {"name": name, "outputs": UNKNOWN, "secretOutputNames": UNKNOWN}
    outputs = {key: shown(value, Reference(urn, key), placeholders) for key, value in known.items()}
    secret = [key for key, value in known.items() if contains_secret(value)]
    return {"name": name, "outputs": outputs, "secretOutputNames": secret}


def shown(value: Any, reference: Reference, placeholders: Placeholders) -> Any:
    """Return an output for the program, with placeholders for secrets."""
    match value:
        case dict():
            return {key: shown(item, reference, placeholders) for key, item in value.items()}
        case list():
            return [shown(item, reference, placeholders) for item in value]
    if value is not SECRET:
        return value
    return Output(placeholders.hidden(reference), secret=True)


def contains_secret(value: Any) -> bool:
    match value:
        case dict():
            return any(map(contains_secret, value.values()))
        case list():
            return any(map(contains_secret, value))
    return value is SECRET


def floats(value: Any) -> Any:
    """Return a JSON value with its numbers as floats, as in the protocol."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {key: floats(item) for key, item in value.items()}
        case list():
            return [floats(item) for item in value]
    return value


def deployed(backend: Path, project: str, name: str) -> Outputs | None:
    for path in checkpoints(backend, project, name):
        if path.is_file():
            graph = detect.read(path.read_bytes(), str(path))
            found = (each for each in graph.components if each.type == STACK)
            return next((floats(dict(each.outputs)) for each in found), {})
    return None


def checkpoints(backend: Path, project: str, name: str) -> Iterator[Path]:
    """Yield possible checkpoint files of a stack in a local backend."""
    *path, stack = name.split("/")
    owner = path[1] if len(path) == len(("organization", "project")) else project
    folder = backend / ".pulumi" / "stacks"
    for ending in ENDINGS:
        yield folder / owner / f"{stack}{ending}"
    if owner == project:
        for ending in ENDINGS:
            yield folder / f"{stack}{ending}"


def local_backend(specified: str | None, folder: Path, environ: Mapping[str, str]) -> Path | None:
    """Return the folder of the local backend that the Pulumi CLI would use; None for others.

    In the CLI's order: PULUMI_BACKEND_URL, `backend` in Pulumi.yaml, `pulumi login`.
    """
    url = environ.get("PULUMI_BACKEND_URL") or specified or logged_in(environ)
    if not url.startswith(LOCAL):
        return None
    path = Path(unquote(url.removeprefix(LOCAL).partition("?")[0])).expanduser()
    return path if path.is_absolute() else folder / path


def logged_in(environ: Mapping[str, str]) -> str:
    """Return the backend URL that `pulumi login` saved."""
    home = Path(environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    path = home / "credentials.json"
    try:
        settings = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError) as error:
        LOG.warning("%s: %s; the local backend is not searched for other stacks", path, error)
        return ""
    current = settings.get("current") if isinstance(settings, dict) else None
    return str(current or "")
