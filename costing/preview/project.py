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

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from costing.errors import ProgramError, nearest
from costing.preview.stack import Setting, Stack, setting

LOG = logging.getLogger("costing.preview")
SUFFIXES = (".yaml", ".yml", ".json")  # JSON is YAML
ELSEWHERE = "pulumi preview --json --show-sames | plimsoll cost -"


class Runtime(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    options: dict[str, Any] = {}


class ProjectFile(BaseModel):
    """Pulumi.yaml, as far as a preview needs it."""

    model_config = ConfigDict(frozen=True)

    name: str
    runtime: str | Runtime
    main: str | None = None
    config: dict[str, Any] | str | None = None  # text: where stack files are, as it once was
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
    """Raise ProgramError for a folder that holds no Python program."""
    found = [path for suffix in SUFFIXES if (path := folder / f"Pulumi{suffix}").is_file()]
    if not found:
        raise ProgramError(f"{folder}: there is no Pulumi.yaml; name a folder that has one")
    try:
        file = ProjectFile.model_validate(load(found[0]))
    except ValidationError as error:
        raise ProgramError(f"{found[0]}: {first(error)}") from error
    language = file.runtime if isinstance(file.runtime, str) else file.runtime.name
    if language != "python":
        raise ProgramError(f"{found[0]}: the program's runtime is {language}; run: {ELSEWHERE}")
    return Project(folder, found[0], file)


def load(path: Path) -> Any:
    """Raise ProgramError, with the line, for a file that is not YAML."""
    try:
        return yaml.safe_load(path.read_bytes()) or {}
    except OSError as error:
        raise ProgramError(f"{path}: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ProgramError(f"{path}{line}: this is not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProgramError(f"{path}: this is not YAML: {' '.join(str(error).split())}") from error


def first(error: ValidationError) -> str:
    detail = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in detail["loc"])
    return f"{where}: {detail['msg']}" if where else str(detail["msg"])


def choose(project: Project, stack: str | None) -> str:
    """Return the stack that is meant: the one asked for, the only one, the one selected.

    Raise ProgramError where that is not told.
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
    there = ", ".join(names) or "none has a Pulumi.<stack>.yaml"
    raise ProgramError(f"{project.folder}: which stack? Say --stack NAME; stacks here: {there}")


def selected(project: Project) -> str | None:
    """Return the stack that `pulumi stack select` left, or PULUMI_STACK names."""
    stated = os.environ.get("PULUMI_STACK")
    if not stated:
        home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
        of_path = hashlib.sha1(
            str(project.path.resolve()).encode(), usedforsecurity=False
        ).hexdigest()
        settings = home / "workspaces" / f"{project.name}-{of_path}-workspace.json"
        loaded = load(settings) if settings.is_file() else {}
        stated = loaded.get("stack") if isinstance(loaded, dict) else None
    return str(stated).rpartition("/")[2] if stated else None


def stack(project: Project, name: str) -> Stack:
    """Raise ProgramError for settings that cannot be read, or lack what Pulumi.yaml asks for."""
    path = project.stacks.get(name)
    try:
        file = StackFile.model_validate(load(path)) if path else StackFile()
    except ValidationError as error:
        raise ProgramError(f"{path}: {first(error)}") from error
    if file.environment:
        LOG.warning("%s: its environments are not read: they need Pulumi's service", path)
    declared = declarations(project)
    stated = {full(key, project.name): value for key, value in (file.config or {}).items()}
    settings = {**defaults(declared)}
    for key, value in stated.items():
        made = setting(value, key, declared.get(key, {}).get("type"))
        secret = made.secret or bool(declared.get(key, {}).get("secret"))
        settings[key] = Setting(made.value, secret=secret)
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
        references=references(project, settings),
    )


def declarations(project: Project) -> dict[str, dict[str, Any]]:
    """Return what Pulumi.yaml says of settings; a bare value is one that every stack has."""
    stated = project.file.config if isinstance(project.file.config, dict) else {}
    return {
        full(key, project.name): each if is_declaration(each) else {"value": each}
        for key, each in stated.items()
    }


def is_declaration(stated: object) -> bool:
    words = {"type", "items", "description", "default", "value", "secret"}
    return isinstance(stated, dict) and bool(stated) and words.issuperset(stated)


def defaults(declared: Mapping[str, Mapping[str, Any]]) -> dict[str, Setting]:
    found = {}
    for key, each in declared.items():
        word = next((word for word in ("value", "default") if word in each), None)
        if word is not None:
            made = setting(each[word], key, each.get("type"))
            found[key] = Setting(made.value, secret=made.secret or bool(each.get("secret")))
    return found


def full(key: str, namespace: str) -> str:
    return key if ":" in key else f"{namespace}:{key}"


def missing(key: str, project: Project, stack_name: str, *, secret: bool = False) -> str:
    """Return what to say of a setting that is required and not there."""
    short = key.removeprefix(f"{project.name}:")
    flag = " --secret" if secret else ""
    where = project.stacks.get(stack_name, project.folder / f"Pulumi.{stack_name}.yaml").name
    command = f"pulumi config set {short} VALUE{flag} --stack {stack_name}"
    return f"{where}: the program needs {key}: {command}, or write it under `config:`"


def references(
    project: Project, settings: Mapping[str, Setting]
) -> Mapping[str, Mapping[str, Any]]:
    """Return the outputs of other stacks: of the YAML file that the stack's settings name.

    `plimsoll:stackReferences: references.yaml`, from the project's folder, holds the name of a
    reference, and below it the outputs.
    """
    named = settings.get("plimsoll:stackReferences")
    if named is None:
        return {}
    path = project.folder / named.value
    loaded = load(path)
    if not isinstance(loaded, dict) or not all(isinstance(each, dict) for each in loaded.values()):
        raise ProgramError(f"{path}: write each stack's name, and its outputs below it")
    return {str(name): outputs for name, outputs in loaded.items()}
