"""Programs for the preview: a few lines of Python, in a folder of their own."""

import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from costing.graph import preview
from costing.graph.resource import Graph, Resource

PROJECT = "name: shop\nruntime: python\n"
STACK = "config:\n  aws:region: eu-west-1\n"
AWS = "import pulumi_aws as aws"
IMPORTS = f"""\
import json
import pulumi
{AWS}
from pulumi import ResourceOptions as Opts
"""
SECONDS = 60
SITE = next(path for path in map(Path, sys.path) if (path / "pulumi").is_dir())


def write(
    folder: Path,
    source: str,
    *,
    stack: str = STACK,
    project: str = PROJECT,
    files: Mapping[str, str] | None = None,
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(project)
    (folder / "Pulumi.dev.yaml").write_text(stack)
    (folder / "__main__.py").write_text(imports(source) + dedent(source))
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text))
    return folder


def imports(source: str) -> str:
    """Return the imports, always of the same number of lines; pulumi_aws, a slow one, if used."""
    return IMPORTS if "aws" in source else IMPORTS.replace(AWS, "# no resources of AWS")


def environment(folder: Path, *, sdk: bool = True) -> Path:
    """Make a virtual environment with the SDK and a module that ours has not."""
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    if sdk:
        (site / "sdk.pth").write_text(f"{SITE}\n")
    (site / "only_there.py").write_text("NAME = 'from-its-own'\n")
    return folder


def run(folder: Path, source: str, *, assume_ids: bool = False, **more: object) -> Graph:
    return preview.run(
        write(folder, source, **more),  # type: ignore[arg-type]
        timeout_seconds=SECONDS,
        assumptions=preview.Assumptions(ids=assume_ids),
    )


def one(graph: Graph, name: str, kind: str = "") -> Resource:
    """Return the resource, or the component, of this name whose type ends in `kind`."""
    everything = (*graph.resources, *graph.components)
    (found,) = [each for each in everything if each.name == name and each.type.endswith(kind)]
    return found


def links(resource: Resource) -> dict[str, list[str]]:
    """Return the references of a resource as path → "name.output"."""
    return {
        path: [f"{each.urn.rpartition('::')[2]}.{each.property}" for each in references]
        for path, references in resource.references.items()
    }
