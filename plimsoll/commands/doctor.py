"""Command `doctor`: diagnose an installation and the projects of a folder."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll import options as o
from plimsoll.output import emit, finish


def doctor(
    folder: Annotated[
        Path, typer.Argument(help="Folder of a project, or of a repository with several.")
    ] = Path(),
    format_: o.Listing = "table",
) -> None:
    """Check Python, Pulumi, prices, interpreters and files; needs no network, runs no program.

    Exit status 1: a check failed.
    """
    import json
    from dataclasses import asdict

    from plimsoll.diagnosis import checks

    found = [*checks.of_installation(), *checks.of_folder(folder)]
    if format_ == "json":
        text = json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False) + "\n"
    else:
        text = "".join(f"{each}\n" for each in found)
    emit(text, None)
    failed = sum(each.status == "error" for each in found)
    checks_ = "check" if failed == 1 else "checks"
    finish([f"{failed} {checks_} failed"] if failed else [])
