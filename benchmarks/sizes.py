"""Seconds of processor time and peak memory of whole commands by the number of resources."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from benchmarks import states
from benchmarks.clock import ROOT, Command, python

SIZES = (1, 100, 1_000, 10_000, 100_000)
COMMANDS = ("cost", "check")
REPEATED = 1_000  # resources; commands on larger stacks run once
BIN = python().parent


@dataclass(frozen=True, slots=True)
class Taken:
    command: str
    resources: int
    seconds: float  # of the processor, user and system
    peak_mib: float


def taken(command: Command) -> tuple[float, float]:
    """Return processor seconds and peak MiB of a command, measured by a process of its own."""
    code = (
        "import resource, subprocess, sys\n"
        "ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(ended.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    printed = subprocess.check_output(
        [python(), "-c", code, *command], cwd=ROOT, text=True, env=environment()
    )
    status, seconds, peak = map(float, printed.split())
    if status not in {0, 1}:
        raise RuntimeError(f"{command}: exit {status:.0f}")
    return seconds, peak


def environment() -> dict[str, str]:
    """Return the environment of an installed command: its modules are compiled once."""
    own = {key: each for key, each in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "bytecode")}


def measured(sizes: Sequence[int] = SIZES, shape: states.Shape | None = None) -> Iterator[Taken]:
    """Yield the median of three runs up to 1,000 resources, and one run above."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            state = states.write(Path(folder, f"{size}.json"), size, shape)
            for command in COMMANDS:
                more = ["--allow-gaps"] if command == "cost" else []
                whole: Command = [BIN / "plimsoll", command, state, "--format", "json", *more]
                runs = sorted(taken(whole) for _ in range(3 if size <= REPEATED else 1))
                yield Taken(command, size, *runs[len(runs) // 2])


def exponent(small: Taken, large: Taken) -> float:
    """Return the exponent of growth between two sizes: 1 for linear."""
    return log(large.seconds / small.seconds) / log(large.resources / small.resources)


def peers() -> dict[str, dict[int, str]]:
    """Return whole processes of other tools, as measured on 2026-11-30 on two cores."""
    return {
        "Infracost, seconds": {1: "0.26", 100: "0.34", 1_000: "3.2 to 4.6", 10_000: "137 to 228"},
        "FinFocus, seconds": {1: "0.15", 100: "0.18", 1_000: "0.39", 10_000: "2.5"},
        "Checkov, seconds": {100: "4.1 to 4.8", 1_000: "8.4 to 12.6"},
    }


if __name__ == "__main__":
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else max(SIZES)
    print(f"load {os.getloadavg()[0]:.1f}, {resource.getpagesize()} bytes a page")
    for each in measured([size for size in SIZES if size <= limit]):
        print(each)
