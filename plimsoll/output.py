"""Where results go: standard output or a file; warnings and errors go to standard error."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

from costing.errors import CallError

FOUND, WRONG = 1, 2  # exit status: something was found; the input or the call is wrong


def emit(text: str, out: Path | None, *, quiet: bool = False) -> None:
    """Write a result. Raise CallError where the file cannot be written."""
    if out is None:
        if not quiet:
            typer.echo(text, nl=False)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CallError(f"--out {out}: {error.strerror}") from error


def tell(message: str, *, quiet: bool = False) -> None:
    if not quiet:
        typer.echo(f"plimsoll: {message}", err=True)


def finish(because: Sequence[str], *, quiet: bool = False) -> NoReturn:
    """End with 1 and the reasons, or with 0 where there are none."""
    for reason in because:
        tell(reason, quiet=quiet)
    raise typer.Exit(FOUND if because else 0)
