"""A project's folder: Pulumi.yaml, the stacks' settings, and the selected stack.

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
from costing.files.document import Document
from costing.files.scalars import Schema, shortened
from costing.files.validation import validated
from costing.graph.preview import stack_outputs
from costing.graph.preview.folder_paths import folders_below
from costing.graph.preview.go_scalars import PROJECT_FILE, STACK_FILE
from costing.graph.preview.stack import Setting, Stack, default, setting
from costing.graph.preview.stack_outputs import Outputs, StackOutputs

LOG = logging.getLogger("costing.graph.preview")
SUFFIXES = (".yaml", ".yml", ".json")
LANGUAGES = ("python", "yaml")
ASSUMED = "dev"  # name for a project without stacks
STACK_OUTPUTS, FORMER_STACK_OUTPUTS = "plimsoll:stackOutputs", "plimsoll:stackReferences"
ELSEWHERE = "set -o pipefail; pulumi preview --json --show-sames | plimsoll cost -"


class Runtime(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    options: dict[str, Any] = {}


class Backend(BaseModel):
    """Backend of a project's stacks; environment variables override it."""

    model_config = ConfigDict(frozen=True)

    url: str | None = None


class ProjectFile(BaseModel):
    """Fields of Pulumi.yaml that a preview needs."""

    model_config = ConfigDict(frozen=True)

    name: str
    runtime: str | Runtime
    main: str | None = None
    config: dict[str, Any] | str | None = None  # text in older versions: folder of the stack files
    backend: Backend = Backend()
    stack_config_dir: str | None = Field(default=None, alias="stackConfigDir")
    packages: dict[str, Any] | None = None


class StackFile(BaseModel):
    """Pulumi.<stack>.yaml."""

    model_config = ConfigDict(frozen=True)

    config: dict[str, Any] | None = None
    environment: Any = None


@dataclass(frozen=True, slots=True)
class Project:
    folder: Path  # as on the command line
    path: Path  # of Pulumi.yaml
    file: ProjectFile
    document: Document

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def language(self) -> str:
        return self.file.runtime if isinstance(self.file.runtime, str) else self.file.runtime.name

    @property
    def options(self) -> Mapping[str, Any]:
        return {} if isinstance(self.file.runtime, str) else self.file.runtime.options

    @property
    def stacks(self) -> Mapping[str, Path]:
        """Files of stacks by name of the stack."""
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
    """Return the project of a folder.

    Raise ProgramError for a folder without a program in Python or YAML, FileError for an invalid
    file.
    """
    found = [path for suffix in SUFFIXES if (path := folder / f"Pulumi{suffix}").is_file()]
    if not found:
        raise ProgramError(f"{folder}: Pulumi.yaml does not exist; specify {folders_below(folder)}")
    document = load(found[0], PROJECT_FILE)
    file = validated(ProjectFile, document)
    project = Project(folder, found[0], file, document)
    if project.language not in LANGUAGES:
        raise ProgramError(
            f"{found[0]}: the program's runtime is {project.language}; run: {ELSEWHERE}"
        )
    return project


def load(path: Path, schema: Schema) -> Document:
    """Return a file's content, read as Pulumi does. Raise FileError."""
    if path.suffix == ".json":
        return Document(str(path), json_file.read(path))
    document = yaml_file.read(path, schema)
    if document.more:
        LOG.warning("%s: only the first YAML document is used, as in Pulumi", path)
    return document


def choose(project: Project, stack: str | None) -> str:
    """Return the name of the requested stack, else of the only stack, else of the selected one.

    A project without stacks is previewed as stack "dev". Raise ProgramError for several stacks
    without a selected one.
    """
    names = list(project.stacks)
    if stack is not None:
        name = stack.rpartition("/")[2]
        if names and name not in names:
            there = f"stacks here: {', '.join(names)}{nearest(name, names)}"
            raise ProgramError(f"{project.folder}: Pulumi.{name}.yaml does not exist; {there}")
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
    """Return the stack of PULUMI_STACK, else the one that `pulumi stack select` saved."""
    specified = os.environ.get("PULUMI_STACK")
    if not specified:
        home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
        of_path = hashlib.sha1(
            str(project.path.resolve()).encode(), usedforsecurity=False
        ).hexdigest()
        settings = home / "workspaces" / f"{project.name}-{of_path}-workspace.json"
        loaded = json_file.read(settings) if settings.is_file() else {}
        specified = loaded.get("stack") if isinstance(loaded, dict) else None
    return str(specified).rpartition("/")[2] if specified else None


def stack(project: Project, name: str) -> Stack:
    """Return a stack with its settings.

    Raise ProgramError or FileError for invalid or missing settings.
    """
    path = project.stacks.get(name)
    document = load(path, STACK_FILE) if path else Document(name, None)
    file = StackFile() if document.value is None else validated(StackFile, document)
    if file.environment:
        LOG.warning("%s: environments are ignored, because they are stored in Pulumi Cloud", path)
    declared = declarations(project)
    settings = {**defaults(project, declared), **specified(document, file, project, declared)}
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


def specified(
    document: Document,
    file: StackFile,
    project: Project,
    declared: Mapping[str, Mapping[str, Any]],
) -> dict[str, Setting]:
    """Return the settings of a stack file by full key (NAMESPACE:NAME). Raise FileError."""
    found: dict[str, Setting] = {}
    for short, value in (file.config or {}).items():
        where = document.at("config", short)
        key = full(short, project.name)
        if key.count(":") != 1:
            raise FileError(f"{where}: invalid key {shortened(short)}; write NAMESPACE:NAME")
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
    """Return the setting declarations of Pulumi.yaml; a plain value is a default of all stacks.

    Raise FileError for a plain value that Pulumi does not accept.
    """
    specified = project.file.config if isinstance(project.file.config, dict) else {}
    found: dict[str, dict[str, Any]] = {}
    for key, each in specified.items():
        if not is_declaration(each) and not isinstance(each, str | int | list):
            where = project.document.at("config", key)
            raise FileError(
                f"{where}: {key} is not a setting declaration; write `{key}: {{default: VALUE}}`"
            )
        found[full(key, project.name)] = each if is_declaration(each) else {"value": each}
    return found


def is_declaration(specified: object) -> bool:
    words = {"type", "items", "description", "default", "value", "secret"}
    return isinstance(specified, dict) and bool(specified) and words.issuperset(specified)


def defaults(project: Project, declared: Mapping[str, Mapping[str, Any]]) -> dict[str, Setting]:
    """Return the default settings in Pulumi.yaml. Raise FileError."""
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
    """Return a key with its namespace; `aws:config:region` is an older form of `aws:region`."""
    match key.split(":"):
        case [name]:
            return f"{namespace}:{name}"
        case [name_space, "config", name]:
            return f"{name_space}:{name}"
    return key


def missing(key: str, project: Project, stack_name: str, *, secret: bool = False) -> str:
    """Return the message for a missing required setting."""
    short = key.removeprefix(f"{project.name}:")
    flag = " --secret" if secret else ""
    where = project.stacks.get(stack_name, project.folder / f"Pulumi.{stack_name}.yaml").name
    command = f"pulumi config set {short} VALUE{flag} --stack {stack_name}"
    return f"{where}: the program needs {key}: {command}, or write it under `config:`"


def known_stacks(
    project: Project, config: Mapping[str, str], given: Path | None, environ: Mapping[str, str]
) -> StackOutputs:
    """Return the outputs of other stacks, from the file of the option, else of the setting.

    `plimsoll:stackOutputs: outputs.yaml` is relative to the project's folder. Raise FileError.
    """
    specified: dict[str, Outputs] = {}
    for key in (FORMER_STACK_OUTPUTS, STACK_OUTPUTS):
        if key in config:
            specified |= stack_outputs.given(project.folder / config[key])
    if FORMER_STACK_OUTPUTS in config:
        LOG.warning("%s: rename %s to %s", project.path, FORMER_STACK_OUTPUTS, STACK_OUTPUTS)
    if given is not None:
        specified |= stack_outputs.given(given)
    backend = stack_outputs.local_backend(project.file.backend.url, project.folder, environ)
    return StackOutputs(project.name, specified, backend)
