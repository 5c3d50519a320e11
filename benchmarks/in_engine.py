"""Previews in Pulumi's engine with the rules' policy pack and with an empty one.

The engine is the one of the tests (`make engine`), with their provider double, which takes no time
of its own: against AWS's provider the share of the pack is smaller. Modules are compiled before, as
an installation has them.
"""

import compileall
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.clock import ROOT
from tests.engine.command import Pulumi, built, copied

PROGRAM = Path(__file__).with_name("program")
EMPTY = Path(__file__).with_name("empty_pack")
RESOURCES = 200
RUNS = 9


def overhead() -> None:
    """The pack of all rules beside an empty pack, on one stack, in turn."""
    if not built():
        print("policy pack in the engine: not measured; run make engine")
        return
    for package in ("costing", "policies"):
        compileall.compile_dir(ROOT / package, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        pulumi = Pulumi(copied(PROGRAM, Path(folder)), Path(folder, "kept"))
        pulumi("stack", "init", str(RESOURCES))
        packs = (EMPTY, ROOT / "policies")
        taken: dict[Path, list[float]] = {pack: [] for pack in packs}
        for _ in range(RUNS + 1):  # the first warms up
            for pack in packs:
                taken[pack].append(seconds(pulumi, pack))
    empty, ours = (statistics.median(taken[pack][1:]) for pack in packs)
    print(
        f"policy pack in the engine, {RESOURCES} resources: {ours:.2f} s,"
        f" {ours / empty:.2f} times an empty pack's {empty:.2f} s (aim: 1.25)"
    )


def seconds(pulumi: Pulumi, pack: Path) -> float:
    began = time.perf_counter()
    pulumi.run("preview", "--policy-pack", pack)  # mandatory violations fail it
    return time.perf_counter() - began
