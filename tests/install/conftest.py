"""These tests install the wheel from a package index: they run with PLIMSOLL_INSTALL=required."""

import os
from pathlib import Path

import pytest

from tests.install.environments import (
    ROOT,
    THIS,
    VERSIONS,
    Wheel,
    environment,
    interpreter,
    timed_environment,
    uv,
)

HERE = Path(__file__).parent
REQUIRED = os.environ.get("PLIMSOLL_INSTALL") == "required"
SKIPPED = "installing the wheel takes minutes: make wheel"
MEASURED = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if REQUIRED:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=SKIPPED))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(MEASURED, ()):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def measured(pytestconfig: pytest.Config) -> list[str]:
    """Lines for the end of the run."""
    return pytestconfig.stash.setdefault(MEASURED, [])


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory, measured: list[str]) -> Path:
    """The wheel, built from the source distribution that is built from this tree."""
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--quiet", "--out-dir", folder, ROOT)
    (source,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    sizes = [f"{path.stat().st_size / 2**20:.1f} MiB" for path in (wheel, source)]
    measured.append(f"wheel {sizes[0]}, source distribution {sizes[1]}")
    return wheel


@pytest.fixture(scope="session", params=VERSIONS)
def wheel(request: pytest.FixtureRequest, distribution: Path) -> Wheel:
    """The wheel, with each Python that this machine has."""
    python = interpreter(request.param)
    if python is None:
        assert request.param != THIS
        pytest.skip(f"no Python {request.param} on this machine")
    return Wheel(distribution, request.param, python)


@pytest.fixture(scope="session")
def installed(wheel: Wheel, tmp_path_factory: pytest.TempPathFactory, measured: list[str]) -> Path:
    """An environment with Plimsoll and all that it requires."""
    folder = tmp_path_factory.mktemp("installed") / ".venv"
    made = timed_environment(folder, wheel)
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file()) >> 20
    seconds = wheel.seconds[wheel.version]
    measured.append(f"Python {wheel.version}: installed in {seconds:.0f} s, {size} MiB")
    return made


@pytest.fixture(scope="session")
def sdk(wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with what a program imports, and none of Plimsoll's other requirements."""
    folder = tmp_path_factory.mktemp("sdk") / ".venv"
    return environment(folder, wheel.python, "pulumi", "pulumi-aws")
