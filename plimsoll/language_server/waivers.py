"""Edits that add a waiver to the waiver file of a stack."""

import json
from datetime import date
from pathlib import Path

from lsprotocol import types as lsp
from pydantic import ValidationError

from costing.errors import CallError
from plimsoll.language_server.values import Analysis
from policies.engine.waivers import Waiver

NEW_FILE = "waivers.yaml"
SETTING = "plimsoll:waivers"
FIELDS = ("rule", "resource", "reason", "owner", "expires")


def waiver_of(given: object, today: date) -> Waiver:
    """Return the waiver of a command's arguments. Raise CallError for a missing or wrong one."""
    if not isinstance(given, dict) or set(given) != set(FIELDS):
        raise CallError(f"plimsoll.addWaiver: pass an object with {', '.join(FIELDS)}")
    try:
        waiver = Waiver.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CallError(f"waiver: {where}: {first['msg'].lower()}") from error
    if waiver.expired(today):
        raise CallError(f"waiver: expires: {waiver.expires} is not after today")
    return waiver


def edit(found: Analysis, waiver: Waiver) -> lsp.WorkspaceEdit:
    """Return the edit that appends a waiver; without a waiver file, one is created and set."""
    if found.waivers is not None:
        return lsp.WorkspaceEdit(document_changes=appended(found.waivers, item(waiver)))
    stack_file = found.folder / f"Pulumi.{found.stack}.yaml"
    return lsp.WorkspaceEdit(
        document_changes=[
            *appended(found.folder / NEW_FILE, item(waiver)),
            *with_setting(stack_file),
        ]
    )


Changes = list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile]


def appended(path: Path, text: str) -> Changes:
    changes: Changes = []
    lines: list[str] = []
    if path.is_file():
        lines = path.read_text(encoding="utf-8").split("\n")
    else:
        changes.append(lsp.CreateFile(uri=path.as_uri()))
    last = len(lines[-1]) if lines else 0
    new = f"\n{text}" if last else text
    changes.append(inserted(path, lsp.Position(max(len(lines) - 1, 0), last), new))
    return changes


def with_setting(path: Path) -> Changes:
    """Return the change that names the new file in the stack's settings."""
    line = f"  {SETTING}: {NEW_FILE}\n"
    if not path.is_file():
        create = lsp.CreateFile(uri=path.as_uri())
        return [create, inserted(path, lsp.Position(0, 0), f"config:\n{line}")]
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, text in enumerate(lines):
        if text.split("#")[0].rstrip() == "config:":
            return [inserted(path, lsp.Position(number + 1, 0), line)]
    return [inserted(path, lsp.Position(0, 0), f"config:\n{line}")]


def inserted(path: Path, at: lsp.Position, text: str) -> lsp.TextDocumentEdit:
    document = lsp.OptionalVersionedTextDocumentIdentifier(uri=path.as_uri(), version=None)
    return lsp.TextDocumentEdit(document, [lsp.TextEdit(lsp.Range(at, at), text)])


def item(waiver: Waiver) -> str:
    """Return a waiver as an item of a YAML list."""
    first, *others = (f"{name}: {text(getattr(waiver, name))}" for name in FIELDS)
    return "\n  ".join([f"- {first}", *others]) + "\n"


def text(value: object) -> str:
    return str(value) if isinstance(value, date) else json.dumps(str(value), ensure_ascii=False)
