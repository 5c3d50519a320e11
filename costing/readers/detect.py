"""Tells by its content what a file is, and reads it."""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Callable

from costing.errors import GraphError
from costing.graph import Graph
from costing.readers import events, preview_json, state
from costing.readers.resource_v3 import Json
from costing.readers.values import DECODER

WHOLE = "pulumi preview --json --show-sames"
NO_GRAPH = f"this is no resource graph; make one with: {WHOLE}"

GZIP = b"\x1f\x8b"
ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",  # what PowerShell's > makes
    codecs.BOM_UTF16_BE: "utf-16",
}
OBJECT = re.compile(r"^[ \t]*\{", re.MULTILINE)
LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

Read = Callable[[Json], Graph]


def read(content: bytes, name: str) -> Graph:
    """Return the stack that a file describes: a preview's as it will be.

    Raise GraphError, one line that begins with `name`, the file's.
    """
    return read_as(preview_json.head, state.of_export, state.of_checkpoint, content, name)


def read_base(content: bytes, name: str) -> Graph:
    """Return the stack as it is before a preview's steps. Raise GraphError for a state."""
    return read_as(preview_json.base, no_base, no_base, content, name)


def no_base(_: Json) -> Graph:
    raise GraphError("a state holds no change; name a second source to compare it with")


def read_as(preview: Read, export: Read, checkpoint: Read, content: bytes, name: str) -> Graph:
    readers = {"preview": preview, "export": export, "checkpoint": checkpoint}
    try:
        document = parse(decoded(content))
        return readers[kind_of(document)](document)
    except RecursionError as error:
        raise GraphError(f"{name}: nested deeper than any Pulumi program goes") from error
    except GraphError as error:
        raise GraphError(f"{name}: {error}") from error


def kind_of(document: Json) -> str:
    """Raise GraphError for what is neither preview nor state, with what would do instead."""
    keys = document.keys()
    if keys & {"steps", "changeSummary"}:
        return "preview"
    if "deployment" in keys or {"version"} <= keys <= {"version", "features"}:
        return "export"
    if "checkpoint" in keys:
        return "checkpoint"
    plan = document.get("plan")
    if "resourcePlans" in keys or (isinstance(plan, dict) and "resourcePlans" in plan):
        raise GraphError(f"an update plan (--save-plan) lacks whole inputs; give it {WHOLE}")
    if {"result", "summary"} <= keys:
        raise GraphError(f"this is a preview's summary, without resources; give it {WHOLE}")
    raise GraphError(NO_GRAPH)


def decoded(content: bytes) -> str:
    """Raise GraphError for what is no text. A self-managed backend may zip its checkpoints."""
    try:
        if content.startswith(GZIP):
            content = gzip.decompress(content)
        encoding = next((ENCODINGS[mark] for mark in ENCODINGS if content.startswith(mark)), None)
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        raise GraphError(f"no text in UTF-8: {error.reason} at byte {error.start}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise GraphError(f"no whole gzip file: {error}") from error


def parse(text: str) -> Json:
    """Return the JSON object in a text, or the digest of an event log. Raise GraphError."""
    if not text.strip():
        raise GraphError("there is nothing in it")
    start = OBJECT.search(text)  # what the CLI says before its JSON is passed over
    if start is None:
        raise GraphError(NO_GRAPH)
    try:
        document = object_at(text, start.end() - 1)
    except json.JSONDecodeError as error:
        raise GraphError(complaint(error)) from error
    except ValueError as error:
        raise GraphError(f"no JSON: {error}") from error
    check_unicode(document, text)
    return document


def object_at(text: str, start: int) -> Json:
    document: Json
    document, end = DECODER.raw_decode(text, start)
    if {"sequence", "timestamp"} <= document.keys():
        lines = filter(None, map(str.strip, text[start:].splitlines()))
        return events.digest_of(map(DECODER.decode, lines))
    if text[end:].strip():
        raise json.JSONDecodeError("more follows the JSON", text, end)
    return document


def complaint(error: json.JSONDecodeError) -> str:
    where = f"line {error.lineno}, column {error.colno}"
    if not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated"):
        return f"the JSON ends too soon, at {where}: is the file whole?"
    return f"no JSON at {where}: {error.msg}"


def check_unicode(document: Json, text: str) -> None:
    r"""Refuse half a character ("\ud800"): it could be neither printed nor written."""
    if LONE_SURROGATE.search(text):
        try:
            json.dumps(document, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError as error:
            raise GraphError(f"half a character in it: {error.reason}") from error
