"""These tests run where the engine is built (make engine); elsewhere one line says they did not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.engine.command import Pulumi, built, copied
from tests.infra.stacks import stack_file

HERE = Path(__file__).parent
REQUIRED = os.environ.get("PLIMSOLL_ENGINE") == "required"
MISSING = "the engine is not built: make engine"

Deployed = Callable[[Path, str], Pulumi]


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


@pytest.fixture(scope="session")
def stack_of(tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    """Return Pulumi on a copy of a project, with its stack made; the same one for each call."""
    made: dict[tuple[Path, str], Pulumi] = {}

    def stack(project: Path, name: str) -> Pulumi:
        if (project, name) not in made:
            folder = tmp_path_factory.mktemp(f"{project.name}-{name}")
            copy = copied(project, folder)
            if name == "everything":  # no stack that ships: what those leave out is on
                YAML(typ="safe").dump(stack_file(name), copy / f"Pulumi.{name}.yaml")
            made[project, name] = Pulumi(copy, folder / "kept")
            made[project, name]("stack", "init", name)
        return made[project, name]

    return stack
