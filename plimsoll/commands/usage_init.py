"""Content of the file that `usage init` writes, and the merge into an existing file."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from costing.errors import UsageError
from costing.files.text import content_of, decoded
from costing.files.yaml_file import parsed
from costing.graph.source import Opened
from costing.prices.book import installed
from costing.usage.effects import usage_effects
from costing.usage.file import UsageFile, matching, read
from costing.usage.infracost import is_infracost
from costing.usage.template import Merged, head, merged, most_effective, suggested
from plimsoll.output import emit, note, replace_file


@dataclass(frozen=True, slots=True)
class Start:
    """Existing usage file: its content is kept."""

    path: Path | None = None  # None without an existing file
    content: bytes = b""
    usage: UsageFile | None = None  # None for a file that contains only comments


def init(given: Opened, command: str, out: Path | None, *, minimal: bool) -> None:
    """Write to `out`, or print. The content of `out`, else of the stack's file, is kept."""
    start = start_of(given, out)
    usage = start.usage or UsageFile()
    on = datetime.now(tz=UTC).date()
    effects = usage_effects(given.graph, installed(), matching(usage, given.graph), on=on)
    suggestions = most_effective(effects) if minimal else suggested(effects)
    name = str(start.path or out or "the usage file")
    text = decoded(start.content, name)
    if start.usage is None:
        text += head(given.graph.source, command, suggestions, minimal=minimal)
    result = merged(text, name, given.graph, suggestions, shared=usage.shared)
    if out is None or (out.exists() and not out.is_file()):
        emit(result.text, out)
    else:
        written = result.text.encode(json.detect_encoding(start.content))
        if start.path != out or written != start.content:
            replace_file([written], out)
    report(result, out)


def start_of(given: Opened, out: Path | None) -> Start:
    """Raise FileError for a file that is not a usage file, UsageError for Infracost's in `out`."""
    for path in (out, given.settings.usage):
        if path is None or not path.is_file():
            continue
        content = content_of(path)
        stated = parsed(content, str(path)).value
        if stated is None:
            return Start(path, content)
        if not is_infracost(stated):
            return Start(path, content, read(path))
        if path == out:
            raise UsageError(
                f"{path}: this is an Infracost usage file, which is not changed; "
                "write to another file: --out usage.yaml"
            )
        note(f"{path} is an Infracost usage file; its values are not copied")
    return Start()


def report(result: Merged, out: Path | None) -> None:
    where = "" if out is None else f"{out}: "
    if out is not None:
        keys = "key" if result.keys == 1 else "keys"
        note(f"{where}{result.keys or 'no'} {keys} added as comments")
    if result.unmatched:
        entries = "entry matches" if result.unmatched == 1 else "entries match"
        note(f"{where}{result.unmatched} {entries} nothing in the stack; marked with a comment")
