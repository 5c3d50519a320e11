"""Read a program's file: Main.json, Main.yaml or Pulumi.yaml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from costing.errors import ProgramError, nearest
from costing.files import json_file, yaml_file
from costing.files.document import Document
from costing.files.scalars import Schema, shortened, text_only
from costing.graph.preview import go_scalars
from costing.graph.preview.go_scalars import Timestamp
from costing.graph.preview.project import ELSEWHERE, Project

NAMES = ("Main.json", "Main.yaml")
SECTIONS = ("configuration", "variables", "resources", "outputs")
PLUGIN_ONLY = ("components", "namespace")


@dataclass(frozen=True, slots=True)
class Template:
    """Sections of a program, as written."""

    document: Document
    file: str  # from the project's folder, such as "Pulumi.yaml"
    folder: Path  # of the program
    configuration: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    resources: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)

    def error(self, path: Iterable[str | int], message: str) -> ProgramError:
        return ProgramError(f"{self.document.at(*path)}: {message}")


def scalar(text: str, tag: str = "") -> object:
    """Return a scalar's value; Pulumi reads timestamps in programs as text."""
    value = go_scalars.scalar(text, tag)
    return text if isinstance(value, Timestamp) else value


PROGRAM = Schema(scalar, text_only, ignores_tags=True, first_document=True)


def read(project: Project) -> Template:
    """Return the program of a project. Raise FileError or ProgramError for an invalid file."""
    if project.options.get("compiler"):
        raise ProgramError(
            f"{project.path}: a compiler writes the program, which is not run; run: {ELSEWHERE}"
        )
    folder = project.folder / (project.file.main or ".")
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None and folder.resolve() != project.folder.resolve():
        path = next((each for each in (folder / "Pulumi.yaml",) if each.is_file()), None)
        if path is None:
            raise ProgramError(
                f"{project.path}: {folder} has no Main.yaml; correct main, or write the program"
            )
    path = path or project.path
    if path.suffix == ".json":
        document = Document(str(path), json_file.read(path))
    else:
        document = yaml_file.read(path, PROGRAM)
    name = path.resolve().relative_to(project.folder.resolve()).as_posix()
    return template(document, name, folder)


def template(document: Document, file: str, folder: Path) -> Template:
    content = document.value if document.value is not None else {}
    if not isinstance(content, dict):
        raise ProgramError(f"{document.at()}: a program is a mapping; write resources: below name:")
    for key in PLUGIN_ONLY:
        if key in content:
            raise ProgramError(
                f"{document.at(key)}: {key} is only supported in plugins; write resources:"
            )
    return Template(
        document, file, folder, **{name: section(document, content, name) for name in SECTIONS}
    )


def section(document: Document, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    written = next((key for key in content if key.lower() == name), name)
    found = content.get(written)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ProgramError(
            f"{document.at(written)}: {name} is {described(found)}; write NAME: lines below it"
        )
    return found


def fields(
    template_: Template, specified: object, path: tuple[str | int, ...], known: tuple[str, ...]
) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of an object by their known name, and the unknown keys.

    Raise ProgramError for a value that is not an object, or a key that resembles a known one.
    """
    if specified is None:
        return {}, []
    if not isinstance(specified, dict):
        raise template_.error(
            path, f"{path[-1]} is {described(specified)}; write its fields below it"
        )
    lower = {name.lower(): name for name in known}
    found: dict[str, Any] = {}
    unknown = []
    for key, value in specified.items():
        name = lower.get(key.lower())
        if name is not None:
            found[name] = value
            continue
        if hint := nearest(key, known):
            raise template_.error((*path, key), f"unknown field {shortened(key)}{hint}")
        unknown.append(key)
    return found, unknown


def described(value: object) -> str:
    kinds = {type(None): "null", bool: "a boolean", int: "a number", float: "a number"}
    kinds |= {str: "text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "unknown before deployment")
