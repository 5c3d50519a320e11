"""Skip the tests of Pulumi's engine where it is not built, and report that in one line."""

import os
from pathlib import Path

import pytest

from tests.engine.command import built

HERE = Path(__file__).parent
REQUIRED = os.environ.get("PLIMSOLL_ENGINE") == "required"
MISSING = "the engine is not built: make test-engine"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if built() or REQUIRED:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", ())
        if MISSING in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests of the real engine skipped; {MISSING}")
