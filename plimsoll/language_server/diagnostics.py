"""Findings, gaps and failures as the editor's diagnostics."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from lsprotocol import types as lsp

from plimsoll.language_server.values import PROJECT_FILE, Analysis, Place, Problem

SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
}
END_OF_LINE = 10_000  # editors cut a range at the line's end


def by_file(found: Analysis) -> Mapping[str, list[Problem]]:
    """Return the problems by file; those of the whole stack are at Pulumi.yaml."""
    files: dict[str, list[Problem]] = defaultdict(list)
    for problem in found.problems:
        files[problem.place.file if problem.place else PROJECT_FILE].append(problem)
    return files


def diagnostics(
    problems: list[Problem], folder: Path, lines: Mapping[int, int] | None = None
) -> list[lsp.Diagnostic]:
    """Return the diagnostics of one file; `lines`: where its lines are now, None: as analyzed."""
    found = []
    for problem in problems:
        was = problem.place.line if problem.place else 1
        line = was if lines is None else lines.get(was)
        if line is not None:
            found.append(diagnostic(problem, line - 1, folder))
    return found


def diagnostic(problem: Problem, line: int, folder: Path) -> lsp.Diagnostic:
    return lsp.Diagnostic(
        range=lsp.Range(lsp.Position(line, 0), lsp.Position(line, END_OF_LINE)),
        severity=SEVERITIES[problem.severity],
        source="plimsoll",
        code=problem.code,
        code_description=lsp.CodeDescription(problem.url) if problem.url else None,
        message=problem.message,
        related_information=related(problem.called_at, folder),
    )


def related(place: Place | None, folder: Path) -> list[lsp.DiagnosticRelatedInformation] | None:
    if place is None:
        return None
    at = lsp.Position(place.line - 1, 0)
    where = lsp.Location((folder / place.file).as_uri(), lsp.Range(at, at))
    return [lsp.DiagnosticRelatedInformation(where, "created by this component")]
