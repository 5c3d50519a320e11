"""Results of `plan` and `tradeoffs` beside a report, which shows them as sections."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plimsoll.output import emit, note

if TYPE_CHECKING:
    from plimsoll.report.html.studies import Study

FOLDER = Path("build")
REPORT = "report.json"
HEAD, KEY = 100_000, '"source": '  # characters that contain a report's source, and its key
STUDIES = ("tradeoffs", "plan")  # in the order of the page
ReportDir = Annotated[
    Path | None,
    typer.Option(
        "--report-dir",
        help=(
            "Folder of the report in which the result becomes a section. Default: build, if "
            "plimsoll report has written there."
        ),
    ),
]


def add_study(
    name: str,
    json_text: str,
    folder: Path | None,
    *,
    stack: tuple[str, str] | None = None,
    quiet: bool,
) -> None:
    """Write a result for the next report, if there is a folder of reports.

    `stack`: project and stack of the result; one of another stack than the report's is not written.
    """
    if folder is None:
        reported = stack_of_report(FOLDER / REPORT)
        if reported is None or stack not in {None, reported}:
            return
    path = (folder or FOLDER) / f"{name}.json"
    emit(json_text, path, option="--report-dir")
    note(f"written: {path}; the next plimsoll report shows it", quiet=quiet)


def stack_of_report(path: Path) -> tuple[str, str] | None:
    """Return project and stack of a report from the beginning of its JSON; None without one."""
    try:
        with path.open(encoding="utf-8") as file:
            head = file.read(HEAD)
        source, _ = json.JSONDecoder().raw_decode(head, head.index(KEY) + len(KEY))
        return str(source["project"]), str(source["stack"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def studies(
    folder: Path, given: Mapping[str, Path | None], project: str, stack: str, *, quiet: bool
) -> dict[str, "Study"]:
    """Return the results in files of the options, else in the report's folder.

    Raise FileError or CallError for a file of the options that cannot be read.
    """
    from costing.errors import CostingError
    from plimsoll.report.html.studies import read

    found = {}
    for name in STUDIES:
        path = given.get(name)
        beside = folder / f"{name}.json"
        try:
            if path is None and not beside.is_file():
                continue
            study = read(path or beside, name)
        except CostingError as error:
            if path is not None:
                raise
            note(f"left out of the report: {error}", quiet=quiet)
            continue
        if study.is_of(project, stack):
            found[name] = study
        else:
            note(f"left out of the report: {path or beside} is of another stack", quiet=quiet)
    return found
