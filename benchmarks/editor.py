"""Time from a save to the lenses beside the embedded preview alone, and what many saves leave."""

import asyncio
import resource
import statistics
import time
from pathlib import Path

from benchmarks.clock import ROOT
from costing.graph import preview
from plimsoll.language_server.values import Analysis, Request
from plimsoll.language_server.worker import analysis

FOLDER, STACK = ROOT / "examples" / "eks-cluster", "dev"
RUNS, SAVES = 9, 1000


def nothing(request: Request) -> Analysis:
    return Analysis(request.folder, STACK)


async def latency() -> tuple[float, float]:
    """Return the medians of an analysis and of the preview alone, in seconds, run in turn."""
    whole, alone = [], []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        await analysis(Request(FOLDER, STACK))
        whole.append(time.perf_counter() - began)
        began = time.perf_counter()
        preview.run(FOLDER, STACK)
        alone.append(time.perf_counter() - began)
    return statistics.median(whole[1:]), statistics.median(alone[1:])


async def saves() -> tuple[int, int, int]:
    """Save, every third time again before the result. Return processes, files and KiB more."""
    await analysis(Request(FOLDER), nothing)
    files, peak = open_files(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(SAVES):
        task = asyncio.create_task(analysis(Request(FOLDER), nothing))
        if number % 3 == 0:
            await asyncio.sleep(0.001)
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(1)  # for starts that were cancelled
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    return children(), open_files() - files, more


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def children() -> int:
    """Return the processes that the fork server still has."""
    own = Path("/proc/self/task").iterdir()
    servers = [pid for task in own for pid in (task / "children").read_text().split()]
    found = 0
    for pid in servers:
        tasks = Path(f"/proc/{pid}/task")
        if tasks.is_dir():
            found += sum(len((each / "children").read_text().split()) for each in tasks.iterdir())
    return found


def editor() -> None:
    whole, alone = asyncio.run(latency())
    print(
        f"save to lenses of eks-cluster: {whole:.2f} s, {whole / alone:.2f} times the embedded"
        f" preview's {alone:.2f} s (aim: 1.3)"
    )
    processes, files, more = asyncio.run(saves())
    print(f"{SAVES:,} saves: {processes} processes, {files} open files and {more} KiB more")


if __name__ == "__main__":
    editor()
