"""Settings of a stack file: read them, and write a plan's decisions into them."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from costing.errors import CallError, FileError, nearest
from costing.files import yaml_file
from costing.files.text import content_of, decoded
from costing.plan.plan import Decision

OWN = "plimsoll"
PLAN = "plan"


@dataclass(frozen=True, slots=True)
class StackFile:
    path: Path
    text: str
    config: Mapping[str, Any]

    @property
    def plan(self) -> str:
        """Path of the stack's plan, from the file's folder."""
        stack = self.path.name.removeprefix("Pulumi.").removesuffix(".yaml")
        return str(self.config.get(f"{OWN}:{PLAN}") or f"plan.{stack}.json")

    def group(self, name: str | None) -> Mapping[str, Any] | None:
        """Return a settings group such as plimsoll:serving; None if the stack has none."""
        found = self.config.get(f"{OWN}:{name}")
        return found if isinstance(found, Mapping) else None


def stack_file(folder: Path, stack: str) -> StackFile:
    """Raise CallError for an unknown stack, FileError for an invalid file."""
    path = folder / f"Pulumi.{stack}.yaml"
    if not path.is_file():
        known = sorted(
            each.name.removeprefix("Pulumi.").removesuffix(".yaml")
            for each in folder.glob("Pulumi.*.yaml")
        )
        listed = f"; stacks here: {', '.join(known)}" if known else ""
        raise CallError(f"stack {stack}: no file {path}{nearest(stack, known) or listed}")
    text = decoded(content_of(path), str(path))
    document = yaml_file.parsed(text, str(path))
    config = document.value.get("config", {}) if isinstance(document.value, dict) else None
    if not isinstance(config, dict):
        raise FileError(f"{path}: no mapping `config`; write the settings below config:")
    return StackFile(path, text, config)


def edited(
    file: StackFile, groups: Mapping[str, Sequence[Decision]], plan: str | None = None
) -> str:
    """Return the text of a stack file with decisions by settings group; comments are kept.

    `plan`: path of the plan's JSON for `plimsoll:plan`. Raise CallError for a group that the file
    does not have.
    """
    yaml = yaml_file.editable()
    yaml.indent(mapping=2, sequence=2, offset=0)
    document = yaml.load(file.text)
    for group, decisions in groups.items():
        key = f"{OWN}:{group}"
        settings = document["config"].get(key)
        if not isinstance(settings, CommentedMap):
            raise CallError(f"{file.path}: no settings {key}; add the group to the stack first")
        for each in decisions:
            replace(settings, each)
    if plan is not None:
        document["config"][f"{OWN}:{PLAN}"] = plan
    out = StringIO()
    yaml.dump(document, out)
    return with_old_lines(file.text, out.getvalue())


def replace(settings: CommentedMap, decision: Decision) -> None:
    if settings.get(decision.setting) == decision.value:
        return
    value = decision.value
    if isinstance(value, list | tuple):
        items = CommentedSeq(value)
        items.fa.set_flow_style()
        value = items
    settings[decision.setting] = value


def with_old_lines(old: str, new: str) -> str:
    """Return the new text with the old spelling of lines that differ in white space only."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(
        None,
        ["".join(each.split()) for each in before],
        ["".join(each.split()) for each in after],
        autojunk=False,
    )
    return "".join(merged(matcher.get_opcodes(), before, after))


def merged(
    steps: Sequence[tuple[str, int, int, int, int]], before: Sequence[str], after: Sequence[str]
) -> Iterator[str]:
    for kind, first, last, start, end in steps:
        yield from before[first:last] if kind == "equal" else after[start:end]


def difference(file: StackFile, new: str) -> str:
    """Return a unified diff of a stack file."""
    name = file.path.name
    return "".join(
        difflib.unified_diff(
            file.text.splitlines(keepends=True), new.splitlines(keepends=True), name, name
        )
    )
