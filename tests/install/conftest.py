"""Fixtures that install the wheel; the tests run with PLIMSOLL_INSTALL=required."""

import os
from pathlib import Path

import pytest

from tests import shared
from tests.install.environments import (
    ROOT,
    Wheel,
    environment,
    interpreters,
    timed_environment,
    uv,
)
from tests.shared import once

HERE = Path(__file__).parent
REQUIRED = os.environ.get("PLIMSOLL_INSTALL") == "required"
SKIPPED = "installing the wheel takes minutes: make test-engine"
MEASURED = "measured.txt"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if REQUIRED:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=SKIPPED))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    measured = shared.folder() / MEASURED
    if measured.exists():
        for line in sorted(set(measured.read_text().splitlines())):
            terminalreporter.write_line(line)


def note(line: str) -> None:
    """Add a line to the end of the run's output."""
    with (shared.folder() / MEASURED).open("a") as file:
        file.write(f"{line}\n")


@pytest.fixture(scope="session")
def distribution() -> Path:
    """Return the wheel, built once from the source distribution that is built from this tree."""
    wheel = once("wheel", build)
    (source,) = wheel.parent.glob("*.tar.gz")
    sizes = [f"{path.stat().st_size / 2**20:.1f} MiB" for path in (wheel, source)]
    note(f"wheel {sizes[0]}, source distribution {sizes[1]}")
    return wheel


def build() -> Path:
    folder = shared.folder() / "dist"
    uv("build", "--quiet", "--out-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(each, id=each[0], marks=pytest.mark.xdist_group(each[0]))
        for each in interpreters().items()
    ],
)
def wheel(request: pytest.FixtureRequest, distribution: Path) -> Wheel:
    """Return the wheel with each supported Python of this computer."""
    return Wheel(distribution, *request.param)


@pytest.fixture(scope="session")
def installed(wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with Plimsoll and its requirements."""
    folder = tmp_path_factory.mktemp("installed") / ".venv"
    made = timed_environment(folder, wheel)
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file()) >> 20
    seconds = wheel.seconds[wheel.version]
    note(f"Python {wheel.version}: installed in {seconds:.0f} s, {size} MiB")
    return made


@pytest.fixture(scope="session")
def sdk(wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with Pulumi's SDKs and none of Plimsoll's other requirements."""
    folder = tmp_path_factory.mktemp("sdk") / ".venv"
    return environment(folder, wheel.python, "pulumi", "pulumi-aws")
