"""Detect the format of a preview or state by its content, and read it."""

import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from costing.errors import GraphError
from costing.files.json_file import JsonError, problem
from costing.files.text import content_of, decoded, limited
from costing.graph.readers import events, preview_json, state
from costing.graph.readers.resource_v3 import Json
from costing.graph.readers.streamed import LONE_SURROGATE, document_of
from costing.graph.readers.values import DECODER
from costing.graph.resource import Graph

WHOLE = "pulumi preview --json --show-sames"
NO_GRAPH = f"not a Pulumi preview or state; make one with: {WHOLE}"

LARGEST = 512 * 2**20  # bytes, of a file and of its uncompressed content
GZIP = b"\x1f\x8b"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
COLOR = r"\x1b\[[\d;]*m"
# A JSON object that begins a line. Lines such as `{shop-guard@0.0.7}` are other text.
OBJECT = re.compile(rf'^(?:[ \t]|{COLOR})*(?=\{{\s*["}}])', re.MULTILINE)
ADJACENT = re.compile(r'[ \t]*(?=\{\s*["}])')
FAILED = re.compile(rf"^(?:{COLOR})*error: (?:{COLOR})*(.*\S)", re.MULTILINE)

Read = Callable[[Json], Graph]


def read(content: bytes, name: str) -> Graph:
    """Return the stack in a file; of a preview, the stack after the update.

    Raise GraphError, whose message begins with `name`, the file's name.
    """
    return read_as(*READERS, lambda: parse(decoded(unzipped(content, name), name)), name)


def read_file(path: Path, *, all_outputs: bool = False) -> Graph:
    """Return the stack in a file, as `read`.

    The states of a plain file are read one by one, without outputs that no model or rule reads.
    """
    name = str(path)

    def whole() -> Json:
        return parse(decoded(unzipped(content_of(path, LARGEST), name), name))

    return read_as(
        *READERS, lambda: (None if all_outputs else streamed_file(path)) or whole(), name
    )


def streamed_file(path: Path) -> Json | None:
    """Return the document of a state; None for a file that has to be read whole."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        with path.open("rb") as file:
            zipped = file.peek(len(GZIP)).startswith(GZIP)
            return None if zipped else document_of(file)
    except OSError:
        return None


def read_base(content: bytes, name: str) -> Graph:
    """Return the stack before a preview's update. Raise GraphError for a state."""
    text = decoded(unzipped(content, name), name)
    return read_as(preview_json.base, no_base, no_base, lambda: parse(text), name)


def no_base(_: Json) -> Graph:
    raise GraphError("a state contains no changes; specify a second source to compare it with")


READERS: tuple[Read, Read, Read] = preview_json.head, state.of_export, state.of_checkpoint


def read_as(
    preview: Read, export: Read, checkpoint: Read, document_: Callable[[], Json], name: str
) -> Graph:
    readers = {"preview": preview, "export": export, "checkpoint": checkpoint}
    try:
        document = document_()
        return readers[kind_of(document)](document)
    except RecursionError as error:
        raise GraphError(f"{name}: nested too deeply; flatten it") from error
    except GraphError as error:
        raise GraphError(f"{name}: {error}") from error


def kind_of(document: Json) -> str:
    """Return the format of a document. Raise GraphError for neither a preview nor a state."""
    keys = document.keys()
    if keys & {"steps", "changeSummary"}:
        return "preview"
    if "deployment" in keys or {"version"} <= keys <= {"version", "features"}:
        return "export"
    if "checkpoint" in keys:
        return "checkpoint"
    plan = document.get("plan")
    if "resourcePlans" in keys or (isinstance(plan, dict) and "resourcePlans" in plan):
        raise GraphError(
            f"an update plan (--save-plan) has incomplete inputs; use the output of: {WHOLE}"
        )
    if {"result", "summary"} <= keys:
        raise GraphError(f"a preview summary without resources; use the output of: {WHOLE}")
    raise GraphError(NO_GRAPH)


def is_known(document: Json) -> bool:
    try:
        return bool(kind_of(document))
    except GraphError as error:
        return str(error) != NO_GRAPH


def unzipped(content: bytes, name: str) -> bytes:
    """Return a file's content, uncompressed: self-managed backends may compress checkpoints."""
    if content.startswith(ZSTANDARD):
        raise GraphError(f"{name}: compressed with Zstandard; run: pulumi stack export")
    if not content.startswith(GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            return limited(file.read, name, LARGEST)
    except (OSError, EOFError, zlib.error) as error:
        raise GraphError(f"{name}: not a complete gzip file: {error}") from error


def parse(text: str) -> Json:
    """Return the JSON document in a text, or the digest of an event log. Raise GraphError.

    Other text before and after the document is skipped: the Pulumi CLI writes warnings, progress
    and notices to the same stream.
    """
    if not text.strip():
        raise GraphError(f"the file is empty; make one with: {WHOLE}")
    try:
        found = list(objects(text))
    except json.JSONDecodeError as error:
        raise GraphError(f"not valid JSON: line {error.lineno}: {problem(error)}") from error
    except JsonError as error:
        raise GraphError(f"not valid JSON: {error}") from error
    logged = [document for document, _, _ in found if events.is_event(document)]
    known = [each for each in found if not events.is_event(each[0]) and is_known(each[0])]
    if len(known) + bool(logged) > 1:
        line = text.count("\n", 0, known[-1][1]) + 1
        raise GraphError(f"line {line}: a second document begins here; keep one in a file")
    if logged:
        return check_unicode(failing(events.digest_of(logged), FAILED.search(text)), text)
    if not known:
        return found[0][0] if found else no_document()
    document, start, end = known[0]
    failed = FAILED.search(text, 0, start) or FAILED.search(text, end)
    return check_unicode(failing(document, failed), text)


def no_document() -> Json:
    raise GraphError(NO_GRAPH)


def objects(text: str) -> Iterator[tuple[Json, int, int]]:
    """Yield the JSON objects that begin a line or follow one another, with start and end."""
    match = OBJECT.search(text)
    while match:
        document, end = DECODER.raw_decode(text, match.end())
        yield document, match.end(), end
        match = ADJACENT.match(text, end) or OBJECT.search(text, end)


def failing(document: Json, failed: re.Match[str] | None) -> Json:
    """Add an error that the CLI wrote as text to the preview's diagnostics."""
    if failed is None or kind_of(document) != "preview":
        return document
    specified = document.get("diagnostics")
    own = specified if isinstance(specified, list) else []
    return {**document, "diagnostics": [*own, {"severity": "error", "message": failed[1]}]}


def check_unicode(document: Json, text: str) -> Json:
    r"""Raise GraphError for half a surrogate pair ("\ud800"), which cannot be encoded."""
    if LONE_SURROGATE.search(text):
        try:
            json.dumps(document, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError as error:
            raise GraphError(f"invalid Unicode text: {error.reason}; correct the escape") from error
    return document
