"""Command `usage init`: write a usage file to fill in, or add keys to an existing one."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from plimsoll import options as o
from plimsoll.sources import open_source


def init_usage(
    program: o.ProgramOptions,
    source: o.Source = ".",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Usage file to write, or to add keys to. Default: standard output.",
        ),
    ] = None,
    *,
    minimal: Annotated[
        bool, typer.Option("--minimal", help="Write only the ten keys that change the bill most.")
    ] = False,
) -> None:
    """Write a usage file to fill in: quantities that the program does not contain.

    An existing --out file, or else the stack's plimsoll:usage file, is kept: missing keys are
    added as comments, and entries that match nothing in the stack are marked.
    """
    from plimsoll.commands.usage_init import init

    command = command_line(source, program.stack, out, minimal=minimal)
    init(open_source(source, program), command, out, minimal=minimal)


def command_line(source: str, stack: str | None, out: Path | None, *, minimal: bool) -> str:
    words = ["plimsoll", "usage", "init"]
    words += [source] if source != "." else []
    words += ["--stack", stack] if stack else []
    words += ["--minimal"] if minimal else []
    words += ["--out", str(out)] if out else []
    return shlex.join(words)
