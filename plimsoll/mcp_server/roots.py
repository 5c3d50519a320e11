"""Confinement of the paths in tool calls to the folders of --root."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from costing.errors import CallError
from costing.graph.git_source import PREFIX

LONGEST = 4096  # characters of a path


@dataclass(frozen=True, slots=True)
class Roots:
    """Folders that tool calls may name files in, symbolic links resolved.

    The first is the working folder of the commands: relative paths start there.
    """

    folders: tuple[Path, ...]

    @property
    def first(self) -> Path:
        return self.folders[0]


def roots(given: Sequence[Path]) -> Roots:
    """Return the roots; by default the working folder. Raise CallError for one that is missing."""
    for each in given:
        if not each.is_dir():
            raise CallError(f"--root {each}: not a folder; name an existing folder")
    return Roots(tuple(each.resolve() for each in given or (Path(),)))


def confined(name: str, path: str, allowed: Roots) -> str:
    """Return a path of a tool call for the command line. Raise CallError for one outside.

    `name`: the argument, for the error. A path in the first root becomes relative to it.
    """
    shown = f"{path:.100}"
    if not path or "\0" in path or len(path) > LONGEST:
        raise CallError(f"{name}: {shown!r} is not a path; write a path below the root")
    if ".." in Path(path).parts:
        raise CallError(f'{name}: {shown}: ".." is not allowed; write a path below the root')
    try:
        real = (allowed.first / path).resolve()
    except (OSError, RuntimeError) as error:
        raise CallError(f"{name}: {shown}: cannot be resolved; check its symbolic links") from error
    if not any(real.is_relative_to(each) for each in allowed.folders):
        named = ", ".join(map(str, allowed.folders))
        raise CallError(
            f"{name}: {shown} is outside of the roots ({named}); start the server with another "
            "--root, or name a path inside"
        )
    return str(real.relative_to(allowed.first) if real.is_relative_to(allowed.first) else real)


def confined_source(name: str, source: str, allowed: Roots) -> str:
    """Return a SOURCE of a tool call: a path, or git:REVISION[:FOLDER]. Raise CallError."""
    if source == "-":
        raise CallError(f"{name}: standard input belongs to the protocol; name a folder or a file")
    if not source.startswith(PREFIX):
        return confined(name, source, allowed)
    revision, colon, folder = source.removeprefix(PREFIX).partition(":")
    if not folder:
        return source
    return f"{PREFIX}{revision}{colon}{confined(name, folder, allowed)}"
