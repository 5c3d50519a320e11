"""Python interpreters of this computer, and clean environments with an installed wheel."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
# Environment variables for uv and the installed command: no virtual environment is active.
ENVIRONMENT = {
    **{
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))
    },
    "PATH": os.defpath,
    "UV_PYTHON_DOWNLOADS": "never",
}


@dataclass(frozen=True, slots=True)
class Wheel:
    path: Path
    version: str  # of Python
    python: Path
    seconds: dict[str, float] = field(default_factory=dict)


def interpreter(version: str) -> Path | None:
    """Return a Python of this version: the running one, or from PATH or pyenv."""
    return next((each for each in candidates(version) if version_of(each) == version), None)


def interpreters() -> dict[str, Path]:
    """Return the supported versions of Python that this computer has, with their interpreters."""
    found = {version: interpreter(version) for version in VERSIONS}
    return {version: python for version, python in found.items() if python}


def candidates(version: str) -> Iterator[Path]:
    if version == THIS:
        yield Path(sys.executable)
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python"), reverse=True)


def version_of(python: Path) -> str | None:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return asked.stdout.strip() if asked.returncode == 0 else None


def uv(*arguments: str | Path) -> str:
    """Run uv. Raise AssertionError with its messages if it fails."""
    ended = subprocess.run(
        [find_uv_bin(), *arguments], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"uv {' '.join(map(str, arguments))}\n{ended.stderr}"
    return ended.stdout


def environment(folder: Path, python: Path, *requirements: str | Path) -> Path:
    """Make a virtual environment with only these requirements."""
    uv("venv", "--quiet", "--python", python, folder)
    install = ("pip", "install", "--quiet", "--python", folder)
    uv(*install, "--constraints", CONSTRAINTS, *requirements)
    compile_sdk(folder)
    return folder


def compile_sdk(environment: Path) -> None:
    """Import the SDK once: uv leaves its compilation, which takes minutes, to the first import."""
    subprocess.run(
        [environment / "bin" / "python", "-c", "import pulumi_aws.ec2"],
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
    )


def timed_environment(folder: Path, wheel: Wheel) -> Path:
    begun = time.monotonic()
    made = environment(folder, wheel.python, wheel.path)
    wheel.seconds[wheel.version] = time.monotonic() - begun
    return made


def command(
    environment: Path, *arguments: str | Path, cwd: Path
) -> subprocess.CompletedProcess[str]:
    """Run the installed command by its path, in no active environment."""
    return subprocess.run(
        [environment / "bin" / "plimsoll", *arguments],
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
