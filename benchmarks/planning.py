"""Time of plans: a default plan, random worlds and the mixed-integer program."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy.optimize
from ruamel.yaml import YAML

from benchmarks.clock import Command, python, run
from costing.plan import lower_bound as program
from costing.plan.fleet import Requirement, TypeOption
from costing.plan.scenarios import Flags, from_rates
from costing.plan.sizing import Throughput
from costing.plan.workload import Risks
from costing.plan.workload_text import workload_text

TYPES = ("m7g", "m8g", "m6g", "c7g", "c8g", "c6g", "r7g", "r8g", "r6g", "m7i", "m6i", "c7i")
WINDOWS, HOURS, RUNS = 238, 168, 5  # windows: a block of 40,000 hours
POOLS = [(name, zone) for name in ("m7g", "c7g", "r7g") for zone in range(3)]


def planning() -> None:
    """A plan of one service with 12 types, 3 zones, 168 hours and 2,000 weeks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "workload.yaml")
        write(path)
        command: Command = [
            python().parent / "plimsoll",
            "plan",
            path,
            "--out",
            Path(folder, "plan.txt"),
        ]
        whole = run(command)
        print(f"plan of 12 types and 2,000 weeks: {whole.seconds:.2f} s (aim: 5 s)")
    worlds()
    integer_program()


def write(path: Path) -> None:
    """Write the file of `plimsoll plan init` with its service alone, and 12 types."""
    yaml = YAML()
    content = yaml.load(workload_text())
    [(name, service), *_] = content["services"].items()
    content["services"], content["jobs"] = {name: service}, {}
    service["capacity"] = {
        f"{each}.xlarge": {"requests_per_second": 40 + index % 4, "service_ms": 100}
        for index, each in enumerate(TYPES)
    }
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)


def worlds() -> None:
    """Hours of nine Spot pools, drawn as events; beside chains that are drawn hour by hour."""
    risks, shape = Risks(), (WINDOWS, HOURS)
    ours = seconds(lambda: from_rates(np.random.default_rng(1), shape, POOLS, risks))
    by_hour = seconds(lambda: hourly(np.random.default_rng(1), shape, len(POOLS)))
    millions = WINDOWS * HOURS / ours / 1e6
    print(
        f"random worlds of {len(POOLS)} pools: {millions:.1f} million hours a second, "
        f"{by_hour / ours:.1f} times an hourly simulation with arrays (aim: 6)"
    )


def hourly(rng: np.random.Generator, shape: tuple[int, int], pools: int) -> Flags:
    """Return the states of independent pools and one shared chain, hour by hour."""
    windows, hours = shape
    up = np.ones((windows, pools + 1), dtype=bool)
    found = np.empty((windows, hours, pools), dtype=bool)
    for hour in range(hours):
        uniform = rng.random((windows, pools + 1))
        up = np.where(up, uniform >= 1e-3, uniform < 0.3)  # noqa: PLR2004 (rates of any chain)
        found[:, hour] = up[:, :pools] & up[:, pools:]
    return found


def integer_program() -> None:
    """The program of a group of 12 types over 168 hours, beside its solution in HiGHS."""
    options = [
        TypeOption(
            f"{each}.xlarge",
            0.16 + index / 100,
            0.06 + index / 200,
            0.1 + index / 100,
            "compute_savings_plan",
            3,
            "arm64",
            Throughput(f"{each}.xlarge", np.zeros(1), 40.0),
        )
        for index, each in enumerate(TYPES)
    ]
    rng = np.random.default_rng(1)
    sizes = rng.integers(20, 60, HOURS)[None, :] + np.arange(len(TYPES))[:, None] % 3
    segments = program.merged(sizes, np.full(HOURS, 730 / HOURS))
    inside: list[float] = []
    milp = scipy.optimize.milp

    def timed(*args: object, **keywords: object) -> object:
        began = time.perf_counter()
        try:
            return milp(*args, **keywords)
        finally:
            inside.append(time.perf_counter() - began)

    scipy.optimize.milp = timed
    try:
        whole = seconds(lambda: program.lower_bound(options, segments, Requirement(4, 4, 50, 3)), 1)
    finally:
        scipy.optimize.milp = milp
    print(
        f"mixed-integer program: {whole:.2f} s, {whole / inside[-1]:.2f} times its solution in "
        "HiGHS (aim: 1.2)"
    )


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the least time of several runs."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


if __name__ == "__main__":
    planning()
