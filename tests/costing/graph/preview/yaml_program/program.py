"""YAML programs for the preview, in a folder of their own."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from costing.graph import preview
from costing.graph.preview.assumptions import Assumptions
from costing.graph.resource import Graph

PROJECT = "name: shop\nruntime: yaml\n"
STACK = "config:\n  aws:region: eu-west-1\n"
URN = "urn:pulumi:dev::shop::"


def write(
    folder: Path, program: str, *, stack: str = STACK, files: Mapping[str, str] | None = None
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(PROJECT + dedent(program))
    (folder / "Pulumi.dev.yaml").write_text(stack)
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text))
    return folder


def run(folder: Path, program: str, *, assume_ids: bool = False, **more: Any) -> Graph:
    found = write(folder, program, **more)
    return preview.run(found, "dev", assumptions=Assumptions(ids=assume_ids))


def value(folder: Path, expression: str, more: str = "", **options: Any) -> Any:
    """Return the value of an expression, as an input of a type without schema; its references."""
    program = f"{more}\nresources:\n  bucket: {{type: 'aws:s3:Bucket'}}\n  subject:\n"
    program += f"    type: random:RandomPet\n    properties: {{x: {expression}}}\n"
    graph = run(folder, program, **options)
    subject = graph.by_urn[f"{URN}random:index/randomPet:RandomPet::subject"]
    return subject.inputs.get("x"), subject.references
