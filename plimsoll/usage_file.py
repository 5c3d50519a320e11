"""The command `usage init`: write a usage file to fill in, or add to the one that there is."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

from costing.errors import UsageError
from costing.files.text import content_of, decoded, encoding_of
from costing.files.yaml_file import parsed
from costing.peer_usage import is_peers
from costing.prices.book import installed
from costing.source import Opened
from costing.usage import UsageFile, matching, read
from costing.usage_effects import usage_effects
from costing.usage_template import Merged, head, merged, most_effective, suggested
from plimsoll.output import emit, replace_file, tell


def init(given: Opened, command: str, out: Path | None, *, minimal: bool) -> None:
    """Write to `out`, or print. What there is in it, else in the stack's usage file, is kept."""
    base = base_of(given, out)
    file = read(base) if base else UsageFile()
    stated = matching(file, given.graph)
    on = datetime.now(tz=UTC).date()
    effects = usage_effects(given.graph, installed(), stated, on=on)
    suggestions = most_effective(effects) if minimal else suggested(effects)
    old = b"" if base is None else content_of(base)
    text = decoded(old, str(base))
    if base is None:
        text = head(given.graph.source, command, suggestions, minimal=minimal)
    name = str(base or out or "usage file")
    result = merged(text, name, given.graph, suggestions, shared=file.shared)
    written = result.text.encode(encoding_of(old))
    if out is None or (out.exists() and not out.is_file()):
        emit(result.text, out)
    elif base != out or written != old:
        replace_file(written, out)
    report(result, out)


def base_of(given: Opened, out: Path | None) -> Path | None:
    """Return the file whose content is kept. Raise UsageError for an Infracost file in `out`."""
    for path in (out, given.settings.usage):
        if path is None or not path.is_file() or not content_of(path).strip():
            continue
        if not is_peers(parsed(content_of(path), str(path)).value):
            return path
        if path == out:
            raise UsageError(
                f"{path}: this is an Infracost usage file, which is not changed; "
                "write to another file: --out usage.yaml"
            )
        tell(f"{path} is an Infracost usage file; its values are not copied")
    return None


def report(result: Merged, out: Path | None) -> None:
    if out is not None:
        tell(f"{out}: {result.keys} keys added as comments")
    if result.unmatched:
        entries = "entry matches" if result.unmatched == 1 else "entries match"
        tell(f"{result.unmatched} {entries} nothing in the stack and are not used: marked")


def command_line(source: str, stack: str | None, out: Path | None, *, minimal: bool) -> str:
    words = ["plimsoll", "usage", "init"]
    words += [source] if source != "." else []
    words += ["--stack", stack] if stack else []
    words += ["--minimal"] if minimal else []
    words += ["--out", str(out)] if out else []
    return shlex.join(words)
