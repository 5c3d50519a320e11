"""Stacks of a repository that a command reads."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from costing.errors import CallError
from plimsoll.output import finish, note
from plimsoll.projects.discovery import Deployment, Repository, changed_since, repository
from plimsoll.warning_lines import print_warnings


def chosen(source: str, stack: str | None, since: str | None, *, quiet: bool) -> Repository:
    """Return the stacks that --stack and --changed-since select; end the command without any.

    Raise CallError for a stack that no project has, FileError for an invalid plimsoll.yaml.
    """
    print_warnings(quiet=quiet)
    found = repository(Path(source))
    for reason in found.left_out:
        note(f"left out: {reason}", quiet=quiet)
    if not found.deployments:
        why = f": {found.left_out[0]}" if found.left_out else ""
        raise CallError(f"{found.root}: no program in Python or YAML below{why}")
    found = replace(found, deployments=of_stack(found.deployments, stack))
    if since is not None:
        found = changed_since(found, since)
    if not found.deployments:
        note(f"no project has changed since {since}", quiet=quiet)
        finish((), quiet=quiet)
    return found


def of_stack(deployments: Sequence[Deployment], stack: str | None) -> tuple[Deployment, ...]:
    """Raise CallError for a stack that no project has."""
    own = tuple(each for each in deployments if stack in {None, each.stack})
    if not own:
        names = sorted({each.stack for each in deployments if each.stack})
        raise CallError(
            f"--stack {stack}: no project has this stack; use one of {', '.join(names)}"
        )
    return own
