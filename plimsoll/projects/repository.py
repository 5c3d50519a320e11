"""Kind of a source: one program, or a folder of projects. Every command imports this module."""

from pathlib import Path

from costing.errors import CallError

REVISION = "git:"


def is_repository(source: str, stack: str | None) -> bool:
    """Return whether a source is a folder of projects, and not itself the program to read."""
    if source.startswith(REVISION) or not Path(source).is_dir():
        return False
    from plimsoll.projects.discovery import has_projects

    return has_projects(Path(source), stack)


def refuse_changed_since(since: str | None) -> None:
    """Raise CallError for --changed-since with one program."""
    if since is not None:
        raise CallError("--changed-since: SOURCE is one program; name a folder of projects")
