"""Where results go: standard output or a file; warnings and errors go to standard error."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import typer

from costing.errors import CallError

FOUND, WRONG = 1, 2  # exit status: something was found; the input or the call is wrong


def emit(text: str, out: Path | None, *, quiet: bool = False, option: str = "--out") -> None:
    """Write a result. Raise CallError, naming the option, where the file cannot be written."""
    if out is None:
        if not quiet:
            typer.echo(text, nl=False)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(out, error, option) from error


def replace_file(content: bytes, path: Path) -> None:
    """Write a file as a whole: it has its old content or the new one, never a part."""
    target = path.resolve()  # a link stays one
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            file.write(content)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise unwritable(path, error, "--out") from error


def unwritable(path: Path, error: OSError, option: str) -> CallError:
    reason = str(error.strerror)
    return CallError(f"{option}: cannot write {path}: {reason}; name a path that can be written")


def tell(message: str, *, quiet: bool = False) -> None:
    if not quiet:
        typer.echo(f"plimsoll: {message}", err=True)


def finish(because: Sequence[str], *, quiet: bool = False) -> NoReturn:
    """End with 1 and the reasons, or with 0 where there are none."""
    for reason in because:
        tell(reason, quiet=quiet)
    raise typer.Exit(FOUND if because else 0)
