"""Times whole commands, the median of several runs."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float  # wall, the median
    peak_mib: float  # the largest single process of any run so far


def run(command: Command, runs: int = 3, folder: Path = ROOT) -> Measured:
    """Run a command once to warm up, then `runs` times. Its exit status may be 0 or 1."""
    return side_by_side([command], runs, folder)[0]


def side_by_side(
    commands: Sequence[Command], runs: int = 3, folder: Path = ROOT
) -> Sequence[Measured]:
    """Run commands in turn, so that what else the machine does slows each of them alike."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(runs + 1):
        for command, taken in zip(commands, times, strict=True):
            taken.append(once(command, folder))
    return [Measured(statistics.median(taken[1:]), peak()) for taken in times]


def once(command: Command, folder: Path) -> float:
    """Return seconds. Raise RuntimeError for a command that fails."""
    began = time.perf_counter()
    ended = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    taken = time.perf_counter() - began
    found = ended.returncode == 1 and b"Traceback" not in ended.stderr
    if ended.returncode and not found:
        raise RuntimeError(f"{command}: {ended.stderr.decode()[-500:]}")
    return taken


def peak() -> float:
    """Return MiB: the largest peak of the processes this one has waited for."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def python() -> Path:
    return Path(os.environ.get("VIRTUAL_ENV", ROOT / ".venv")) / "bin" / "python"
