"""A project's folder: Pulumi.yaml, its stacks' settings, and which stack is meant.

https://www.pulumi.com/docs/iac/concepts/projects/project-file/, read 2026-11-20.
"""

import hashlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from costing.errors import FileError, ProgramError, nearest
from costing.files import json_file, yaml_file
from costing.files.scalars import Schema, shortened
from costing.files.validation import validated
from costing.files.yaml_file import Document
from costing.graph.preview import stack_outputs
from costing.graph.preview.go_scalars import PROJECT_FILE, STACK_FILE
from costing.graph.preview.stack import Setting, Stack, default, setting
from costing.graph.preview.stack_outputs import Outputs, StackOutputs

LOG = logging.getLogger("costing.graph.preview")
SUFFIXES = (".yaml", ".yml", ".json")
ASSUMED = "dev"  # the stack of a project that has none yet
STACK_OUTPUTS, FORMER_STACK_OUTPUTS = "plimsoll:stackOutputs", "plimsoll:stackReferences"
ELSEWHERE = "set -o pipefail; pulumi preview --json --show-sames | plimsoll cost -"


class Runtime(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    options: dict[str, Any] = {}


class Backend(BaseModel):
    """Where a project's stacks are kept, unless the environment says otherwise."""

    model_config = ConfigDict(frozen=True)

    url: str | None = None


class ProjectFile(BaseModel):
    """Pulumi.yaml, as far as a preview needs it."""

    model_config = ConfigDict(frozen=True)

    name: str
    runtime: str | Runtime
    main: str | None = None
    config: dict[str, Any] | str | None = None  # text: where stack files are, as it once was
    backend: Backend = Backend()
    stack_config_dir: str | None = Field(default=None, alias="stackConfigDir")


class StackFile(BaseModel):
    """Pulumi.<stack>.yaml."""

    model_config = ConfigDict(frozen=True)

    config: dict[str, Any] | None = None
    environment: Any = None


@dataclass(frozen=True, slots=True)
class Project:
    folder: Path  # as it was given
    path: Path  # of Pulumi.yaml
    file: ProjectFile
    document: Document

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def options(self) -> Mapping[str, Any]:
        return {} if isinstance(self.file.runtime, str) else self.file.runtime.options

    @property
    def stacks(self) -> Mapping[str, Path]:
        """Return the files of stacks, by stack."""
        where = self.file.stack_config_dir
        if where is None and isinstance(self.file.config, str):
            where = self.file.config
        found = sorted((self.folder / (where or ".")).glob("Pulumi.*"))
        return {
            path.stem.removeprefix("Pulumi."): path
            for path in found
            if path.suffix in SUFFIXES and path.stem != "Pulumi"
        }


def read(folder: Path) -> Project:
    """Raise ProgramError for a folder without a Python program, FileError for a wrong file."""
    found = [path for suffix in SUFFIXES if (path := folder / f"Pulumi{suffix}").is_file()]
    if not found:
        raise ProgramError(f"{folder}: there is no Pulumi.yaml; name a folder that has one")
    document = load(found[0], PROJECT_FILE)
    file = validated(ProjectFile, document)
    language = file.runtime if isinstance(file.runtime, str) else file.runtime.name
    if language != "python":
        raise ProgramError(f"{found[0]}: the program's runtime is {language}; run: {ELSEWHERE}")
    return Project(folder, found[0], file, document)


def load(path: Path, schema: Schema) -> Document:
    """Return a file as Pulumi reads it. Raise FileError."""
    if path.suffix == ".json":
        return Document(str(path), json_file.read(path))
    document = yaml_file.read(path, schema)
    if document.more:
        LOG.warning("%s: only its first document is read, as Pulumi does", path)
    return document


def choose(project: Project, stack: str | None) -> str:
    """Return the stack that is meant: the one asked for, the only one, the one selected.

    A project without stacks is previewed as the stack "dev". Raise ProgramError where it has
    several and none is selected.
    """
    names = list(project.stacks)
    if stack is not None:
        name = stack.rpartition("/")[2]
        if names and name not in names:
            there = f"stacks here: {', '.join(names)}{nearest(name, names)}"
            raise ProgramError(f"{project.folder}: there is no Pulumi.{name}.yaml; {there}")
        return name
    if len(names) == 1:
        return names[0]
    chosen = selected(project)
    if chosen is not None and (chosen in names or not names):
        return chosen
    if not names:
        LOG.warning('no stack found; assuming stack "%s" (use --stack NAME)', ASSUMED)
        return ASSUMED
    raise ProgramError(
        f"{project.folder}: several stacks, none selected; "
        f"use --stack NAME with one of {', '.join(names)}"
    )


def selected(project: Project) -> str | None:
    """Return the stack that `pulumi stack select` left, or PULUMI_STACK names."""
    stated = os.environ.get("PULUMI_STACK")
    if not stated:
        home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
        of_path = hashlib.sha1(
            str(project.path.resolve()).encode(), usedforsecurity=False
        ).hexdigest()
        settings = home / "workspaces" / f"{project.name}-{of_path}-workspace.json"
        loaded = json_file.read(settings) if settings.is_file() else {}
        stated = loaded.get("stack") if isinstance(loaded, dict) else None
    return str(stated).rpartition("/")[2] if stated else None


def stack(project: Project, name: str) -> Stack:
    """Raise ProgramError or FileError for settings that are wrong, or that the program misses."""
    path = project.stacks.get(name)
    document = load(path, STACK_FILE) if path else Document(name, None)
    file = StackFile() if document.value is None else validated(StackFile, document)
    if file.environment:
        LOG.warning("%s: its environments are not read: they need Pulumi's service", path)
    declared = declarations(project)
    settings = {**defaults(project, declared), **stated(document, file, project, declared)}
    for key in declared:
        if key not in settings and not file.environment:
            raise ProgramError(
                missing(key, project, name, secret=bool(declared[key].get("secret")))
            )
    return Stack(
        project.name,
        name,
        config={key: each.value for key, each in settings.items()},
        secrets=frozenset(key for key, each in settings.items() if each.secret),
    )


def stated(
    document: Document,
    file: StackFile,
    project: Project,
    declared: Mapping[str, Mapping[str, Any]],
) -> dict[str, Setting]:
    """Return the settings of a stack file, by their keys with a namespace. Raise FileError."""
    found: dict[str, Setting] = {}
    for short, value in (file.config or {}).items():
        where = document.at("config", short)
        key = full(short, project.name)
        if key.count(":") != 1:
            raise FileError(f"{where}: {shortened(short)} is not a key; write NAMESPACE:NAME")
        if key in found:
            raise FileError(f"{where}: duplicate key {shortened(key)}; keep one of them")
        declaration = declared.get(key, {})
        try:
            made = setting(value, key, declaration.get("type"))
        except ValueError as error:
            raise FileError(f"{where}: {error}; put it in quotes") from error
        found[key] = Setting(made.value, secret=made.secret or bool(declaration.get("secret")))
    return found


def declarations(project: Project) -> dict[str, dict[str, Any]]:
    """Return what Pulumi.yaml says of settings; a bare value is one that every stack has.

    Raise FileError for a bare value that Pulumi refuses.
    """
    stated = project.file.config if isinstance(project.file.config, dict) else {}
    found: dict[str, dict[str, Any]] = {}
    for key, each in stated.items():
        if not is_declaration(each) and not isinstance(each, str | int | list):
            where = project.document.at("config", key)
            raise FileError(f"{where}: {key} is not a setting; write `{key}: {{default: VALUE}}`")
        found[full(key, project.name)] = each if is_declaration(each) else {"value": each}
    return found


def is_declaration(stated: object) -> bool:
    words = {"type", "items", "description", "default", "value", "secret"}
    return isinstance(stated, dict) and bool(stated) and words.issuperset(stated)


def defaults(project: Project, declared: Mapping[str, Mapping[str, Any]]) -> dict[str, Setting]:
    """Return the values that Pulumi.yaml gives to every stack. Raise FileError."""
    found = {}
    for key, each in declared.items():
        value = each.get("value", each.get("default"))
        if value is None:
            continue
        try:
            made = default(value, key, each.get("type"))
        except ValueError as error:
            where = project.document.at("config", key.removeprefix(f"{project.name}:"))
            raise FileError(f"{where}: {error}; put it in quotes") from error
        found[key] = Setting(made.value, secret=made.secret or bool(each.get("secret")))
    return found


def full(key: str, namespace: str) -> str:
    """Return a key with its namespace; `aws:config:region` is an old way to write `aws:region`."""
    match key.split(":"):
        case [name]:
            return f"{namespace}:{name}"
        case [name_space, "config", name]:
            return f"{name_space}:{name}"
    return key


def missing(key: str, project: Project, stack_name: str, *, secret: bool = False) -> str:
    """Return what to say of a setting that is required and not there."""
    short = key.removeprefix(f"{project.name}:")
    flag = " --secret" if secret else ""
    where = project.stacks.get(stack_name, project.folder / f"Pulumi.{stack_name}.yaml").name
    command = f"pulumi config set {short} VALUE{flag} --stack {stack_name}"
    return f"{where}: the program needs {key}: {command}, or write it under `config:`"


def known_stacks(
    project: Project, config: Mapping[str, str], given: Path | None, environ: Mapping[str, str]
) -> StackOutputs:
    """Return the outputs of other stacks: of a file that is given, else of the settings' one.

    `plimsoll:stackOutputs: outputs.yaml` is a path from the project's folder. Raise FileError.
    """
    stated: dict[str, Outputs] = {}
    for key in (FORMER_STACK_OUTPUTS, STACK_OUTPUTS):
        if key in config:
            stated |= stack_outputs.given(project.folder / config[key])
    if FORMER_STACK_OUTPUTS in config:
        LOG.warning("%s: rename %s to %s", project.path, FORMER_STACK_OUTPUTS, STACK_OUTPUTS)
    if given is not None:
        stated |= stack_outputs.given(given)
    backend = stack_outputs.local_backend(project.file.backend.url, project.folder, environ)
    return StackOutputs(project.name, stated, backend)
