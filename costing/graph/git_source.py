"""Check out a program at a git revision into a temporary folder."""

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from costing.errors import FileError, GraphError
from costing.files import yaml_file
from costing.graph.preview.temporary import lasting_folder

PREFIX = "git:"
ENVIRONMENTS = (".venv", "venv")  # folders that git ignores and a program needs
PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
# A repository's configuration may name programs that git runs.
NO_PROGRAMS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
SHOWN = 10  # folders in a message


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder of a repository and its copy at a revision."""

    folder: Path
    copy: Path
    root: Path  # of the repository
    root_copy: Path


def parts(source: str) -> tuple[str, str]:
    """Return the revision and the folder of "git:REV" or "git:REV:FOLDER"."""
    revision, _, folder = source.removeprefix(PREFIX).partition(":")
    return revision, folder or "."


def check_out(source: str) -> Checkout:
    """Return a temporary copy that is removed when this process ends.

    The repository is not changed. Virtual environments of the folder are linked into the copy.
    Raise GraphError if the repository, the revision or the folder does not exist.
    """
    revision, name = parts(source)
    folder = Path(name).resolve()
    root = Path(git(source, nearest_folder(folder), "rev-parse", "--show-toplevel")).resolve()
    commit = commit_of(source, root, revision)
    temporary = lasting_folder()
    copy = temporary / "revision" / root.name
    copy.mkdir(parents=True)
    index = {"GIT_INDEX_FILE": str(temporary / "index")}
    git(source, root, "read-tree", commit, **index)
    off = without_filters(source, root)
    git(source, root, *off, "checkout-index", "--all", f"--prefix={copy}/", **index)
    inside = folder.relative_to(root)
    if not (copy / inside).exists():
        raise GraphError(f"{source}: {inside} does not exist at {revision}")
    found = Checkout(folder, copy / inside, root, copy)
    link_environments(found, temporary)
    return found


def below(checkout: Checkout, copy: Path) -> Checkout:
    """Return the checkout of a folder inside a copy, its virtual environments linked."""
    folder = checkout.root / copy.relative_to(checkout.root_copy)
    found = replace(checkout, folder=folder, copy=copy)
    link_environments(found, checkout.root_copy.parent.parent)
    return found


def has_project(folder: Path) -> bool:
    return any((folder / name).is_file() for name in PROJECT_FILES)


def check_program(source: str, checkout: Checkout) -> None:
    """Raise GraphError, with the folders that have a program, if this one has none."""
    if has_project(checkout.copy):
        return
    revision, _ = parts(source)
    wrong = f"{source}: {checkout.folder} has no Pulumi.yaml at {revision}"
    found = sorted(
        {path.parent for name in PROJECT_FILES for path in checkout.root_copy.rglob(name)}
    )
    forms = [f"{PREFIX}{revision}:{relative(each, checkout)}" for each in found]
    if not forms:
        raise GraphError(
            f"{wrong}, and no folder of the repository has one; specify another revision"
        )
    more = f" (and {len(forms) - SHOWN} more)" if len(forms) > SHOWN else ""
    raise GraphError(f"{wrong}; specify the program's folder: {' or '.join(forms[:SHOWN])}{more}")


def relative(copy: Path, checkout: Checkout) -> str:
    """Return a folder of the copy as a path from the working directory."""
    return os.path.relpath(checkout.root / copy.relative_to(checkout.root_copy))


def nearest_folder(folder: Path) -> Path:
    """Return the folder itself, or the nearest parent folder that still exists."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def commit_of(source: str, root: Path, revision: str) -> str:
    name = f"{revision}^{{commit}}"
    try:
        return git(source, root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    except GraphError as error:
        raise GraphError(
            f'{source}: unknown revision "{revision}" in {root}; list revisions with git log'
        ) from error


def without_filters(source: str, root: Path) -> list[str]:
    """Return git's options that run none of the configured filters: they are programs."""
    try:
        found = git(source, root, "config", "--name-only", "--get-regexp", r"^filter\.")
    except GraphError:  # no filter
        return []
    names = {line.rpartition(".")[0] for line in found.splitlines()}
    values = ("smudge=", "clean=", "process=", "required=false")
    return [part for name in sorted(names) for each in values for part in ("-c", f"{name}.{each}")]


def git(source: str, folder: Path, *arguments: str, **environment: str) -> str:
    """Return git's standard output. Raise GraphError with the first line of git's error."""
    command = shutil.which("git")
    if command is None:
        raise GraphError(f"{source}: git is not installed")
    ended = subprocess.run(  # noqa: S603 (git, by its full path; a revision is no option)
        [command, *NO_PROGRAMS, "-C", str(folder), *arguments],
        env={**os.environ, "LC_ALL": "C", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        said = next(iter(ended.stderr.strip().splitlines()), f"git {arguments[0]} failed")
        raise GraphError(f"{source}: {said.removeprefix('fatal: ')}")
    return ended.stdout.strip()


def link_environments(checkout: Checkout, temporary: Path) -> None:
    """Link the virtual environments of the folder and of its parent folders."""
    inside = checkout.copy.relative_to(checkout.root_copy)
    above = [inside, *inside.parents]
    names = [folder / name for folder in above for name in ENVIRONMENTS]
    if named := environment_of(checkout.copy):
        names.append(inside / named)
    for name in names:
        there, link = checkout.root / name, checkout.root_copy / name
        within = Path(os.path.normpath(link)).is_relative_to(temporary)
        if there.is_dir() and within and not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(there.resolve())


def environment_of(folder: Path) -> str | None:
    """Return the virtual environment that Pulumi.yaml specifies, if the file can be read."""
    try:
        project = yaml_file.read(folder / "Pulumi.yaml").value
    except FileError:
        return None
    match project:
        case {"runtime": {"options": {"virtualenv": str() as named}}}:
            return named
        case _:
            return None
