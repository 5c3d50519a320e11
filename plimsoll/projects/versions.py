"""Two versions of a repository's stacks, paired by project and stack."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from costing.errors import CallError, CostingError
from costing.graph.git_source import PREFIX, Checkout, below, check_out, parts
from costing.graph.preview.folder_paths import replaced
from costing.graph.source import SourceOptions
from plimsoll.projects.discovery import Deployment, Repository, changed_files, repository
from plimsoll.projects.opening import OpenedStack, opened_stacks


@dataclass(frozen=True, slots=True)
class Version:
    """The stacks of a repository in a folder, or in the copy of a git revision."""

    source: str  # as on the command line
    found: Repository
    checkout: Checkout | None = None

    def real(self, path: Path) -> Path:
        """Return the path in the repository of a path in the copy."""
        if self.checkout is None:
            return path
        return self.checkout.root / os.path.relpath(path, self.checkout.root_copy)

    def key(self, deployment: Deployment) -> tuple[str, str | None]:
        return os.path.relpath(deployment.folder, self.found.root), deployment.stack

    def limited(self, keys: Iterable[tuple[str, str | None]]) -> "Version":
        chosen = {*keys}
        kept = tuple(each for each in self.found.deployments if self.key(each) in chosen)
        return replace(self, found=replace(self.found, deployments=kept))

    def opened(self, options: SourceOptions) -> list[OpenedStack]:
        """Run the programs. Raise CallError, which names the version, if one cannot be read."""
        if self.checkout is None:
            return opened_stacks(self.found, options)
        copy, root = str(self.checkout.root_copy), str(self.checkout.root)
        for folder in {each.folder for each in self.found.deployments}:
            below(self.checkout, folder)
        try:
            stacks = opened_stacks(self.found, options)
        except CostingError as error:
            raise CallError(f"{self.source}: {str(error).replace(copy, root)}") from error
        return [
            replace(each, given=replace(each.given, graph=replaced(each.given.graph, copy, root)))
            for each in stacks
        ]


def sources(base: str, head: str | None) -> tuple[str, str]:
    """Return BASE and HEAD, as `costing.graph.source.compare` completes them."""
    if head is not None:
        return base, head
    if base.startswith(PREFIX):
        return base, parts(base)[1]
    return f"{PREFIX}HEAD:{base}", base


def version(source: str) -> Version:
    """Raise CallError for a file: it has one stack; GraphError for an unknown revision."""
    if source.startswith(PREFIX):
        checkout = check_out(source)
        return Version(source, repository(checkout.copy), checkout)
    if not Path(source).is_dir():
        raise CallError(f"{source}: not a folder of projects; name a folder or git:REVISION:FOLDER")
    return Version(source, repository(Path(source)))


def versions(base: str, head: str, stack: str | None, since: str | None) -> tuple[Version, Version]:
    """Return both versions, limited to --stack and to the projects changed since a revision.

    Raise CallError for a stack that neither version has.
    """
    found = version(base), version(head)
    names = {each.stack for side in found for each in side.found.deployments}
    if stack is not None and stack not in names:
        known = ", ".join(sorted(filter(None, names)))
        raise CallError(f"--stack {stack}: no project has this stack; use one of {known}")
    keys = {
        side.key(each)
        for side in found
        for each in side.found.deployments
        if stack in {None, each.stack}
    }
    if since is not None:
        files = changed_files(found[1].found.root, since)
        keys &= {
            side.key(each)
            for side in found
            for each in side.found.deployments
            if any(files.concern(side.real(path)) for path in each.depends_on)
        }
    old, new = (side.limited(keys) for side in found)
    return old, new


Pair = tuple[OpenedStack | None, OpenedStack | None]


def paired(old: Sequence[OpenedStack], new: Sequence[OpenedStack]) -> dict[str, Pair]:
    """Return the base and the head of each stack by its name; None where it does not exist."""
    was, is_ = ({each.name: each for each in side} for side in (old, new))
    return {name: (was.get(name), is_.get(name)) for name in dict.fromkeys([*was, *is_])}
