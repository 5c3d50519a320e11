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


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float  # wall, the median
    peak_mib: float  # the largest single process of any run so far


def run(command: Sequence[str | Path], runs: int = 3, folder: Path = ROOT) -> Measured:
    """Run a command once to warm up, then `runs` times. Its exit status may be 0 or 1."""
    times = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        ended = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        times.append(time.perf_counter() - began)
        found = ended.returncode == 1 and b"Traceback" not in ended.stderr
        if ended.returncode and not found:
            raise RuntimeError(f"{command}: {ended.stderr.decode()[-500:]}")
    return Measured(statistics.median(times[1:]), peak())


def peak() -> float:
    """Return MiB: the largest peak of the processes this one has waited for."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def python() -> Path:
    return Path(os.environ.get("VIRTUAL_ENV", ROOT / ".venv")) / "bin" / "python"
