"""Output of results (standard output or a file) and of notes (standard error)."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import typer

from costing.errors import CallError
from plimsoll.report.escape import terminal

NARROWEST, WIDEST = 40, 120  # characters a line of a summary
CLEAR = "\r\x1b[K"  # begins the line of a terminal again, empty
# Exit status: something was found; the input or the call is invalid; an error of Plimsoll.
FOUND, INVALID, INTERNAL = 1, 2, 3


def line_width() -> int:
    """Return the characters of a line: COLUMNS, the terminal's, or 80 outside a terminal."""
    columns = shutil.get_terminal_size(fallback=(80, 24)).columns
    return max(NARROWEST, min(columns, WIDEST))


def emit(
    text: str | Iterable[str], out: Path | None, *, quiet: bool = False, option: str = "--out"
) -> None:
    """Write a result, which may come in pieces.

    Raise CallError with the option's name if the file cannot be written.
    """
    pieces = [text] if isinstance(text, str) else text
    if out is None:
        if not quiet:
            print_pieces(pieces)
        return
    if out.exists() and not out.is_file():  # a pipe or a device
        try:
            with out.open("w", encoding="utf-8") as file:
                file.writelines(pieces)
        except OSError as error:
            raise unwritable(out, error, option) from error
    else:
        replace_file((each.encode() for each in pieces), out, option)


def print_pieces(pieces: Iterable[str]) -> None:
    try:
        for each in pieces:
            typer.echo(each, nl=False, color=True)  # else it removes the colours of a pipe
    except BrokenPipeError:  # the reader has enough
        raise
    except OSError as error:
        message = f"cannot write standard output: {error.strerror}; free space, or use --out FILE"
        raise CallError(message) from error


def replace_file(content: Iterable[bytes], path: Path, option: str = "--out") -> None:
    """Replace a file in one step: a failure leaves the old content."""
    target = path.resolve()  # a symbolic link is kept
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            file.writelines(content)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise unwritable(path, error, option) from error


def unwritable(path: Path, error: OSError, option: str) -> CallError:
    reason = str(error.strerror)
    return CallError(f"{option}: cannot write {path}: {reason}; use a writable path")


def note(message: str, *, quiet: bool = False) -> None:
    if not quiet:
        over = CLEAR if sys.stderr.isatty() else ""  # the line of a progress display
        lines = "\n".join(map(terminal, message.split("\n")))
        typer.echo(f"{over}plimsoll: {lines}", err=True)


def finish(because: Sequence[str], *, quiet: bool = False) -> NoReturn:
    """Exit with 1 and print the reasons; exit with 0 without reasons."""
    for reason in because:
        note(reason, quiet=quiet)
    raise typer.Exit(FOUND if because else 0)
