"""Stacks of a repository: of plimsoll.yaml, else of every Pulumi.yaml below a folder."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from costing.errors import CallError, GraphError, ProgramError, nearest
from costing.graph.git_source import PROJECT_FILES, commit_of, git
from costing.graph.preview import project
from costing.graph.source import StackSettings
from plimsoll.projects.file import NAME, ProjectEntry, ProjectsFile, StackEntry, read

SKIPPED = {"node_modules", "venv", "__pycache__", "build", "dist"}  # and hidden folders
ONE_ACCOUNT = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One stack of one project."""

    source: str  # folder of the program, or JSON file
    folder: Path
    stack: str | None  # None: that of the JSON file
    settings: StackSettings  # of plimsoll.yaml
    account: str = ONE_ACCOUNT
    depends_on: tuple[Path, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.folder}/{self.stack}" if self.stack else self.source


@dataclass(frozen=True, slots=True)
class Repository:
    """Stacks of a repository, and the projects that are left out, with the reason."""

    root: Path
    deployments: tuple[Deployment, ...]
    left_out: tuple[str, ...] = ()
    budget: Decimal | None = None


def has_projects(folder: Path, stack: str | None) -> bool:
    """Return whether a folder is one of projects, and not itself the program to read."""
    own = any((folder / name).is_file() for name in PROJECT_FILES)
    if (folder / NAME).is_file():
        return stack is None or not own
    return not own and next(programs(folder), None) is not None


def repository(root: Path) -> Repository:
    """Raise FileError for an invalid plimsoll.yaml, CallError for a folder without a program."""
    if (root / NAME).is_file():
        return of_file(root, read(root / NAME))
    found: list[Deployment] = []
    left_out = []
    for folder in programs(root):
        try:
            found += deployments(root, ProjectEntry(folder=str(folder.relative_to(root))))
        except ProgramError as error:  # a program in another language
            left_out.append(str(error))
    return Repository(root, tuple(found), tuple(left_out))


def of_file(root: Path, file: ProjectsFile) -> Repository:
    found = [each for entry in file.projects for each in deployments(root, entry)]
    return Repository(root, tuple(found), (), file.budget)


def programs(root: Path) -> Iterator[Path]:
    """Yield the folders with a program below a folder, in the order of their names."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(each for each in names if each not in SKIPPED and each[0] != ".")
        if any(name in files for name in PROJECT_FILES):
            yield Path(folder)


def deployments(root: Path, entry: ProjectEntry) -> Iterator[Deployment]:
    """Yield the stacks of a project. Raise CallError, ProgramError for an invalid entry."""
    folder = root / entry.folder
    stated = entry.stacks or {}
    if entry.source is not None:
        if len(stated) > 1:
            raise CallError(
                f"{root / NAME}: {entry.source} is of one stack; write an entry for each"
            )
        name, own = next(iter(stated.items()), (None, None))
        yield deployment(root, entry, str(root / entry.source), name, own)
        return
    known = project.read(folder)
    for name in stated:
        if known.stacks and name not in known.stacks:
            raise CallError(
                f"{root / NAME}: {folder} has no Pulumi.{name}.yaml{nearest(name, known.stacks)}"
            )
    for name in stated or known.stacks or [project.choose(known, None)]:
        yield deployment(root, entry, str(folder), name, stated.get(name))


def deployment(
    root: Path, entry: ProjectEntry, source: str, stack: str | None, own: StackEntry | None
) -> Deployment:
    given = own or StackEntry()

    def path(text: str | None) -> Path | None:
        return None if text is None else root / text

    settings = StackSettings(
        path(given.usage), path(given.waivers), path(given.rules), given.profile, given.budget
    )
    account = given.account or entry.account or ONE_ACCOUNT
    folder = root / entry.folder
    watched = (folder, *(root / each for each in entry.depends_on))
    files = (settings.usage, settings.waivers, settings.rules)
    if entry.source is not None:
        watched = (*watched, Path(source))
    return Deployment(
        source,
        folder,
        stack,
        settings,
        account,
        (*watched, *(each for each in files if each is not None)),
    )


def changed_since(found: Repository, revision: str) -> Repository:
    """Return the stacks that a change since a git revision concerns, committed or not."""
    files = changed_files(found.root, revision)
    concerned = tuple(
        each for each in found.deployments if any(map(files.concern, each.depends_on))
    )
    return replace(found, deployments=concerned)


@dataclass(frozen=True, slots=True)
class ChangedFiles:
    paths: Collection[Path]

    def concern(self, place: Path) -> bool:
        """Return whether a file, or a file in a folder, has changed."""
        there = place.resolve()
        return any(path == there or there in path.parents for path in self.paths)


def changed_files(root: Path, revision: str) -> ChangedFiles:
    """Raise GraphError for a folder without git or an unknown revision."""
    where = f"--changed-since {revision}"
    top = Path(git(where, root, "rev-parse", "--show-toplevel"))
    commit = commit_of(where, root, revision)
    with suppress(GraphError):  # no common commit
        commit = git(where, root, "merge-base", commit, "HEAD")
    changed = git(where, top, "diff", "--name-only", "-z", "--no-renames", commit)
    new = git(where, top, "ls-files", "--others", "--exclude-standard", "-z")
    names = filter(None, f"{changed}\0{new}".split("\0"))
    return ChangedFiles({(top / name).resolve() for name in names})
